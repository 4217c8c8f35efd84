import BakeoffCore
import BakeoffFiles

/// A table of the user's: numeric features and one column of classes in comma-separated text.
///
/// Arguments follow the file: `csv:iris.csv,label=species`, `csv:mnist.csv,label=1,header=no`.
public struct CSVDatasetSource: DatasetSource {
  /// Which column holds the classes.
  public enum LabelColumn: Hashable, Sendable {
    /// The last one.
    case last
    /// The one with this name in the header.
    case named(String)
    /// The one at this position, counted from 1.
    case position(Int)
  }

  /// Whether the first line names the columns.
  public enum Header: String, Sendable {
    /// It does.
    case yes
    /// It does not: it is a row.
    case no
    /// It does where `label` is a name, where it has text over a number of the second line (the column of the classes
    /// included), or where it has text in every other column.
    case automatic = "auto"
  }

  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "csv", title: "CSV table",
    summary:
      "csv:FILE, with ,label=NAME|POSITION (else the last column) ,header=yes|no ,separator=comma|semicolon|tab if need be",
    licence: "the user's own")

  private let file: InputFile
  private let label: LabelColumn
  private let header: Header
  private let separator: Character

  /// Reads the table at `path` when it is loaded. Traps unless `separator` is a single ASCII character.
  public init(
    path: String, label: LabelColumn = .last, header: Header = .automatic, separator: Character = ","
  ) {
    precondition(separator.isASCII, "the separator is a single byte")
    file = InputFile(path, remedy: "correct the file, or set label, header or separator")
    self.label = label
    self.header = header
    self.separator = separator
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the table. Throws `DatasetError.malformed` that names the line.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let bytes = try file.bytes()
    var reader = try CSVReader(bytes, of: file, separator: separator.asciiValue ?? 0)
    let table = try CSVTable(&reader, file, label: label, header: header)
    let classes = ClassLabels(table.labels)
    guard classes.names.count > 1 else {
      throw file.malformed(
        expected: "at least two classes in \(table.labelTitle)", found: "only \(classes.names.joined())")
    }
    return Dataset(
      name: "csv:\(file.path)",
      examples: Examples(
        features: Features(shape: FeatureShape(features: table.width), floats: table.features),
        labels: classes.labels, classCount: classes.names.count),
      classNames: classes.names,
      provenance: Provenance(
        source: file.path, version: "classes in \(table.labelTitle)", sha256: sha256(bytes), licence: card.licence))
  }
}

extension CSVDatasetSource {
  /// The table that `FILE[,label=NAME|POSITION][,header=yes|no|auto][,separator=comma|semicolon|tab]` describes. Throws
  /// `ConfigurationError`.
  init(specifier: String?) throws {
    let file = try FileSpecifier(specifier, of: Self.card, keys: ["label", "header", "separator"])
    let headers = ["yes": Header.yes, "no": .no, "auto": .automatic]
    let separators: [String: Character] = ["comma": ",", "semicolon": ";", "tab": "\t"]
    self.init(
      path: file.path,
      label: file.arguments.text("label").map { name in Int(name).map { .position($0) } ?? .named(name) } ?? .last,
      header: try file.arguments.choice("header", of: headers) ?? .automatic,
      separator: try file.arguments.choice("separator", of: separators) ?? ",")
  }
}
