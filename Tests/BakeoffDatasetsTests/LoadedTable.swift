import BakeoffCore
import BakeoffDatasets

/// A table that tests write and load.
struct LoadedTable {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func load(_ text: String, _ arguments: String = "", kind: String = "csv") async throws -> Dataset {
    let path = try folder.write(Array(text.utf8), to: "t.\(kind)")
    return try await standardSource("\(kind):\(path)\(arguments)").load(
      .init(dataDirectories: [], cacheDirectory: "/nonexistent"))
  }

  /// The message of the error that the table is; empty where it is none.
  func error(_ text: String, _ arguments: String = "", kind: String = "csv") async -> String {
    do {
      _ = try await load(text, arguments, kind: kind)
      return ""
    } catch {
      return "\(error)"
    }
  }
}

extension Dataset {
  /// The names of the features.
  var columnNames: [String] { (examples.features.table?.columns ?? []).map(\.name) }

  /// The values of the feature of this name.
  func values(_ name: String) -> [Double] {
    columnNames.firstIndex(of: name).map { examples.features.values(ofColumn: $0) } ?? []
  }

  /// The text of each row of a feature that holds categories.
  func texts(_ name: String) -> [String] {
    guard let index = columnNames.firstIndex(of: name),
      let names = examples.features.table?.columns[index].categories
    else { return [] }
    return examples.features.values(ofColumn: index).map { $0.isNaN ? "" : names[Int($0)] }
  }

  /// Whether a note contains a text.
  func notes(_ text: String) -> Bool { notes.contains { $0.contains(text) } }
}

/// Lines of a table, one for each number.
func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map { line($0) + "\n" }.joined() }
