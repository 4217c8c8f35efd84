import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import BakeoffPreparation
import Foundation
import Testing

/// A plugin that is never fitted, in two versions.
private struct First: ClassifierPlugin {
  static let card = PluginCard(id: "plugin", title: "", version: "1", summary: "", reference: "")
  var rate = 0.5
  var hidden = [12, 3]
  func fit(_ examples: Examples, context: FitContext) throws -> Unfitted { throw TrainingError("never fitted") }
}

private struct Second: ClassifierPlugin {
  static let card = PluginCard(id: "plugin", title: "", version: "2", summary: "", reference: "")
  var rate = 0.5
  var hidden = [12, 3]
  func fit(_ examples: Examples, context: FitContext) throws -> Unfitted { throw TrainingError("never fitted") }
}

private struct Unfitted: Classifier {
  func predict(_ features: Features) throws -> Predictions { throw TrainingError("never fitted") }
}

/// Two rows to learn from and one to predict, with everything a key depends on.
private struct Parts {
  var sha256 = "ab"
  var task = ClassificationTask.multiclass
  var training = [0, 1]
  var test = [2]
  var labels = [0, 1, 0]
  var entry = CatalogEntry(First.self)
  var settings: Settings = [:]
  var seed: UInt64 = 1
  var name = "model"
  var preparation: any Preparation = NoPreparation()
  var bytes = false
  var role = ModelRole.entrant

  func key() throws -> String {
    let shape = FeatureShape(features: 1)
    let features = bytes ? Features(shape: shape, bytes: [0, 1, 2]) : Features(shape: shape, floats: [0, 1, 2])
    let dataset = Dataset(
      name: "three", examples: Examples(features: features, labels: labels, classCount: 2), classNames: ["a", "b"],
      provenance: Provenance(source: "", version: "", sha256: sha256, licence: ""))
    let experiment = Experiment(
      dataset: dataset, task: task,
      models: [try entry.model(named: name, settings: settings).prepared(by: preparation).playing(role)],
      splits: [Split(training: training, test: test)], seed: seed)
    return TrialKeys(experiment).key(TrialCell(model: 0, split: 0))
  }
}

private func key(_ change: (inout Parts) -> Void) throws -> String {
  var parts = Parts()
  change(&parts)
  return try parts.key()
}

@Test func whateverDeterminesAResultChangesItsKey() throws {
  let keys = [
    try key { _ in }, try key { $0.sha256 = "ac" }, try key { $0.task = .binary(positive: 0) },
    try key { $0.task = .binary(positive: 1) }, try key { $0.training = [0] }, try key { $0.training = [1, 0] },
    try key { $0.test = [1] }, try key { $0.labels[0] = 1 }, try key { $0.settings["rate"] = .number(0.25) },
    try key { $0.settings["hidden"] = .list([.integer(1), .integer(23)]) },
    try key { $0.entry = CatalogEntry(Second.self) }, try key { $0.seed = 2 },
    try key { $0.preparation = automaticPreparation }, try key { $0.role = .control },
    try key { $0.preparation = ColumnPreparation(id: "robust", scaling: .robust) },
    try key { $0.preparation = ColumnPreparation(id: "robust", scaling: .robust, categories: 5) },
  ]
  #expect(Set(keys).count == keys.count)
  #expect(keys.allSatisfy { $0.count == 64 })
}

