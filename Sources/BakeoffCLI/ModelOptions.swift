import ArgumentParser
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

  /// The models the flags name. Throws `ConfigurationError`.
  func selected() throws -> [ConfiguredModel] {
    let names = models.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
    return try selectModels(names, settings: set, from: Workbench.catalog)
  }
}
