import BakeoffCLI
import BakeoffCatalog
import BakeoffCore
import BakeoffDatasets
import BakeoffEvaluation
import BakeoffExecution
import BakeoffPlugins
import BakeoffStore
import Foundation

/// Parses an input as a product would that was given it; what it throws is a refusal.
typealias FuzzTarget = @Sendable ([UInt8]) throws -> Void

/// Every parser of what may come from others, by the name of its corpus.
let fuzzTargets: [String: FuzzTarget] = [
  "idx": { try loading($0, as: "input-idx3-ubyte", by: "idx:") },
  "gzip": { try loading($0, as: "input.csv.gz", by: "csv:") },
  "npy": { try withInputFile($0, "input.npy") { _ = try NPYArray(mapping: $0) } },
  "npz": { try loading($0, as: "input.npz", by: "npz:") },
  "csv": { try loading($0, as: "input.csv", by: "csv:") },
  "arff": { try loading($0, as: "input.arff", by: "arff:") },
  "libsvm": { try loading($0, as: "input.libsvm", by: "libsvm:") },
  "png": { _ = try Picture(encoded: signed($0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), place: "input") },
  "jpeg": { _ = try Picture(encoded: signed($0, [0xFF, 0xD8, 0xFF]), place: "input") },
  "folds": { _ = try FoldFile(parsing: String(decoding: $0, as: UTF8.self)) },
  "yaml": { try withInputFile($0, "input.yaml") { _ = try expandingExperiment(["compare", $0]) } },
  "plugin": { try readPlugin($0) },
  "worker": { readWorkerLines($0) },
  "model": { _ = try SavedModel(json: Data($0), file: "input", catalog: builtIn.get()) },
  "store": { try readStore($0) },
  // For the proof that a trap is found: no parser.
  "self-test": { if $0.starts(with: "BUG".utf8) { fatalError("found") } },
]

private let datasets = Result { try Registry("data set", standardDatasets) }
private let builtIn = Result { try Registry("model", catalog) }
private let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-fuzz-\(getpid())").path

/// Calls `body` with a file of these bytes.
private func withInputFile(_ bytes: [UInt8], _ name: String, _ body: (String) throws -> Void) throws {
  mkdir(folder, 0o700)
  let path = "\(folder)/\(name)"
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  close(descriptor)
  try body(path)
}

/// Loads a data set out of a file of these bytes.
private func loading(_ bytes: [UInt8], as name: String, by kind: String) throws {
  try withInputFile(bytes, name) { path in
    let source = try datasets.get().source(kind + path)
    let done = DispatchSemaphore(value: 0)
    Task.detached(executorPreference: inPlace) {
      _ = try? await source.load(LoadContext(dataDirectories: [], cacheDirectory: "/nonexistent"))
      done.signal()
    }
    done.wait()
  }
}

private let inPlace = InPlace()

/// Runs tasks in the thread that starts them: to wake another takes longer than most inputs do.
private final class InPlace: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) { job.runSynchronously(on: asUnownedTaskExecutor()) }
}

/// The input with the bytes in front that tell its format, without which nothing would be read of it.
private func signed(_ bytes: [UInt8], _ signature: [UInt8]) -> [UInt8] {
  bytes.starts(with: signature) ? bytes : signature + bytes
}

private func readPlugin(_ bytes: [UInt8]) throws {
  try withInputFile(bytes, "plugin.json") { _ in
    for entry in ExternalCatalog(searching: [folder]).entries { _ = entry.defaults }
  }
}

private func readWorkerLines(_ bytes: [UInt8]) {
  for line in bytes.split(separator: 0x0A) {
    if let event = WorkerEvent(line: Data(line)) { _ = try? JSONEncoder().encode(event) }
    _ = try? JSONDecoder().decode(LaunchReport.self, from: Data(line))
  }
}

private func readStore(_ bytes: [UInt8]) throws {
  for suffix in ["-wal", "-shm", "-journal"] { unlink("\(folder)/input.sqlite\(suffix)") }
  try withInputFile(bytes, "input.sqlite") { path in
    let store = try TrialStore(path: path, mayCreate: false)
    _ = try store.runs()
    let run = try store.run(named: "latest")
    try run.writePredictions { _ in }
    _ = try run.leaderboard(metrics: [Accuracy()])
  }
}
