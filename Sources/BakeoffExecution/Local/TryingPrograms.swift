import BakeoffCatalog
import BakeoffCore
import BakeoffFiles
import Foundation

extension WorkerProcess {
  /// How a short run of a program ended and what it printed.
  struct Ending: Sendable {
    /// The status it left with, 128 and the signal where one ended it; nil where it had to be killed.
    let status: Int32?
    let output: String
    let errors: String
  }

  /// Reads what the process prints until it has left, and kills it and its group after `limit`.
  func watch(within limit: Duration) -> Ending {
    let end = ContinuousClock.now + limit
    var texts: [[UInt8]] = [[], []]
    var sources = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var status: Int32?
    while status == nil, ContinuousClock.now < end {
      poll(&sources, nfds_t(sources.count), 10)
      read(&sources, into: &texts)
      status = exitStatus(WNOHANG)
    }
    kill(-identifier, SIGKILL)
    if status == nil { _ = exitStatus(0) }
    // What it printed last may still be in the pipes.
    while poll(&sources, nfds_t(sources.count), 0) > 0, sources.contains(where: { $0.fd >= 0 }) {
      read(&sources, into: &texts)
    }
    for descriptor in [output, errors] { close(descriptor) }
    let printed = texts.map { String(decoding: $0, as: UTF8.self) }
    return Ending(status: status, output: printed[0], errors: printed[1])
  }

  /// Reads once from each pipe that has something; one that has ended is looked at no more.
  private func read(_ sources: inout [pollfd], into texts: inout [[UInt8]]) {
    for index in sources.indices where sources[index].fd >= 0 && sources[index].revents != 0 {
      guard let chunk = readChunk(from: sources[index].fd), !chunk.isEmpty else {
        sources[index].fd = -1
        continue
      }
      texts[index] = (texts[index] + chunk).suffix(1 << 16)
    }
  }

  private func exitStatus(_ options: Int32) -> Int32? {
    var status: Int32 = 0
    guard waitpid(identifier, &status, options) == identifier else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

extension ExternalCatalog {
  /// Looks into each of `folders`: a plugin's folder (it holds a `plugin.json`), or a folder of such folders.
  ///
  /// `python` is what `python3` in a plugin's command stands for, where that is to be another one; a plugin whose `check`
  /// takes longer than `checkLimit` is not available. `sandbox` confines each `check` as it does trials.
  public init(
    searching folders: [String], python: String? = nil, checkLimit: Duration = .seconds(15), sandbox: Sandbox? = nil
  ) {
    self.init(searching: folders, python: python) { $0.tryOut(within: checkLimit, sandbox) }
  }
}

extension ExternalProgram {
  /// The first line the program prints before it leaves with status 0; the last line of its errors where it leaves
  /// otherwise, or what it was where it does not leave within `limit`.
  fileprivate func tryOut(within limit: Duration, _ sandbox: Sandbox?) -> Result<String, Unavailable> {
    find().flatMap { _ in
      do {
        let folder = FileManager.default.temporaryDirectory.path + "/bakeoff-check-\(UUID().uuidString)"
        guard mkdir(folder, 0o700) == 0 else {
          throw StartFailure(description: "\(folder): \(systemErrorDescription()); name another folder in TMPDIR")
        }
        let mark = ProcessMark()
        // Whatever it has started is to end with it, and what it has written to go.
        defer {
          mark.killAll()
          removeTree(folder)
        }
        let process = try WorkerProcess(
          sandbox?.confining(invocation, to: folder) ?? invocation, input: [], folder: folder,
          environment: ProgramEnvironment.inherited(asking: variables)
            .merging([mark.name: mark.value, "TMPDIR": folder]) { $1 })
        return ended(process.watch(within: limit), limit)
      } catch {
        return .failure(Unavailable(reason: oneLine(error)))
      }
    }
  }

  private func ended(_ ending: WorkerProcess.Ending, _ limit: Duration) -> Result<String, Unavailable> {
    let typed = "`\(command.joined(separator: " "))`"
    let lastWords = lastWords(of: ending.errors) ?? lastWords(of: ending.output)
    guard let status = ending.status else {
      return .failure(
        Unavailable(reason: "\(typed) took longer than \(limit.seconds) s\(lastWords.map { ": \($0)" } ?? "")"))
    }
    guard status == 0 else {
      return .failure(Unavailable(reason: lastWords ?? "\(typed) left with status \(status)"))
    }
    let first = ending.output.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    return .success(first.map { String($0.prefix(200)) } ?? "")
  }
}
