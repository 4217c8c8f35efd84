import BakeoffCore

/// Folds as another tool can write or read them: lines of `row,fold` under that heading, both counted from 0.
///
/// A row stands there at most once, and its fold is the one that tests it; rows that do not stand there are not used. The
/// order of the lines does not matter.
public struct FoldFile: Resampling, Hashable {
  /// What messages call it, such as its path.
  public let name: String
  /// The fold that tests each row that is used.
  public let foldOfRow: [Int: Int]
  /// How many folds there are; none is empty.
  public let folds: Int

  /// The id it is selected by.
  public var id: String { "fold-file" }

  /// What it was set to.
  public var settings: [String: SettingValue] { ["folds": .integer(folds)] }

  /// What it does, in a few words.
  public var summary: String { "\(folds) folds from a file" }

  /// The folds these splits make. Throws unless they are one repeat of a k-fold: every row of theirs is tested once.
  public init(splits: [Split]) throws(ConfigurationError) {
    name = "the fold file"
    let splits = splits.filter { $0.fit == 0 && $0.share == 1 }
    let folds = splits.flatMap { split in split.test.map { ($0, split.fold) } }
    foldOfRow = Dictionary(folds) { first, _ in first }
    self.folds = splits.count
    let rows = foldOfRow.count
    guard folds.count == rows, splits.allSatisfy({ $0.repetition == 0 && $0.training.count + $0.test.count == rows })
    else {
      throw ConfigurationError("only one repeat of a k-fold can be written as row,fold: every row is tested once")
    }
  }

  /// Reads the text of a fold file. Throws `DatasetError.malformed` with `name` and the number of the line.
  public init(parsing text: String, name: String = "the fold file") throws(DatasetError) {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard let heading = lines.first, Self.fields(heading) == ["row", "fold"] else {
      throw Self.malformed(name, line: 1, expected: "the heading row,fold", found: lines.first ?? "nothing")
    }
    var folds: [Int: Int] = [:]
    for (index, line) in lines.enumerated().dropFirst() where !Self.fields(line).isEmpty {
      let numbers = Self.fields(line).compactMap { Int($0) }
      guard numbers.count == 2, Self.fields(line).count == 2, numbers.allSatisfy({ $0 >= 0 }) else {
        throw Self.malformed(name, line: index + 1, expected: "two counts from 0 such as 17,3", found: line)
      }
      guard folds.updateValue(numbers[1], forKey: numbers[0]) == nil else {
        throw Self.malformed(name, line: index + 1, expected: "each row once", found: "row \(numbers[0]) again")
      }
    }
    try self.init(folds, name: name, lines: lines.count)
  }

  private init(_ folds: [Int: Int], name: String, lines: Int) throws(DatasetError) {
    let used = Set(folds.values)
    guard used.count >= 2, used.max() == used.count - 1 else {
      throw Self.malformed(
        name, line: lines, expected: "two folds or more, numbered from 0 without gaps", found: "folds \(used.sorted())")
    }
    self.name = name
    foldOfRow = folds
    self.folds = used.count
  }

  /// The text of the fold file: a heading and one line a row, ascending.
  public var text: String {
    "row,fold\n" + foldOfRow.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value)\n" }.joined()
  }

  /// One split a fold. Throws where the file has a row that there is no label for.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] {
    let rows = foldOfRow.keys.sorted()
    guard let last = rows.last, last < labels.count else {
      throw ConfigurationError(
        "\(name) has row \(rows.last ?? 0), but the data only \(labels.count) rows, counted from 0; use the folds of this data"
      )
    }
    return (0..<folds).map { fold in
      Split(
        fold: fold, training: rows.filter { foldOfRow[$0] != fold }, test: rows.filter { foldOfRow[$0] == fold })
    }
  }

  /// Says so where the file leaves rows out.
  public func warnings(labels: [Int], classNames: [String]) -> [String] {
    foldOfRow.count < labels.count ? ["\(name) uses \(foldOfRow.count) of the \(labels.count) rows"] : []
  }

  private static func fields(_ line: Substring) -> [Substring] {
    line.split { $0 == "," || $0 == " " || $0 == "\t" }
  }

  private static func malformed(_ name: String, line: Int, expected: String, found: some StringProtocol) -> DatasetError
  {
    .malformed(
      place: "\(name), line \(line)", expected: expected, found: found.isEmpty ? "nothing" : "\(found)",
      remedy: "write one line row,fold for each row")
  }
}
