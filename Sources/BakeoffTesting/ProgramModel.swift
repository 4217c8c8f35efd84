import BakeoffCore
import BakeoffExecution

/// A model that is a program in any language, run in a process of its own for each problem.
public struct ProgramModel: ModelUnderTest {
  private let entry: CatalogEntry
  private let program: [String]?

  /// The program of a catalog entry; `program` calls `runWorker` where that is not this program with the argument
  /// `worker`.
  public init(_ entry: CatalogEntry, program: [String]? = nil) {
    self.entry = entry
    self.program = program
  }

  /// What a user reads of it.
  public var card: PluginCard { entry.card }
  /// Every setting with its default value.
  public var defaults: Settings { entry.defaults }

  /// The settings the program would be sent.
  public func configured(_ changes: Settings) throws -> Settings {
    try entry.model(settings: changes).settings
  }

  /// Sends the program the problem; a failure that it reports itself is a refusal.
  public func answer(
    _ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int
  ) async -> ModelAnswer {
    let model: ConfiguredModel
    do {
      model = try entry.model(settings: settings)
    } catch {
      return .failed("it could not be configured: \(oneLine(error))")
    }
    let outcome = await trialOutcome(
      of: model, training: problem.training, test: problem.test, seed: seed, threads: threads, program: program)
    switch outcome {
    case .ok(let predictions, _): return .predictions(predictions)
    case .failed(let failure):
      return switch failure.kind {
      case .cancelled: .cancelled
      case .failed: .refused(failure.message)
      case .crashed, .timedOut, .outOfMemory, .skipped: .failed(failure.description)
      }
    }
  }
}
