import BakeoffCore

/// Folds as another tool can write or read them: lines of `row,fold` under that heading, both counted from 0.
///
/// Rows dealt several times have a column `repeat` as well, from 0. A column `data` may hold the checksum of the data the
/// folds are of, on any of its lines. In a repeat a row stands at most once, and its fold is the one that tests it; rows that
/// do not stand there are not used. The order of lines and columns does not matter.
public struct FoldFile: Resampling, Hashable {
  /// What messages call it, such as its path.
  public let name: String
  /// For each repeat, the fold that tests each row that is used.
  public let repeats: [[Int: Int]]
  /// How many folds a repeat has; none is empty.
  public let folds: Int
  /// SHA-256 of the data the folds are of; nil where the file does not say.
  public let sha256: String?

  /// The id it is selected by.
  public var id: String { "fold-file" }

  /// What it was set to.
  public var settings: [String: SettingValue] { ["folds": .integer(folds), "repeats": .integer(repeats.count)] }

  /// What it does, in a few words.
  public var summary: String {
    "\(folds) folds from a file" + (repeats.count > 1 ? ", \(repeats.count) repeats" : "")
  }

  /// The folds these splits make, of data with this checksum. Throws unless they are repeats of a k-fold: every row of
  /// theirs is tested once in each.
  public init(splits: [Split], sha256: String? = nil) throws(ConfigurationError) {
    name = "the fold file"
    self.sha256 = sha256
    let splits = splits.filter { $0.fit == 0 && $0.share == 1 }
    let byRepeat = Dictionary(grouping: splits, by: \.repetition).sorted { $0.key < $1.key }.map(\.value)
    repeats = byRepeat.map { splits in
      Dictionary(splits.flatMap { split in split.test.map { ($0, split.fold) } }) { first, _ in first }
    }
    folds = byRepeat.first?.count ?? 0
    for (splits, folds) in zip(byRepeat, repeats) {
      let isKFold = splits.allSatisfy { $0.training.count + $0.test.count == folds.count }
      guard splits.reduce(0, { $0 + $1.test.count }) == folds.count, isKFold, splits.count == self.folds else {
        throw ConfigurationError("only a k-fold can be written as row,fold: every row is tested once in each repeat")
      }
    }
  }

  init(name: String, repeats: [[Int: Int]], folds: Int, sha256: String?) {
    self.name = name
    self.repeats = repeats
    self.folds = folds
    self.sha256 = sha256
  }

  /// The text of the fold file: a heading and one line a row, ascending, repeat by repeat.
  public var text: String {
    let isRepeated = repeats.count > 1
    let heading = (isRepeated ? "repeat," : "") + "row,fold" + (sha256 == nil ? "" : ",data") + "\n"
    var mark = sha256.map { ",\($0)" } ?? ""
    var text = heading
    for (number, folds) in repeats.enumerated() {
      for (row, fold) in folds.sorted(by: { $0.key < $1.key }) {
        text += (isRepeated ? "\(number)," : "") + "\(row),\(fold)\(mark)\n"
        // Said once; the other lines have an empty field.
        mark = sha256 == nil ? "" : ","
      }
    }
    return text
  }

  /// One split a fold and repeat. Throws where the file has a row that there is no label for.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] {
    try repeats.enumerated().flatMap { number, foldOfRow in
      let rows = foldOfRow.keys.sorted()
      guard let last = rows.last, last < labels.count else {
        throw ConfigurationError(
          "\(name) has row \(rows.last ?? 0), but the data only \(labels.count) rows, counted from 0; use the folds of this data"
        )
      }
      return (0..<folds).map { fold in
        Split(
          repetition: number, fold: fold, training: rows.filter { foldOfRow[$0] != fold },
          test: rows.filter { foldOfRow[$0] == fold })
      }
    }
  }

  /// Throws `ConfigurationError` where the file says that its folds are of other data than that with this checksum.
  public func check(sha256 found: String) throws(ConfigurationError) {
    guard let sha256, sha256 != found else { return }
    throw ConfigurationError(
      "\(name): its folds are of data with the checksum \(sha256.prefix(12)), and this is \(found.prefix(12)); name that data, or "
        + "take the column data out of the file")
  }

  /// Says so where the file leaves rows out.
  public func warnings(labels: [Int], classNames: [String]) -> [String] {
    let used = Set(repeats.flatMap(\.keys)).count
    return used < labels.count ? ["\(name) uses \(used) of the \(labels.count) rows"] : []
  }
}
