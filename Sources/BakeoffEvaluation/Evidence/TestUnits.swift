import BakeoffCore

/// The test rows of several splits as what is drawn, swapped or permuted as one: rows, or groups of rows that belong
/// together, such as those of a patient.
package struct TestUnits: Sendable {
  /// The splits of one repeat and one fit: they test different rows.
  package struct Round: Sendable {
    /// Which splits, ascending.
    package let splits: [Int]
    /// Where the rows of each split begin in the round, and where the last ends.
    package let starts: [Int]
    /// The unit of each row.
    package let units: [Int32]
    /// The true class of each row.
    package let labels: [Int]
    /// Where each unit has its row in the round; only where units are rows, and -1 for those that it does not test.
    let places: [Int32]
  }

  /// How many units there are.
  package let count: Int
  /// Whether they are groups.
  package let areGroups: Bool
  /// The rounds of splits.
  package let rounds: [Round]
  /// The units of each class, those of several classes together: what is drawn is drawn within these.
  package let strata: [[Int32]]
  /// Whether every round tests every unit once.
  package let isComplete: Bool

  /// Takes the rows that splits test. Precondition: a truth for each split, with a label for each of its rows.
  package init(_ splits: [Split], truths: [Truth]) {
    var numbers: [Int: Int32] = [:]
    var classes: [Int?] = []
    let units = zip(splits, truths).map { split, truth in
      zip(split.groups ?? split.test, truth.labels).map { key, label in
        let number = numbers[key] ?? Int32(numbers.count)
        numbers[key] = number
        if Int(number) == classes.count { classes.append(label) }
        if classes[Int(number)] != label { classes[Int(number)] = nil }
        return number
      }
    }
    let areGroups = splits.contains { $0.groups != nil }
    count = numbers.count
    self.areGroups = areGroups
    let members = Dictionary(grouping: splits.indices) { [splits[$0].repetition, splits[$0].fit] }
    rounds = members.values.sorted { $0[0] < $1[0] }.map { round in
      Round(round, units: units, truths: truths, count: areGroups ? 0 : numbers.count)
    }
    let ordered = Dictionary(grouping: classes.indices) { classes[$0] ?? -1 }.sorted { $0.key < $1.key }
    strata = ordered.map { $0.value.map(Int32.init) }
    isComplete = !areGroups && rounds.allSatisfy { $0.units.count == numbers.count && !$0.places.contains(-1) }
  }

  /// Values of each split, such as one for each of its rows, one after another for each round.
  package func byRound<Value>(_ values: [[Value]]) -> [[Value]] {
    rounds.map { round in round.splits.flatMap { values[$0] } }
  }
}

extension TestUnits.Round {
  fileprivate init(_ splits: [Int], units: [[Int32]], truths: [Truth], count: Int) {
    self.splits = splits
    starts = splits.reduce(into: [0]) { $0.append(($0.last ?? 0) + units[$1].count) }
    self.units = splits.flatMap { units[$0] }
    labels = splits.flatMap { truths[$0].labels }
    var places = [Int32](repeating: -1, count: count)
    if count > 0 {
      for (place, unit) in self.units.enumerated() { places[Int(unit)] = Int32(place) }
    }
    self.places = places
  }
}
