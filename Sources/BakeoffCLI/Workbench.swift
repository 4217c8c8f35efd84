import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
import BakeoffPreparation
import BakeoffReports
import BakeoffStore
import Dispatch
import Foundation

/// What the commands work with: everything that can be selected by name.
///
/// Anyone's program can be a workbench with choices of its own:
/// ```swift
/// var workbench = try Workbench(models: catalog)
/// try workbench.models.add(CatalogEntry(NaiveBayes.self))
/// workbench.main()
/// ```
public struct Workbench: Sendable {
  /// The models.
  public var models: Registry<CatalogEntry>
  /// The data sets.
  public var datasets: Registry<DatasetEntry>
  /// The ways to prepare rows.
  public var preparations: Registry<PreparationEntry>
  /// The metrics.
  public var metrics: Registry<MetricEntry>
  /// The ways to split rows.
  public var resamplings: Registry<ResamplingEntry>
  /// The places where trials run.
  public var executors: Registry<ExecutorEntry>
  /// The forms of a leaderboard.
  public var formats: Registry<ReportFormatEntry>

  /// A workbench with these models and everything else that comes with Bakeoff. Throws `ConfigurationError` where two
  /// models have one id.
  public init(models: [CatalogEntry]) throws {
    self.models = try Registry("model", models)
    datasets = try Registry("data set", standardDatasets)
    preparations = try Registry("preparation", standardPreparations)
    metrics = try Registry("metric", standardMetrics)
    resamplings = try Registry("resampling", standardResamplings)
    executors = try Registry("executor", standardExecutors)
    formats = try Registry("format", standardReportFormats)
  }

  private init() {
    models = Registry("model")
    datasets = Registry("data set")
    preparations = Registry("preparation")
    metrics = Registry("metric")
    resamplings = Registry("resampling")
    executors = Registry("executor")
    formats = Registry("format")
  }

  /// The workbench of the command under way; task-local, because the argument parser makes the commands itself.
  @TaskLocal static var current = Workbench()

  /// Runs the command line of this process, and exits with the code of its outcome.
  public func main() -> Never {
    // All that is asynchronous needs threads, and waits for ever and without a word where none can be had.
    if !MachineLimits.allowThreads(2 * ProcessInfo.processInfo.activeProcessorCount + 8) {
      Self.leave(for: MachineLimits.noMoreThreads)
    }
    Task { await run() }
    dispatchMain()
  }

  private func run() async -> Never {
    await Self.$current.withValue(self) {
      do {
        var command = try BakeoffCommand.parseAsRoot(try expandingExperiment(Array(CommandLine.arguments.dropFirst())))
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      } catch {
        Self.leave(for: error)
      }
    }
    exit(0)
  }

  private static func leave(for error: any Error) -> Never {
    guard let code = exitCode(for: error) else { BakeoffCommand.exit(withError: error) }
    writeError("bakeoff: \(oneLine(error))\(flags(for: error))\n")
    exit(code)
  }

  /// The flags that do what an error of the library advises.
  static func flags(for error: any Error) -> String {
    guard let error = error as? StoreError else { return "" }
    return switch error.kind {
    case .busy, .runRemoved: ""
    case .missing: " (--store PATH)"
    case .newer, .damaged, .foreign, .full, .inaccessible, .withoutLocks, .other:
      " (--store PATH; `compare --no-store` does without)"
    }
  }

  /// The exit code of an error that is ours, or nil for one of the argument parser's.
  static func exitCode(for error: any Error) -> Int32? {
    switch error {
    case DatasetError.malformed: 65
    case DatasetError.unavailable, is ExecutorUnavailable, is SchedulerProblem: 69
    case is ConfigurationError, is WriteFailure: 64
    case let error as StoreError: exitCode(for: error.kind)
    case is CancellationError: 130
    case is ExitCode, is CleanExit, is ValidationError: nil
    default: String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") ? nil : 1
    }
  }
}

extension Workbench {
  private static func exitCode(for kind: StoreError.Kind) -> Int32 {
    switch kind {
    case .missing: 64
    case .newer, .damaged, .foreign: 65
    case .full, .inaccessible, .withoutLocks, .busy, .runRemoved, .other: 1
    }
  }
}

/// From now on writing to a worker that has just gone is an error and not the end of this process.
func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

/// Writes text to standard error, with nothing in it that a terminal would obey; where no one reads it any more there is no
/// one to tell.
func writeError(_ text: String) { writeControl(visibleLines(text)) }

/// Writes to standard error what a terminal is to obey.
func writeControl(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
