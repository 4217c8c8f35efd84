import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

/// The flags that choose models and their settings.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The models, joined by commas: ids of `bakeoff models`, all, or name=id for one under another name.",
      valueName: "names"))
  var models = "all"

  @Option(
    help: ArgumentHelp(
      "A setting of one model; may be given several times. Lists are joined by commas.",
      valueName: "model.setting=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp(
      "How rows are prepared, by what the training rows of each fold say: "
        + Workbench.current.preparations.entries.map { "\($0.id) (\($0.summary))" }.joined(separator: ", ")
        + ". For one model: --set model.prepare=id. (default: auto)", valueName: "id"))
  var prepare: String?

  @OptionGroup var plugins: PluginOptions

  /// The models the flags name; `all` leaves out those that cannot be run here, and says so on standard error. Throws
  /// `ConfigurationError`.
  func selected() throws -> [ConfiguredModel] {
    let selection = names(in: models)
    var catalog = try plugins.catalog()
    if selection.contains("all") {
      catalog = availableModels(of: catalog)
    }
    return try catalog.models(
      selection, settings: set.map { try SettingChange($0) }, prepare: prepare,
      preparations: Workbench.current.preparations)
  }
}

/// The models of `catalog` that can be run here; says of each other on standard error why not.
func availableModels(of catalog: Registry<CatalogEntry>) -> Registry<CatalogEntry> {
  catalog.filter { entry in
    guard let reason = entry.unavailable else { return true }
    writeError("bakeoff: warning: \(entry.id) is left out: \(reason)\n")
    return false
  }
}