/// A folder with a program in two files, and something it leaves there.
private func programFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-key-\(UUID().uuidString)")
  try FileManager.default.createDirectory(
    at: folder.appending(path: "__pycache__"), withIntermediateDirectories: true)
  let json = #"""
    {"id": "program", "title": "T", "version": "1", "command": ["sh", "plugin.sh"],
     "settings": [{"name": "extra", "type": "object", "default": {}, "explanation": "e"},
                  {"name": "sizes", "type": "list", "default": [], "explanation": "e"}]}
    """#
  for (name, text) in [("plugin.json", json), ("plugin.sh", "a"), ("library.sh", "b"), ("notes.txt", "c")] {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }
  return folder
}

@Test func aProgramsFilesAreInItsKey() throws {
  let folder = try programFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let entry = try #require(ExternalCatalog(searching: [folder.path]).entries.first)
  func key(_ file: String? = nil) throws -> String {
    if let file { try Data(UUID().uuidString.utf8).write(to: folder.appending(path: file)) }
    var parts = Parts()
    parts.entry = entry
    return try parts.key()
  }
  let original = try key()
  #expect(try key("notes.txt") == original && key(".hidden.sh") == original)
  let keys = try [original, key("plugin.sh"), key("library.sh"), key("new.sh")]
  #expect(Set(keys).count == keys.count)
}

@Test func aProgramMayTellOneFromOnePointNought() throws {
  let folder = try programFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let catalog = try Registry("model", ExternalCatalog(searching: [folder.path]).entries)
  func key(_ json: String, of setting: String = "extra") throws -> String {
    var parts = Parts()
    parts.entry = try catalog.entry("program")
    parts.settings = try catalog.models(["program"], settings: [SettingChange("program.\(setting)=\(json)")])[0]
      .settings
    return try parts.key()
  }
  #expect(try key(#"{"share": 1.0}"#) != key(#"{"share": 1}"#))
  #expect(try key("8.0", of: "sizes") != key("8", of: "sizes"))
  #expect(try key(#"{"a": 1, "b": [2]}"#) == key(#"{"b":[2],"a":1}"#))
}

@Test func whatDeterminesNoResultChangesNoKey() throws {
  let original = try Parts().key()
  #expect(try key { $0.name = "another" } == original)
  #expect(try key { $0.role = .floor } == original)
  let pixels = try key { $0.bytes = true }
  #expect(try key { ($0.bytes, $0.preparation) = (true, automaticPreparation) } == pixels, "pixels are not prepared")
  #expect(try key { $0.labels[2] = 1 } == original, "the label of a test row is not seen by the model")
}

@Test func settingsHaveOneTextEach() {
  let settings: SettingValue = .object([
    "é": .null, "b": .list([.bool(true), .bool(false)]), "a": .number(0.5), "c": .text("i1e"),
  ])
  #expect(settings.canonicalText == "d1:ax3fe0000000000000e1:bltfe1:c3:i1e2:éne")
  #expect(SettingValue.number(-3).canonicalText == SettingValue.integer(-3).canonicalText)
  #expect(SettingValue.text("1").canonicalText != SettingValue.integer(1).canonicalText)
}

/// Stored trials are found by this key: another one means that every user's trials run again. Made by
/// `Fixtures/make_trial_key.py`.
@Test func keysAreTheSameInEveryVersionOfThisProgram() throws {
  #expect(try Parts().key() == "d72a24e29abc16ec1dbbabc4cfca6daa9b0256f1256695a3d205c004a0371436")
}

@Test func modelsDoNotShareTheirChances() throws {
  let entry = CatalogEntry(First.self)
  let models = [
    try entry.model(named: "a"), try entry.model(named: "b"),
    try entry.model(named: "c", settings: ["rate": .number(2)]),
    try entry.model(named: "d"), try entry.model(named: "e", settings: ["rate": .number(2)]),
  ]
  let split = Split(training: [0, 1], test: [2])
  let features = Features(shape: FeatureShape(features: 1), floats: [0, 1, 2])
  func keys(_ models: [ConfiguredModel]) -> [String] {
    let experiment = Experiment(
      dataset: Dataset(
        name: "three", examples: Examples(features: features, labels: [0, 1, 0], classCount: 2),
        classNames: ["a", "b"],
        provenance: Provenance(source: "", version: "", sha256: "ab", licence: "")), task: .multiclass, models: models,
      splits: [split], seed: 1)
    return models.indices.map { TrialKeys(experiment).key(TrialCell(model: $0, split: 0)) }
  }
  let together = keys(models)
  #expect(Set(together).count == 5, "the same model entered again has chances of its own")
  #expect(keys([models[2]]) == [together[2]] && keys([models[1]]) == [together[0]], "whoever else takes part")
}
