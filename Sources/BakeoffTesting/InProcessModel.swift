import BakeoffCore
import BakeoffExecution

/// A plugin written in Swift, fitted in this process; whatever makes it trap ends the process.
public struct InProcessModel: ModelUnderTest {
  private let entry: CatalogEntry

  /// The plugin of a catalog entry.
  public init(_ entry: CatalogEntry) {
    self.entry = entry
  }

  /// What a user reads of it.
  public var card: PluginCard { entry.card }
  /// Every setting with its default value.
  public var defaults: Settings { entry.defaults }

  /// The settings the configured plugin encodes to.
  public func configured(_ changes: Settings) throws -> Settings {
    try settings(of: plugin(changes))
  }

  /// Fits on a thread of its own.
  public func answer(
    _ problem: ConformanceProblem, settings: Settings, seed: UInt64, threads: Int
  ) async -> ModelAnswer {
    let plugin: any ClassifierPlugin
    do {
      plugin = try self.plugin(settings)
    } catch {
      return .failed("it could not be configured: \(oneLine(error))")
    }
    let cancelled = CancellationFlag()
    return await withTaskCancellationHandler {
      await onOwnThread {
        let context = FitContext(seed: seed, threads: threads, isCancelled: { cancelled.isSet })
        return answered(plugin, problem, context)
      }
    } onCancel: {
      cancelled.set()
    }
  }

  private func plugin(_ changes: Settings) throws -> any ClassifierPlugin {
    let model = try entry.model(settings: changes)
    guard let plugin = model.plugin else {
      throw ConfigurationError("\(model.card.id) is a program, to be checked as a ProgramModel")
    }
    return plugin
  }
}

private func answered(
  _ plugin: any ClassifierPlugin, _ problem: ConformanceProblem, _ context: FitContext
) -> ModelAnswer {
  do {
    return .predictions(try plugin.fit(problem.training, context: context).predict(problem.test))
  } catch is CancellationError {
    return .cancelled
  } catch let error as TrainingError {
    return .refused(error.description)
  } catch {
    return .failed("it threw \(type(of: error)) (\(oneLine(error))) where a TrainingError says it to the user")
  }
}
