import BakeoffCore

extension ConformanceCheck {
  /// What the contract says of what is learned.
  static let learningChecks = [
    ConformanceCheck(
      "relabelling", "Relabelling the classes permutes the scores",
      remedy: "treat no class as special because of its number"
    ) { try await relabellingPermutesScores($0) },
    ConformanceCheck(
      "learns", "A separable toy problem is learned and the majority class beaten",
      remedy: "follow the loss of `bakeoff compare` on easy data; a model that is a floor says isBaseline on its card"
    ) { subject in
      if subject.model.card.isBaseline { throw Finding.notApplicable("its card says that it is a baseline") }
      // Half of the rows are of one class.
      let problem = try subject.requiredHome.unevenProblem(rows: 400, testRows: 100)
      let labels = try await subject.predictions(problem).labels
      let right = zip(labels, problem.truth).count { $0 == $1 }
      try require(right >= 90, "\(right) of 100 rows are right where 90 are asked for and the majority class gets 50")
    },
  ]
}

/// A model that depends on no seed has to give the same scores in other columns; of another, which starts from random
/// numbers, the predicted classes have to agree on most rows of a separable problem.
private func relabellingPermutesScores(_ subject: ConformanceSubject) async throws {
  try subject.requireReproducible()
  let problem = try subject.home.unevenProblem(rows: 400, testRows: 50)
  let renamed = [1, 2, 0]
  var other = problem
  other.training = Examples(
    features: problem.training.features, labels: problem.training.labels.map { renamed[$0] }, classCount: 3)
  let before = try await subject.predictions(problem)
  let after = try await subject.predictions(other)
  if try await subject.predictions(problem, seed: 8) == before {
    let expected = Predictions(
      kind: before.kind, classCount: 3,
      scores: (0..<after.count).flatMap { row in renamed.map { after.row(row)[row * 3 + $0] } })
    let difference = expected.largestDifference(from: before)
    try require(difference <= Tolerance.convergence, "scores differ by \(difference) once classes are renamed")
  }
  let agreeing = zip(before.labels, after.labels).count { renamed[$0] == $1 }
  try require(agreeing >= 45, "once classes are renamed, \(50 - agreeing) of 50 rows get another class")
}
