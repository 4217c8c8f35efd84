import ArgumentParser
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
import BakeoffHarness
import BakeoffStore
import Foundation

/// The flag that says which store is used.
struct StoreLocation: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file finished trials are kept in; without this flag bakeoff/store.sqlite in the folder for program state.",
      valueName: "file"))
  var store: String?

  func validate() throws { try checkIsNoStream(store, "--store", "a store") }

  /// The folder fitted models are kept in.
  var modelFolder: String { path + "-models" }

  /// The file to use.
  var path: String {
    store ?? UserFolder.state.path(environment: ProcessInfo.processInfo.environment) + "/store.sqlite"
  }
}

/// The flags that say whether finished trials are kept and used again.
struct StoreOptions: ParsableArguments {
  @OptionGroup var location: StoreLocation

  @Flag(help: "Keep nothing and take nothing from the store.")
  var noStore = false

  @Flag(help: "Run every trial, also those the store has.")
  var fresh = false

  @Flag(help: "Run the trials again that failed before.")
  var retryFailed = false

  @Flag(
    help:
      "Keep the fitted models beside the store, for `predict --from`. Trials the store has already are not fitted for it (--fresh fits them)."
  )
  var keepModels = false

  func validate() throws {
    if noStore, keepModels {
      throw ValidationError("--keep-models keeps models beside the store; leave out --no-store")
    }
    if noStore, location.store != nil || fresh || retryFailed {
      throw ValidationError("--no-store does without the store; leave out --store, --fresh and --retry-failed")
    }
    if fresh, retryFailed { throw ValidationError("--fresh runs every trial again; leave out --retry-failed") }
  }

  /// Which stored trials are taken.
  var reuse: TrialReuse { fresh ? .none : retryFailed ? .succeeded : .finished }

  /// Which results that an earlier command left with a scheduler are taken.
  var leftovers: ClusterOptions.Leftovers { fresh ? .none : retryFailed ? .succeeded : .finished }

  /// Begins a run and returns where its trials are kept; nil to do without a store: asked for by flag, or because the
  /// standard one cannot be used, which is warned of.
  ///
  /// Throws `StoreError` where a store named by flag cannot be used.
  func begin(
    _ record: RunRecord, onWarning: @escaping @Sendable (String) async -> Void
  ) throws -> RunStorage? {
    guard !noStore else { return nil }
    do {
      let store = try TrialStore(path: location.path)
      if keepModels { try makeFolder(location.modelFolder) }
      return RunStorage(
        store: store, run: try store.begin(record), reuse: reuse,
        modelFolder: keepModels ? location.modelFolder : nil, onWarning: onWarning)
    } catch let error as StoreError where location.store == nil {
      writeError("bakeoff: warning: nothing will be stored: \(error)\(Workbench.flags(for: error))\n")
      return nil
    }
  }
}
