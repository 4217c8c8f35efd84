import BakeoffCore

/// Cross-validation in which the rows of a group, such as a patient, are all tested together, and classes keep their shares
/// as far as groups allow.
///
/// Groups with the most uneven classes are dealt first, each to the fold where it disturbs the shares of the classes least,
/// as scikit-learn's `StratifiedGroupKFold` deals them; the order of equal ones is random.
public struct StratifiedGroupKFold: Resampling, Hashable {
  /// Folds a repeat, at least 2.
  public let folds: Int
  /// How many times the groups are dealt anew, at least 1.
  public let repeats: Int

  /// Makes a cross-validation.
  public init(folds: Int = 5, repeats: Int = 1) {
    self.folds = folds
    self.repeats = repeats
  }

  /// The id it is selected by.
  public var id: String { "stratified-group-kfold" }

  /// What it was set to.
  public var settings: [String: SettingValue] { ["folds": .integer(folds), "repeats": .integer(repeats)] }

  /// What it does, in a few words.
  public var summary: String {
    "stratified group \(folds)-fold, shuffled" + (repeats > 1 ? ", \(repeats) repeats" : "")
  }

  /// Throws: rows need groups.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] { throw needsGroups(id) }

  /// `folds` splits a repeat. Throws where there are fewer than 2 folds or more folds than groups.
  public func splits(labels: [Int], groups: [Int]?, seed: UInt64) throws -> [Split] {
    guard let groups else { throw needsGroups(id) }
    let counts = classCounts(labels: labels, groups: groups)
    guard folds >= 2, repeats >= 1, folds <= counts.count else {
      throw ConfigurationError(
        "folds is \(folds), and there are \(counted(counts.count, "group")); use 2 folds or more, and no more than groups"
      )
    }
    return (0..<repeats).flatMap { repetition in
      var generator = SeededGenerator(seed: derivedSeed(seed, id, "\(repetition)"))
      let foldOfGroup = assignment(counts, using: &generator)
      return splitsByFold(of: groups.map { foldOfGroup[$0] ?? 0 }, folds: folds, repetition: repetition)
    }
  }

  /// The fold of each group.
  private func assignment(_ counts: [Int: [Int]], using generator: inout SeededGenerator) -> [Int: Int] {
    let order = counts.keys.sorted().shuffled(using: &generator).map { ($0, counts[$0] ?? []) }
      .sorted { (sampleVariance($0.1.map(Double.init)) ?? 0) > (sampleVariance($1.1.map(Double.init)) ?? 0) }
    let classes = order.first?.1.count ?? 0
    let totals = (0..<classes).map { label in order.reduce(0) { $0 + $1.1[label] } }
    var filled = Array(repeating: Array(repeating: 0, count: classes), count: folds)
    var foldOfGroup: [Int: Int] = [:]
    for (group, own) in order {
      let best = (0..<folds).min { a, b in
        let (first, second) = (
          unevenness(filled, adding: own, to: a, totals), unevenness(filled, adding: own, to: b, totals)
        )
        return abs(first - second) > 1e-12 ? first < second : filled[a].reduce(0, +) < filled[b].reduce(0, +)
      }
      guard let best else { continue }
      for label in 0..<classes { filled[best][label] += own[label] }
      foldOfGroup[group] = best
    }
    return foldOfGroup
  }

  /// How far the folds' shares of the classes scatter: the mean over the classes of their standard deviation.
  private func unevenness(_ filled: [[Int]], adding own: [Int], to fold: Int, _ totals: [Int]) -> Double {
    let deviations = totals.indices.filter { totals[$0] > 0 }.map { label in
      let shares = filled.indices.map { index in
        Double(filled[index][label] + (index == fold ? own[label] : 0)) / Double(totals[label])
      }
      return (sampleVariance(shares) ?? 0).squareRoot()
    }
    return deviations.reduce(0, +) / Double(max(deviations.count, 1))
  }
}

/// Cross-validation in which each group is tested once by models that learned from all others.
public struct LeaveOneGroupOut: Resampling, Hashable {
  /// Makes a cross-validation.
  public init() {}

  /// The id it is selected by.
  public var id: String { "leave-one-group-out" }

  /// What it does, in a few words.
  public var summary: String { "leave one group out" }

  /// Throws: rows need groups.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] { throw needsGroups(id) }

  /// One split a group, in the order in which groups first appear. Throws for fewer than two groups.
  public func splits(labels: [Int], groups: [Int]?, seed: UInt64) throws -> [Split] {
    guard let groups else { throw needsGroups(id) }
    var folds: [Int: Int] = [:]
    for group in groups where folds[group] == nil { folds[group] = folds.count }
    guard folds.count >= 2 else {
      throw ConfigurationError("there is one group only, and leaving it out leaves nothing")
    }
    return splitsByFold(of: groups.map { folds[$0] ?? 0 }, folds: folds.count, repetition: 0)
  }
}

/// The rows of each class in each group.
private func classCounts(labels: [Int], groups: [Int]) -> [Int: [Int]] {
  let classes = (labels.max() ?? 0) + 1
  return zip(labels, groups).reduce(into: [:]) { counts, row in
    counts[row.1, default: Array(repeating: 0, count: classes)][row.0] += 1
  }
}

private func needsGroups(_ id: String) -> ConfigurationError {
  ConfigurationError("\(id) needs to know which rows belong together; name the column with --group, or group=COLUMN")
}
