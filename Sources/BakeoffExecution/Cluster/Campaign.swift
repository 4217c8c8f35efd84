import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation

/// The folder of one run in the shared folder: features once, splits, and a folder for each array of tasks.
///
/// Whoever looks after it holds a lock on it. One that nobody holds was left behind by a command that was killed, or put
/// aside by one that let go of it.
final class Campaign: Sendable {
  /// The folder.
  let path: String
  /// Whether it is certain that nobody else looks after it: the file system has locks.
  let isCertainlyOurs: Bool
  private let lock: Int32

  /// What tells it from the others.
  var token: String { URL(fileURLWithPath: path).lastPathComponent }

  /// Makes the folder of a new run. Throws `ExecutorUnavailable`.
  init(named token: String, in shared: SharedFolder) throws {
    path = "\(shared.path)/\(token)"
    do {
      for folder in [path, "\(path)/splits", "\(path)/jobs"] { try makePrivateFolder(folder) }
    } catch {
      throw ExecutorUnavailable("\(path): \(systemReason(error)); name a folder with room in --shared-dir")
    }
    // Made where it is missing, and never made anew: a lock is one on a file, not on a name.
    close(open("\(path)/lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
    guard let lock = Self.lockedSoon("\(path)/lock") else {
      throw ExecutorUnavailable("\(path): another command looks after this run; stop that one first, or wait for it")
    }
    (self.lock, isCertainlyOurs) = lock
  }

  /// Takes over the folder at `path`; nil where somebody looks after it.
  init?(takingOver path: String) {
    guard let lock = Self.locked("\(path)/lock") else { return nil }
    // It may have been removed by its owner a moment ago.
    guard access("\(path)/lock", F_OK) == 0 else {
      close(lock.descriptor)
      return nil
    }
    (self.lock, isCertainlyOurs) = lock
    self.path = path
  }

  deinit { close(lock) }

  /// With patience: another command may have a look at whose it is.
  private static func lockedSoon(_ path: String) -> (descriptor: Int32, isCertain: Bool)? {
    for _ in 0..<10 {
      if let lock = locked(path) { return lock }
      usleep(100_000)
    }
    return nil
  }

  private static func locked(_ path: String) -> (descriptor: Int32, isCertain: Bool)? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let problem = PartialFile.systemLock(descriptor)
    // Where the file system has no locks, nobody holds one.
    guard problem == 0 || problem == ENOLCK || problem == ENOTSUP else {
      close(descriptor)
      return nil
    }
    return (descriptor, problem == 0)
  }

  /// Whether nobody looks after it because somebody let go of it on purpose.
  var isDetached: Bool { has("detached") }
  /// Whether its tasks are not wanted any more.
  var isCancelled: Bool { has("cancelled") }

  /// Notes that its tasks go on without anybody who looks after them. Throws `WriteFailure`.
  func detach() throws { try writePrivateFile(Data(), to: "\(path)/detached") }

  /// Tells the tasks of the run at `path` that they are not wanted any more, should the scheduler not. Throws
  /// `WriteFailure`.
  static func cancel(_ path: String) throws { try writePrivateFile(Data(), to: "\(path)/cancelled") }

  /// Removes the folder and all in it.
  func remove() { removeTree(path) }

  private func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  /// Seconds since it was cancelled, or else since the last array came or went.
  var age: Double {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(isCancelled ? "cancelled" : "jobs")")
    return -((attributes?[.modificationDate] as? Date)?.timeIntervalSinceNow ?? 0)
  }

  /// The file of the features.
  var features: String { Self.features(in: path) }

  /// The file of the features of a run.
  static func features(in campaign: String) -> String { "\(campaign)/features.npy" }

  /// The file of the program that runs tasks.
  var program: String { "\(path)/program" }

  /// Writes the features, once. Throws where there is no room for them.
  func write(_ all: Features) throws {
    guard !FileManager.default.fileExists(atPath: features) else { return }
    let new = "\(path)/.features.npy"
    defer { unlink(new) }
    try NPYArray.write(all, to: new)
    try writePrivateFile(Data(try sha256(ofFile: new).utf8), to: "\(path)/features.sha256")
    chmod(new, 0o400)
    guard rename(new, features) == 0 else { throw WriteFailure(path: features, reason: systemErrorDescription()) }
  }

  /// Writes the features anew, after a program has written to them. Throws where they cannot be written.
  func restore(_ all: Features) throws {
    unlink(features)
    try write(all)
  }

  /// Notes that programs take part, which can write to the features. Throws `WriteFailure`.
  func notePrograms() throws {
    guard !has("programs") else { return }
    try writePrivateFile(Data(), to: "\(path)/programs")
  }

  /// Whether the file at `path` is what the features of a run were when they were written; nil where nothing says.
  static func areFeatures(of campaign: String, at path: String) -> Bool? {
    guard let digest = try? String(contentsOfFile: "\(campaign)/features.sha256", encoding: .utf8) else { return nil }
    return (try? sha256(ofFile: path)) == digest
  }

  /// Copies the program, so that a build meanwhile changes nothing that waits. Throws where there is no room for it.
  func copyProgram(from source: String) throws {
    guard !FileManager.default.fileExists(atPath: program) else { return }
    let resolved = URL(fileURLWithPath: source).resolvingSymlinksInPath().path
    let new = "\(path)/.program"
    unlink(new)
    try FileManager.default.copyItem(atPath: resolved, toPath: new)
    chmod(new, 0o700)
    guard rename(new, program) == 0 else { throw WriteFailure(path: program, reason: systemErrorDescription()) }
  }

  /// The folders of its arrays, in order.
  var jobs: [JobFolder] { Self.jobs(in: path) }

  /// The folders of the arrays of a run, in order.
  static func jobs(in path: String) -> [JobFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/jobs")) ?? []
    return names.compactMap { Int($0) }.sorted().map { JobFolder(path: "\(path)/jobs/\($0)", number: $0) }
  }

  /// The folder of the next array. Throws where it cannot be made.
  func newJob() throws -> JobFolder {
    let number = 1 + (jobs.last?.number ?? 0)
    let job = JobFolder(path: "\(path)/jobs/\(number)", number: number)
    for name in ["", "/tasks", "/results", "/state", "/taken", "/logs"] { try makePrivateFolder(job.path + name) }
    return job
  }

  /// Writes which rows a trial learns from and predicts, once. Throws `WriteFailure`.
  func write(_ split: SplitRows, known digest: String) throws {
    let file = "\(path)/splits/\(digest).json"
    guard !FileManager.default.fileExists(atPath: file) else { return }
    try writePrivateFile(try JSONEncoder().encode(split), to: file)
  }

  /// The rows known by a digest. Throws where they cannot be read.
  static func split(_ digest: String, in campaign: String) throws -> SplitRows {
    try JSONDecoder().decode(
      SplitRows.self, from: Data(contentsOf: URL(fileURLWithPath: "\(campaign)/splits/\(digest).json")))
  }
}

/// The rows of a trial, which many trials share.
struct SplitRows: Codable, Sendable {
  let training: [Int]
  let labels: [Int]
  let test: [Int]

  init(_ request: TrialRequest) {
    training = request.split.training
    labels = request.trainingLabels
    test = request.split.test
  }

  /// SHA-256 over the numbers as 64-bit little-endian words, list by list.
  var digest: String {
    var hash = SHA256Hash()
    for list in [training, labels, test] {
      hash.update([list.count])
      hash.update(list)
    }
    return hash.hexadecimal()
  }
}
