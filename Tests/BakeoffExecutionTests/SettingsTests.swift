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

private let catalog = [CatalogEntry(Sample.self)]

@Test func flagsReplaceKeysOfTheDefaults() throws {
  let model = try #require(
    try selectModels(
      ["sample"], settings: ["sample.hidden=256, 128", "sample.rate=0.5", "sample.shuffle=no"], from: catalog
    ).first)
  #expect(model.settings["hidden"] == .list([.integer(256), .integer(128)]))
  #expect(model.settings["epochs"] == .integer(5))
  let plugin = try #require(model.plugin as? Sample)
  #expect(plugin.hidden == [256, 128] && plugin.rate == 0.5 && !plugin.shuffle)
}

@Test func theSamePluginCanJoinTwiceUnderTwoNames() throws {
  let models = try selectModels(["sample", "slow=sample"], settings: ["slow.rate=0.1"], from: catalog)
  #expect(models.map(\.name) == ["sample", "slow"])
  #expect(models.map { ($0.plugin as? Sample)?.rate } == [1, 0.1])
}

@Test(arguments: [
  (["sampel"], [String](), "sampel: no such model; did you mean sample? (known: sample)"),
  (["sample", "sample"], [], "--models: sample comes twice; name one of them, as in second=sample"),
  (
    ["sample"], ["sample.ratte=1"],
    "sample.ratte: no such setting; did you mean sample.rate? (known: activation, epochs, hidden, rate, shuffle)"
  ),
  (["sample"], ["simple.rate=1"], "--set simple.rate=1: simple is not among the selected models; did you mean sample?"),
  (["sample"], ["rate=1"], "--set rate=1: write model.setting=value, as in logistic-regression.l2=0.1"),
  (["sample"], ["sample.rate=-1"], "sample.rate=-1.0: must be above 0"),
  (["sample"], ["sample.rate=fast"], "sample.rate=fast: give a finite number"),
  (
    ["sample"], ["sample.epochs=1.5"],
    "sample.epochs=1.5: this setting does not take such a value; see `bakeoff models sample`"
  ),
  (["sample"], ["sample.shuffle=maybe"], "sample.shuffle=maybe: give true or false"),
  ([], [], "--models: give at least one model, or all"),
])
func aSlipInTheFlagsIsOneLineThatSaysWhatToDo(models: [String], settings: [String], message: String) {
  #expect(throws: ConfigurationError(message)) {
    try selectModels(models, settings: settings, from: catalog)
  }
}
