import BakeoffCore

/// Cross-validation in folds that each hold every class in its share, as scikit-learn's `StratifiedKFold` deals them.
///
/// Fold sizes, and the rows of each class in them, differ by at most one. Unshuffled the folds are those of
/// scikit-learn 1.9; shuffled they follow the same rule with our own generator.
public struct StratifiedKFold: Resampling, Hashable {
  /// Folds a repeat, at least 2.
  public let folds: Int
  /// How many times the rows are dealt anew, at least 1.
  public let repeats: Int
  /// Whether the rows of a class are dealt in random order; otherwise in the order of the data.
  public let shuffle: Bool

  /// Makes a cross-validation.
  public init(folds: Int = 5, repeats: Int = 1, shuffle: Bool = true) {
    self.folds = folds
    self.repeats = repeats
    self.shuffle = shuffle
  }

  /// The id it is selected by.
  public var id: String { "stratified-kfold" }

  /// What it was set to.
  public var settings: [String: SettingValue] { ["folds": .integer(folds), "repeats": .integer(repeats)] }

  /// What it does, in a few words.
  public var summary: String {
    "stratified \(folds)-fold" + (shuffle ? ", shuffled" : "") + (repeats > 1 ? ", \(repeats) repeats" : "")
  }

  /// `folds` splits a repeat. Throws where there are fewer than 2 folds or more folds than the largest class has rows.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] {
    try validate(labels)
    return (0..<repeats).flatMap { repetition in
      var generator = SeededGenerator(seed: derivedSeed(seed, id, "\(repetition)"))
      let assignment = assignment(of: labels, using: &generator)
      return splitsByFold(of: assignment, folds: folds, repetition: repetition)
    }
  }

  /// Says so where a class is too small to have a row in every fold, unless folds are so small that figures are computed over
  /// all test rows together.
  public func warnings(labels: [Int], classNames: [String]) -> [String] {
    let counts = classCounts(labels)
    let rare = counts.filter { $0.value < folds }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    guard !rare.isEmpty, !isPooled(counts) else { return [] }
    let names = rare.map { "\(classNames[$0.key]) (\(counted($0.value, "row")))" }
    return [
      "fewer rows than the \(folds) folds: \(names.joined(separator: ", ")); some folds test none of them, and leave them out "
        + "of averages over the classes, or count 0 for them where a model names them"
    ]
  }

  /// Whether folds are too small for averages over the classes (see `areTooSmall`): a fold has no more classes than rows, and of
  /// two classes the rarer one is in as many folds as it has rows.
  private func isPooled(_ counts: [Int: Int]) -> Bool {
    let rows = counts.values.reduce(0, +)
    let single = counts.count == 2 ? folds - min(folds, counts.values.min() ?? 0) : 0
    return rows < 2 * counts.count * folds || 2 * single > folds
  }

  private func validate(_ labels: [Int]) throws {
    guard folds >= 2 else { throw ConfigurationError("folds is \(folds); it must be at least 2") }
    guard repeats >= 1 else { throw ConfigurationError("repeats is \(repeats); it must be at least 1") }
    let largest = classCounts(labels).values.max() ?? 0
    guard folds <= largest else {
      throw ConfigurationError(
        largest < 2
          ? "no class has more than one row, and cross-validation needs two of a class; use data with more rows a class"
          : "folds is \(folds), but the largest class has \(largest) rows; use at most \(largest) folds or more rows")
    }
  }

  /// The test fold of each row.
  private func assignment(of labels: [Int], using generator: inout SeededGenerator) -> [Int] {
    let rowsOfClass = rowsByFirstAppearance(labels)
    let shares = shares(classSizes: rowsOfClass.map(\.count))
    var assignment = Array(repeating: 0, count: labels.count)
    for (code, rows) in rowsOfClass.enumerated() {
      var blocks = (0..<folds).flatMap { Array(repeating: $0, count: shares[$0][code]) }
      if shuffle { blocks.shuffle(using: &generator) }
      for (row, fold) in zip(rows, blocks) { assignment[row] = fold }
    }
    return assignment
  }

  /// How many rows of each class each fold gets (folds x classes): fold i takes every `folds`-th of the sorted codes.
  private func shares(classSizes: [Int]) -> [[Int]] {
    var shares = Array(repeating: Array(repeating: 0, count: classSizes.count), count: folds)
    var position = 0
    for (code, size) in classSizes.enumerated() {
      for _ in 0..<size {
        shares[position % folds][code] += 1
        position += 1
      }
    }
    return shares
  }
}

/// The rows of each class in data order; classes in the order they first appear.
func rowsByFirstAppearance(_ labels: [Int]) -> [[Int]] {
  var codes: [Int: Int] = [:]
  var rows: [[Int]] = []
  for (row, label) in labels.enumerated() {
    if let code = codes[label] {
      rows[code].append(row)
    } else {
      codes[label] = rows.count
      rows.append([row])
    }
  }
  return rows
}

/// How many rows each class has.
func classCounts(_ labels: [Int]) -> [Int: Int] {
  labels.reduce(into: [:]) { $0[$1, default: 0] += 1 }
}
