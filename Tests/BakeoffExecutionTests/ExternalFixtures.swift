import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Testing

/// A new folder for plugins, removed at the end of the test that keeps it.
final class PluginFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "bakeoff-external-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of the plugin `name`, executable where it begins with `#!`.
  func write(_ text: String, to file: String, of name: String) throws {
    let folder = "\(path)/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let isScript = text.hasPrefix("#!")
    _ = FileManager.default.createFile(
      atPath: "\(folder)/\(file)", contents: Data(text.utf8), attributes: [.posixPermissions: isScript ? 0o755 : 0o644])
  }

  /// A plugin whose `plugin.json` is as short as can be, with `keys` added.
  func plugin(_ id: String, command: String = "[\"./plugin\"]", keys: String = "", script: String? = nil) throws {
    let json = #"{"id": "\#(id)", "title": "T", "version": "1", "command": \#(command)\#(keys)}"#
    try write(json, to: "plugin.json", of: id)
    if let script { try write(script, to: "plugin", of: id) }
  }

  /// The plugins found in it.
  func catalog() -> ExternalCatalog { ExternalCatalog(searching: [path]) }

  /// The model of the plugin `id`.
  func model(_ id: String, settings: Settings = [:]) throws -> ConfiguredModel {
    try Registry("model", catalog().entries).entry(id).model(settings: settings)
  }
}

/// The command that calls `runWorker`, in place of the built `bakeoff`.
let workerProgram = [fixture, "worker"]

/// Forty rows of 2 x 3 bytes in four classes told apart by their level; class 3 has no row.
func fourClasses() -> Dataset {
  let labels = (0..<40).map { $0 % 3 }
  let bytes = (0..<240).map { index -> UInt8 in
    let (row, pixel) = index.quotientAndRemainder(dividingBy: 6)
    let noise = (row * 7 + pixel * 5) % 13
    return UInt8(20 + 90 * labels[row] + noise)
  }
  let features = Features(shape: FeatureShape(height: 2, width: 3), bytes: bytes)
  return Dataset(
    name: "levels", examples: Examples(features: features, labels: labels, classCount: 4),
    classNames: ["a", "b", "c", "d"], provenance: Provenance(source: "", version: "", sha256: "", licence: ""))
}

/// `models` on two splits of `fourClasses`.
func experiment(_ models: [ConfiguredModel]) -> Experiment {
  let splits = (0..<2).map { fold in
    Split(fold: fold, training: (0..<40).filter { $0 % 4 != fold }, test: (0..<40).filter { $0 % 4 == fold })
  }
  return Experiment(dataset: fourClasses(), task: .multiclass, models: models, splits: splits, seed: 3)
}

/// The outcomes of `models` on `experiment`, in a process each and, as far as that can be, in this one.
func outcomes(_ models: [ConfiguredModel]) async -> (isolated: [TrialOutcome], inProcess: [TrialOutcome]) {
  let experiment = experiment(models)
  let isolated = await experiment.run(by: ProcessExecutor(jobs: 2, program: workerProgram))
  let inProcess = await experiment.run(by: InProcessExecutor(jobs: 2, program: workerProgram))
  return (isolated.map(\.outcome), inProcess.map(\.outcome))
}

extension TrialOutcome {
  var predictions: Predictions? {
    if case .ok(let predictions, _) = self { predictions } else { nil }
  }
  var failure: TrialFailure? {
    if case .failed(let failure) = self { failure } else { nil }
  }
}

extension ExternalCatalog {
  /// The model of this id with settings as they are typed, such as `rate=1`.
  func model(_ id: String, _ changes: [String]) throws -> ConfiguredModel {
    try Registry("model", entries).models([id], settings: changes.map { try SettingChange("\(id).\($0)") })[0]
  }
}
