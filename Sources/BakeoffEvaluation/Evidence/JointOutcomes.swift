import BakeoffCore

/// What several models named rows of which class: rows that all of them answer alike are counted together.
struct JointOutcomes: Sendable {
  /// A true class, and the class that each model named.
  private struct Outcome: Hashable {
    let truth: Int32
    let predicted: [Int32]
  }

  /// How often an outcome stands among some rows.
  struct Count {
    let outcome: Int
    let rows: Int
  }

  /// The number of models.
  let models: Int
  /// The number of outcomes that occur.
  let count: Int
  /// For each round, which outcome each row has.
  let byRound: [[Int32]]
  /// The true rows of each class on each split.
  let supports: [[Int]]
  private let truths: [Int32]
  /// Outcomes x models.
  private let predicted: [Int32]
  private let classCount: Int

  init(_ predictions: [[Predictions]], truths: [Truth], units: TestUnits) {
    let labels = predictions.map { model in units.byRound(model.map { $0.labels.map(Int32.init) }) }
    var numbers: [Outcome: Int32] = [:]
    var outcomes: [Outcome] = []
    byRound = units.rounds.enumerated().map { number, round in
      round.labels.indices.map { row in
        let outcome = Outcome(truth: Int32(round.labels[row]), predicted: labels.map { $0[number][row] })
        if let known = numbers[outcome] { return known }
        let next = Int32(outcomes.count)
        numbers[outcome] = next
        outcomes.append(outcome)
        return next
      }
    }
    let classCount = truths.first?.classCount ?? 0
    supports = truths.map { truth in
      truth.labels.reduce(into: [Int](repeating: 0, count: classCount)) { $0[$1] += 1 }
    }
    self.classCount = classCount
    models = predictions.count
    count = outcomes.count
    self.truths = outcomes.map(\.truth)
    predicted = outcomes.flatMap(\.predicted)
  }

  /// Whether some model names another class than another one does.
  func differs(_ outcome: Int32) -> Bool {
    let named = predicted[Int(outcome) * models..<(Int(outcome) + 1) * models]
    return named.contains { $0 != named[named.startIndex] }
  }

  /// How often each outcome stands among rows, of those that do; the room is left as it was found.
  func counts(_ rows: ArraySlice<Int32>, in room: inout [Int32]) -> [Count] {
    if room.count < count { room = [Int32](repeating: 0, count: count) }
    var found: [Int32] = []
    for outcome in rows {
      if room[Int(outcome)] == 0 { found.append(outcome) }
      room[Int(outcome)] += 1
    }
    return found.map { outcome in
      defer { room[Int(outcome)] = 0 }
      return Count(outcome: Int(outcome), rows: Int(room[Int(outcome)]))
    }
  }

  /// The margins of each model for such counts.
  func margins(_ counts: [Count]) -> [ConfusionMargins] {
    (0..<models).map { model in
      var margins = ConfusionMargins(classCount: classCount)
      for entry in counts {
        margins.add(
          entry.rows, truth: Int(truths[entry.outcome]), predicted: Int(predicted[entry.outcome * models + model]))
      }
      return margins
    }
  }
}
