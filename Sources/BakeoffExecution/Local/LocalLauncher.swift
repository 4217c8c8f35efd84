import BakeoffCore
import Foundation
import Subprocess

/// Runs a command in a process of this machine, watched by another one that enforces its limits.
struct LocalLauncher: Launcher {
  /// The program and arguments that call `runWorker`; `supervise` is added for the process that watches.
  let program: [String]

  func run(_ launch: Launch, onLine: @escaping @Sendable (Data) -> Void) async -> LaunchReport? {
    let (stops, stop) = AsyncStream<Void>.makeStream()
    return await withTaskCancellationHandler {
      // A task of its own: cancelling this one would have the supervisor killed before it has ended its worker.
      await Task { await converse(launch, stops: stops, onLine: onLine) }.value
    } onCancel: {
      stop.finish()
    }
  }

  /// Starts a supervisor, gives it its orders and the command its input, and listens until it has left.
  private func converse(
    _ launch: Launch, stops: AsyncStream<Void>, onLine: @escaping @Sendable (Data) -> Void
  ) async -> LaunchReport? {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: launch.limits.grace)
    ]
    let mark = ProcessMark()
    let environment = launch.environment.merging([mark.name: mark.value]) { $1 }
      .map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    do {
      let orders = SupervisionOrders(launch, mark: mark)
      let message = try JSONEncoder().encode(orders) + Data("\n".utf8) + launch.input
      return try await Subprocess.run(
        .path(.init(program[0])), arguments: Arguments(program.dropFirst() + ["supervise"]),
        environment: .inherit.updating(Dictionary(uniqueKeysWithValues: environment)), platformOptions: options,
        input: .inputWriter, output: .sequence, error: .discarded
      ) { execution in
        let supervisor = execution.standardInputWriter
        _ = try await supervisor.write(Array(message))
        let stopping = Task {
          for await _ in stops {}
          // Fails where the supervisor has left meanwhile, which is what was wanted.
          if !Task.isCancelled { _ = try? await supervisor.write("stop\n") }
        }
        let process = execution.processIdentifier.value
        let waking = Task { await keepAwake(process) }
        defer {
          stopping.cancel()
          waking.cancel()
        }
        var lines = SupervisedLines()
        for try await chunk in execution.standardOutput {
          lines.takeIn(chunk.withUnsafeBytes(Array.init), onLine: onLine)
        }
        // It is not yet reaped, so that its session cannot be anyone else's.
        if lines.report == nil {
          ProcessTree.killSession(of: process)
          mark.killAll()
        }
        return lines.report
      }.closureResult
    } catch {
      return LaunchReport(startFailure: oneLine(error))
    }
  }
}

/// Wakes a supervisor that was stopped (SIGSTOP), as the worker it watches may do, or nothing would end the trial; one that
/// is stopped again and again is killed, with all its session. Looks twice a second until it is cancelled.
private func keepAwake(_ supervisor: pid_t) async {
  var stops = 0
  while (try? await Task.sleep(for: .milliseconds(500))) != nil {
    guard ProcessTree.isStopped(supervisor) else { continue }
    stops += 1
    guard stops <= 3 else { return ProcessTree.killSession(of: supervisor) }
    kill(supervisor, SIGCONT)
  }
}

/// Sorts the lines of a supervisor: those of the worker, and its own report.
private struct SupervisedLines {
  /// What the supervisor said at the end; nil where it was killed.
  private(set) var report: LaunchReport?
  private var pending: [UInt8] = []

  mutating func takeIn(_ chunk: [UInt8], onLine: (Data) -> Void) {
    var rest = chunk[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Data(pending + rest[..<end])
      pending = []
      rest = rest[(end + 1)...]
      // Only the last line of all can be the supervisor's: it speaks when the worker is gone.
      report = WorkerEvent(line: line) == nil ? try? JSONDecoder().decode(LaunchReport.self, from: line) : nil
      if report == nil { onLine(line) }
    }
    pending += rest
  }
}
