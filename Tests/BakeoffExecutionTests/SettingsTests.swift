import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Testing

/// A plugin with a setting of each type.
struct Sample: ClassifierPlugin {
  static let card = PluginCard(id: "sample", title: "Sample", version: "1", summary: "", reference: "")
  var rate = 1.0
  var epochs = 5
  var hidden = [128]
  var shuffle = true
  var activation = "relu"

  func validate() throws {
    guard rate > 0 else { throw ConfigurationError("sample.rate=\(rate): must be above 0") }
  }

  func fit(_ examples: Examples, context: FitContext) throws -> Uniform {
    Uniform(classCount: examples.classCount)
  }
}

/// The same probability for every class.
struct Uniform: Classifier {
  let classCount: Int

  func predict(_ features: Features) -> Predictions {
    let score = 1 / Float(classCount)
    return Predictions(
      kind: .probabilities, classCount: classCount,
      scores: Array(repeating: score, count: features.count * classCount))
  }
}

private func selected(_ names: [String], _ changes: [String] = []) throws -> [ConfiguredModel] {
  try Registry("model", [CatalogEntry(Sample.self)]).models(names, settings: changes.map { try SettingChange($0) })
}

@Test func flagsReplaceKeysOfTheDefaults() throws {
  let model = try #require(
    try selected(["sample"], ["sample.hidden=256, 128", "sample.rate=0.5", "sample.shuffle=no"]).first)
  #expect(model.settings["hidden"] == .list([.integer(256), .integer(128)]))
  #expect(model.settings["epochs"] == .integer(5))
  let plugin = try #require(model.plugin as? Sample)
  #expect(plugin.hidden == [256, 128] && plugin.rate == 0.5 && !plugin.shuffle)
}

@Test func theSamePluginCanJoinTwiceUnderTwoNames() throws {
  let models = try selected(["sample", "slow=sample"], ["slow.rate=0.1"])
  #expect(models.map(\.name) == ["sample", "slow"])
  #expect(models.map { ($0.plugin as? Sample)?.rate } == [1, 0.1])
}

@Test(arguments: [
  (["sampel"], [String](), "no model sampel; did you mean sample? (known: sample)"),
  (["sample", "sample"], [], "the model sample comes twice; name one of them, as in second=sample"),
  (
    ["sample"], ["sample.ratte=1"],
    "sample.ratte: no such setting; did you mean sample.rate? (known: activation, epochs, hidden, rate, shuffle)"
  ),
  (["sample"], ["simple.rate=1"], "simple.rate=1: simple is not among the selected models; did you mean sample?"),
  (["sample"], ["rate=1"], "rate=1: write model.setting=value, as in logistic-regression.alpha=0.1"),
  (["sample"], ["sample.rate=-1"], "sample.rate=-1.0: must be above 0"),
  (["sample"], ["sample.rate=fast"], "sample.rate=fast: it takes a number"),
  (["sample"], ["sample.epochs=1.5"], "sample.epochs=1.5: it takes a whole number"),
  (["sample"], ["sample.shuffle=maybe"], "sample.shuffle=maybe: it takes true or false"),
  ([], [], "no model is named; give at least one, or all"),
])
func aSlipInTheFlagsIsOneLineThatSaysWhatToDo(models: [String], settings: [String], message: String) {
  #expect(throws: ConfigurationError(message)) {
    try selected(models, settings)
  }
}
