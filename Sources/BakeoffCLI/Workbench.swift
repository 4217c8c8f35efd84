import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffExecution
import BakeoffFiles
import BakeoffStore
import Foundation

/// What the commands work with; a task-local value, because the argument parser makes the commands itself.
public enum Workbench {
  /// The models that can be selected.
  @TaskLocal static var catalog: [CatalogEntry] = []

  /// Runs the command line of this process with the given models, and exits with the code of its outcome.
  ///
  /// Anyone's program can be a workbench with its own models: `await Workbench.main(catalog: catalog + [mine])`.
  public static func main(catalog: [CatalogEntry]) async -> Never {
    await $catalog.withValue(catalog) {
      do {
        var command = try BakeoffCommand.parseAsRoot(try expandingExperiment(Array(CommandLine.arguments.dropFirst())))
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      } catch {
        leave(for: error)
      }
    }
    exit(0)
  }

  private static func leave(for error: any Error) -> Never {
    guard let code = exitCode(for: error) else { BakeoffCommand.exit(withError: error) }
    writeError("bakeoff: \(oneLine(error))\n")
    exit(code)
  }

  /// The exit code of an error that is ours, or nil for one of the argument parser's.
  static func exitCode(for error: any Error) -> Int32? {
    switch error {
    case DatasetError.malformed: 65
    case DatasetError.unavailable: 69
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
    case .full, .inaccessible, .busy, .runRemoved, .other: 1
    }
  }
}

/// Writes to standard error; where no one reads it any more there is no one to tell.
func writeError(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
