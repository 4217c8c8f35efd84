import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

/// The flags that choose models and their settings.
struct ModelOptions: ParsableArguments {
  /// What is compared besides, to check the comparison itself.
  enum Control: String, ExpressibleByArgument, CaseIterable {
    case permutedLabels = "permuted-labels"
  }

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

  @Option(
    help:
      "permuted-labels: add each model trained on shuffled labels. One that is above chance shows that something of the test rows leaks into training."
  )
  var control: Control?

  @OptionGroup var plugins: PluginOptions

  /// The models the flags name; `all` leaves out those that cannot be run here, and says so on standard error. What
  /// has to be tried out is, in `sandbox` where there is one. Throws `ConfigurationError`.
  func selected(in sandbox: Sandbox?) throws -> [ConfiguredModel] {
    let selection = names(in: models)
    var catalog = try plugins.catalog(in: sandbox)
    if selection.contains("all") {
      catalog = availableModels(of: catalog)
    }
    let models = try catalog.models(
      selection, settings: set.map { try SettingChange($0) }, prepare: prepare,
      preparations: Workbench.current.preparations)
    return try withFloor(models, from: catalog) + controls(of: models)
  }

  /// The models with a floor among them: as the user has it, or else the first of the catalogue after them.
  private func withFloor(
    _ models: [ConfiguredModel], from catalog: Registry<CatalogEntry>
  ) throws -> [ConfiguredModel] {
    let models = models.map { $0.card.isBaseline ? $0.playing(.floor) : $0 }
    guard !models.contains(where: { $0.role == .floor }),
      let floor = catalog.entries.first(where: { $0.card.isBaseline })?.id
    else { return models }
    let isTaken = models.contains { $0.name == floor }
    return models + [try catalog.models([isTaken ? "floor=\(floor)" : floor])[0].playing(.floor)]
  }

  /// Each model once more, to be trained on shuffled labels, where the user asks for it.
  private func controls(of models: [ConfiguredModel]) -> [ConfiguredModel] {
    guard control == .permutedLabels else { return [] }
    return models.filter { !$0.card.isBaseline }.map { $0.playing(.control, named: "\($0.name) (shuffled)") }
  }
}

/// The models of `catalog` that can be run here; says of each other on standard error why not.
func availableModels(of catalog: Registry<CatalogEntry>) -> Registry<CatalogEntry> {
  catalog.tryingAll().filter { entry in
    guard let reason = entry.unavailable else { return true }
    writeError("bakeoff: warning: \(entry.id) is left out: \(reason)\n")
    return false
  }
}
