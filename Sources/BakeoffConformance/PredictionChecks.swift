import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

extension ConformanceCheck {
  /// What the contract says of predictions.
  static let predictionChecks = [
    ConformanceCheck(
      "scores", "Scores are finite, of the right shape, and probabilities sum to 1",
      remedy: "give rows x classes scores; what is not in 0...1 with sum 1 in each row is .margins"
    ) { subject in
      let problem = try subject.home.unevenProblem(rows: 60, testRows: 20)
      let predictions = try await subject.predictions(problem)
      do {
        try predictions.check(rows: 20, classes: 3)
      } catch let failure as TrialFailure {
        throw Finding.broken(failure.message)
      }
      let promised = subject.model.givesProbabilities
      try require(
        promised == nil || promised == (predictions.kind == .probabilities),
        "it gives \(predictions.kind) where its plugin.json says \"probabilities\": \(promised == true)")
    },
    ConformanceCheck(
      "same-seed", "The same seed gives the same predictions",
      remedy: "draw every random number from a SeededGenerator of context.seed, and go through no set or dictionary"
    ) { subject in
      let problem = try subject.home.unevenProblem(rows: 60, testRows: 20)
      for seed in [7, UInt64.max] {
        let first = try await subject.predictions(problem, seed: seed)
        let second = try await subject.predictions(problem, seed: seed)
        try require(first == second, "with seed \(seed), the second fit predicts something else than the first")
      }
    },
    ConformanceCheck(
      "threads", "The number of threads changes no prediction",
      remedy: "split the work the same way for any context.threads, and add the parts up in a fixed order"
    ) { subject in
      try subject.requireReproducible()
      let problem = try subject.home.unevenProblem(rows: 60, testRows: 20)
      let one = try await subject.predictions(problem, threads: 1)
      for threads in [2, 3] {
        let several = try await subject.predictions(problem, threads: threads)
        try require(one == several, "\(threads) threads predict something else than one")
      }
    },
    ConformanceCheck(
      "batches", "Predicting in other batches or another order changes nothing",
      remedy: "let a row's scores depend on that row and the fitted model alone"
    ) { try await companyChangesNothing($0) },
    ConformanceCheck(
      "inputs-unchanged", "Features are not changed",
      remedy: "copy rows out with copyRows or floats(); never write through the buffer"
    ) { subject in
      guard subject.model.readsSharedMemory else {
        throw Finding.notApplicable("it is a program: each of its trials is held against the file of features")
      }
      for element in [FeatureBuffer.Element.byte, .float] {
        var form = try subject.home
        form.element = element
        let problem = form.unevenProblem(rows: 30, testRows: 10)
        let before = problem.storedBytes
        _ = await subject.answer(problem)
        try require(problem.storedBytes == before, "features stored as \(element)s were written to")
      }
    },
    ConformanceCheck(
      "saving", "Saving and loading changes no prediction",
      remedy: "encode all that predict uses; a Codable model without init(from:) and encode(to:) of its own does"
    ) { subject in
      try subject.requireReproducible()
      let problem = try subject.home.unevenProblem(rows: 60, testRows: 20)
      let loaded = await subject.model.answerOnceLoaded(problem, settings: subject.settings, seed: 7)
      guard let loaded else { throw Finding.notApplicable("its model is not Codable, or it is a program") }
      if let complaint = loaded.complaint(problem) { throw Finding.broken("once loaded: \(complaint)") }
      let fitted = try await subject.predictions(problem)
      try require(loaded == .predictions(fitted), "once loaded, it predicts something else")
    },
  ]
}

/// A row's scores are the same, up to rounding, whichever rows are predicted with it and in whichever order.
private func companyChangesNothing(_ subject: ConformanceSubject) async throws {
  try subject.requireReproducible()
  let problem = try subject.home.unevenProblem(rows: 60, testRows: 20)
  let whole = try await subject.predictions(problem)
  let selections: [(String, [Int])] = [
    ("one row alone", [13]), ("7 of 20 rows", Array(5..<12)), ("every row in reverse", Array((0..<20).reversed())),
    ("one row several times", [4, 4, 9, 4]),
  ]
  for (name, rows) in selections {
    let part = try await subject.predictions(problem.predicting(rows), name)
    let expected = Predictions(
      kind: whole.kind, classCount: whole.classCount, scores: rows.flatMap { Array(whole.row($0)) })
    let difference = part.largestDifference(from: expected)
    try require(difference <= Tolerance.rounding, "\(name): scores differ by \(difference) from those among 20 rows")
  }
}

/// How far scores may be apart, as shares of the largest score.
enum Tolerance {
  /// Sums over the same values in another order; single precision keeps some 7 digits.
  static let rounding: Float = 1e-4
  /// Two runs of a solver to the same optimum, each stopped at its own step.
  static let convergence: Float = 0.02
}

extension Predictions {
  /// The largest difference of two scores, as a share of the largest score (at least 1e-30).
  func largestDifference(from other: Predictions) -> Float {
    let scale = (scores + other.scores).reduce(1e-30) { max($0, abs($1)) }
    return zip(scores, other.scores).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
  }
}

extension ConformanceProblem {
  /// The bytes the features are stored in.
  fileprivate var storedBytes: [[UInt8]] {
    [training.features, test].map { $0.buffer.withUnsafeBytes { Array($0) } }
  }
}
