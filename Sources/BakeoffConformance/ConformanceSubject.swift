import BakeoffCore
import BakeoffExecution

/// A model with what was learned of it before the rules are tried: the rows it feels at home with.
struct ConformanceSubject: Sendable {
  let model: any ModelUnderTest
  let settings: Settings
  let limits: ConformanceLimits
  /// The form of rows that the model learns from, or what it said to each that was tried.
  private let homeForm: Result<ToyForm, Finding>
  /// Whether it gives the same answer twice.
  private let isReproducible: Bool

  init(_ model: any ModelUnderTest, settings: Settings, limits: ConformanceLimits) async {
    self.model = model
    self.settings = settings
    self.limits = limits
    var found: ToyForm?
    var complaints: [String] = []
    var first: ModelAnswer?
    for shape in ToyForm.homes where found == nil {
      let form = ToyForm(shape: shape)
      let problem = form.unevenProblem(rows: 30, testRows: 10)
      let answer = await model.answer(problem, within: limits.problem, settings: settings)
      if let complaint = answer.complaint(problem) {
        complaints.append("\(shape): \(complaint)")
      } else if case .refused(let message) = answer {
        complaints.append("\(shape): \(message)")
      } else {
        found = form
        first = answer
      }
    }
    homeForm =
      found.map { .success($0) } ?? .failure(.broken("it learns no toy problem: \(complaints.joined(separator: "; "))"))
    isReproducible =
      if let found {
        await model.answer(found.unevenProblem(rows: 30, testRows: 10), within: limits.problem, settings: settings)
          == first
      } else { false }
  }

  /// The form of rows the model learns from; not applicable where there is none.
  var home: ToyForm {
    get throws {
      guard case .success(let form) = homeForm else {
        throw Finding.notApplicable("it learns no toy problem; see learns")
      }
      return form
    }
  }

  /// The form of rows the model learns from; broken where there is none.
  var requiredHome: ToyForm {
    get throws { try homeForm.get() }
  }

  /// Not applicable unless the same seed gives the same answer, as what changes an answer cannot be told then.
  func requireReproducible() throws {
    if !isReproducible { throw Finding.notApplicable("the same seed gives different predictions; see same-seed") }
  }

  /// The model's answer, cancelled at the limit.
  func answer(
    _ problem: ConformanceProblem, changes: Settings = [:], seed: UInt64 = 7, threads: Int = 1
  ) async -> ModelAnswer {
    await model.answer(
      problem, within: limits.problem, settings: settings.merging(changes) { _, change in change }, seed: seed,
      threads: threads)
  }

  /// Predictions of the right shape with finite scores; broken for anything else.
  func predictions(
    _ problem: ConformanceProblem, seed: UInt64 = 7, threads: Int = 1, _ place: String = ""
  ) async throws -> Predictions {
    let prefix = place.isEmpty ? "" : "\(place): "
    let answer = await answer(problem, seed: seed, threads: threads)
    if let complaint = answer.complaint(problem) { throw Finding.broken(prefix + complaint) }
    switch answer {
    case .predictions(let predictions): return predictions
    case .refused(let message): throw Finding.broken("\(prefix)it refused: \(message)")
    case .cancelled, .failed: throw Finding.broken("\(prefix)it did not answer")
    }
  }

  /// Broken unless the model predicts, or refuses in words.
  func requireHandled(_ problem: ConformanceProblem, _ place: String, changes: Settings = [:]) async throws {
    if let complaint = await answer(problem, changes: changes).complaint(problem) {
      throw Finding.broken("\(place): \(complaint)")
    }
  }
}

extension ModelAnswer {
  /// What is wrong with the answer, or nil for finite scores of the right shape and for a clear refusal.
  func complaint(_ problem: ConformanceProblem) -> String? {
    switch self {
    case .predictions(let predictions):
      let (rows, classes) = (problem.test.count, problem.training.classCount)
      guard predictions.count == rows, predictions.classCount == classes else {
        return "\(predictions.count) x \(predictions.classCount) scores where \(rows) x \(classes) were asked for"
      }
      return predictions.scores.allSatisfy(\.isFinite) ? nil : "a score is not finite"
    case .refused(let message):
      return message.contains { !$0.isWhitespace } && !message.contains(where: \.isNewline)
        ? nil : "its refusal is not one line of text"
    case .cancelled: return "it took longer than allowed, or gave up uncalled"
    case .failed(let message): return message
    }
  }
}

extension ModelUnderTest {
  /// The answer, cancelled after `limit`; a model that does not heed that is left behind.
  func answer(
    _ problem: ConformanceProblem, within limit: Duration, settings: Settings, seed: UInt64 = 7, threads: Int = 1
  ) async -> ModelAnswer {
    let timed = await timedAnswer(
      problem, cancelAfter: limit, grace: .seconds(10), settings: settings, seed: seed, threads: threads)
    return timed ?? .failed("it did not answer in \(limit) and could not be stopped")
  }

  /// The answer of a fit that is cancelled after a time; nil if it goes on for longer than `grace` after that.
  func timedAnswer(
    _ problem: ConformanceProblem, cancelAfter limit: Duration, grace: Duration, settings: Settings, seed: UInt64,
    threads: Int
  ) async -> ModelAnswer? {
    let (answers, continuation) = AsyncStream<ModelAnswer?>.makeStream()
    let work = Task {
      continuation.yield(await answer(problem, settings: settings, seed: seed, threads: threads))
    }
    let clock = Task {
      try await Task.sleep(for: limit)
      work.cancel()
      try await Task.sleep(for: grace)
      continuation.yield(nil)
    }
    defer { clock.cancel() }
    for await first in answers { return first }
    return nil
  }
}
