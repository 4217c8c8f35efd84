import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffPreparation

/// A model of a catalog: a plugin in Swift is fitted in this process, which ends with it should it trap; a program is
/// run in a process of its own.
public struct CatalogModel: ModelUnderTest {
  private let entry: CatalogEntry

  /// The model of a catalog entry.
  public init(_ entry: CatalogEntry) {
    self.entry = entry
  }

  /// What a user reads of it.
  public var card: PluginCard { entry.card }
  /// Every setting with its default value.
  public var defaults: Settings { entry.defaults }
  /// Not if it is a program.
  public var readsSharedMemory: Bool { (try? entry.model().plugin) != nil }
  /// What its `plugin.json` says.
  public var givesProbabilities: Bool? { entry.givesProbabilities }

  /// The settings the configured plugin encodes to, or those a program would be sent.
  public func configured(_ changes: Settings) throws -> Settings {
    let model = try entry.model(settings: changes)
    return switch model.recipe {
    case .plugin(let plugin): plugin.settingValues
    case .program: model.settings
    }
  }

  /// Fits and predicts.
  public func answer(
    _ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int
  ) async -> ModelAnswer {
    do {
      let model = try entry.model(settings: settings)
      switch model.recipe {
      case .plugin(let plugin):
        return await answered(plugin, problem, seed: seed, threads: threads)
      case .program:
        // The contract is about the rows a program gets.
        let outcome = await trialOutcome(
          of: model.prepared(by: NoPreparation()), training: problem.training, test: problem.test, seed: seed,
          threads: threads)
        return ModelAnswer(outcome)
      }
    } catch {
      return .failed("it could not be configured: \(oneLine(error))")
    }
  }

  /// Fits, saves, loads and predicts; nil for a program, and for a model that is not `Codable`.
  public func answerOnceLoaded(
    _ problem: ConformanceProblem, settings: Settings, seed: UInt64
  ) async -> ModelAnswer? {
    do {
      guard let plugin = try entry.model(settings: settings).plugin else { return nil }
      return try await fitting(plugin, on: problem.training, seed: seed) { model in
        try savedAndLoaded(model).map { .predictions(try $0.predict(problem.test)) }
      }
    } catch {
      return .failed(oneLine(error))
    }
  }
}

extension ModelAnswer {
  /// The answer of a program, which refuses by answering with an error in words.
  fileprivate init(_ outcome: TrialOutcome) {
    switch outcome {
    case .ok(let predictions, _): self = .predictions(predictions)
    case .failed(let failure) where failure.kind == .cancelled: self = .cancelled
    case .failed(let failure) where failure.kind == .failed:
      self = .refused(failure.message)
    case .failed(let failure): self = .failed(failure.description)
    }
  }
}

/// What comes of fitting and predicting. Not by `trialOutcome`, which makes all errors one: here it matters which were
/// thrown.
private func answered(
  _ plugin: any ClassifierPlugin, _ problem: ConformanceProblem, seed: UInt64, threads: Int
) async -> ModelAnswer {
  do {
    return try await fitting(plugin, on: problem.training, seed: seed, threads: threads) { model in
      .predictions(try model.predict(problem.test))
    }
  } catch is CancellationError {
    return .cancelled
  } catch let error as TrainingError {
    return .refused(error.description)
  } catch {
    return .failed("it threw \(type(of: error)) (\(oneLine(error))) where a TrainingError says it to the user")
  }
}

/// Fits a plugin and goes on with the model, on a thread of its own, cancelled with the task that waits for it. Throws
/// what `fit` and `body` throw.
private func fitting<Outcome: Sendable>(
  _ plugin: any ClassifierPlugin, on training: Examples, seed: UInt64, threads: Int = 1,
  _ body: @escaping @Sendable (any Classifier) throws -> Outcome
) async throws -> Outcome {
  try await onOwnThread { isCancelled -> Result<Outcome, any Error> in
    let context = FitContext(seed: seed, threads: threads, isCancelled: { isCancelled.isSet })
    return Result { try body(try plugin.fit(training, context: context)) }
  }.get()
}
