import BakeoffFiles
import Foundation

/// A worker that has been started, in a process group of its own.
struct WorkerProcess {
  /// Its process and process group.
  let identifier: pid_t
  /// Where its standard output can be read.
  let output: Int32
  /// Where its standard error can be read.
  let errors: Int32

  /// Starts `command` with `input` on its standard input and the variables of `environment`, by default those of this
  /// process. Throws `StartFailure`.
  init(
    _ command: [String], input: ArraySlice<UInt8>, folder: String, environment: [String: String]? = nil
  ) throws {
    let request = try unlinkedFile(holding: input, in: folder)
    let (output, outputEnd) = try makePipe()
    let (errors, errorEnd) = try makePipe()
    identifier = try start(
      command, standard: [request, outputEnd, errorEnd],
      environment: environment ?? ProcessInfo.processInfo.environment)
    self.output = output
    self.errors = errors
    for descriptor in [request, outputEnd, errorEnd] { close(descriptor) }
  }
}

/// Starts `command` with these descriptors as its standard input, output and error, and default signals, none blocked.
private func start(
  _ command: [String], standard descriptors: [Int32], environment: [String: String]
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (index, descriptor) in descriptors.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index))
  }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var defaults = sigset_t()
  sigemptyset(&defaults)
  for number in [SIGPIPE, SIGTERM, SIGINT, SIGHUP] { sigaddset(&defaults, number) }
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  // This may run on a thread of a pool, which blocks most signals; a worker is to hear when it is asked to leave.
  var unblocked = sigset_t()
  sigemptyset(&unblocked)
  posix_spawnattr_setsigmask(&attributes, &unblocked)
  posix_spawnattr_setpgroup(&attributes, 0)
  let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  posix_spawnattr_setflags(&attributes, Int16(flags))

  var arguments = command.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for text in arguments + variables { free(text) } }
  var identifier: pid_t = 0
  let result = posix_spawnp(&identifier, command.first ?? "", &actions, &attributes, &arguments, &variables)
  guard result == 0 else {
    throw StartFailure(description: "\(command.first ?? "(no command)"): \(String(cString: strerror(result)))")
  }
  return identifier
}

/// Why a worker could not be started, in one line.
package struct StartFailure: Error, CustomStringConvertible {
  package let description: String
}

/// A file that has no name any more, at its beginning: what is in it can be read through the descriptor alone.
private func unlinkedFile(holding bytes: ArraySlice<UInt8>, in folder: String) throws -> Int32 {
  // A name of its own: several may be made in one folder at once.
  var template = Array("\(folder)/request-XXXXXX".utf8CString)
  let descriptor = mkstemp(&template)
  guard descriptor >= 0 else { throw StartFailure(description: "\(folder): \(String(cString: strerror(errno)))") }
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  unlink(template)
  guard writeAll(bytes, to: descriptor), lseek(descriptor, 0, SEEK_SET) == 0 else {
    close(descriptor)
    throw StartFailure(description: "\(folder): no room for the request; name another folder in TMPDIR")
  }
  return descriptor
}

/// The two ends of a pipe that no other process inherits.
private func makePipe() throws -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { throw StartFailure(description: "no pipe: \(String(cString: strerror(errno)))") }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// What can be read now, 64 KiB at the most; empty at the end, nil on an error.
func readChunk(from descriptor: Int32) -> [UInt8]? {
  var failed = false
  let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
    var result = read(descriptor, buffer.baseAddress, buffer.count)
    while result < 0, errno == EINTR { result = read(descriptor, buffer.baseAddress, buffer.count) }
    failed = result < 0
    count = max(0, result)
  }
  return failed ? nil : chunk
}

/// The first `count` lines, without their ends, and what has come behind them; nil where there are fewer.
func readLines(_ count: Int, from descriptor: Int32) -> (lines: [ArraySlice<UInt8>], rest: ArraySlice<UInt8>)? {
  var bytes: [UInt8] = []
  var ends: [Int] = []
  while ends.count < count {
    guard let chunk = readChunk(from: descriptor), !chunk.isEmpty else { return nil }
    ends += chunk.indices.filter { chunk[$0] == UInt8(ascii: "\n") }.map { bytes.count + $0 }
    bytes += chunk
  }
  let lines = (0..<count).map { bytes[($0 == 0 ? 0 : ends[$0 - 1] + 1)..<ends[$0]] }
  return (lines, bytes[(ends[count - 1] + 1)...])
}
