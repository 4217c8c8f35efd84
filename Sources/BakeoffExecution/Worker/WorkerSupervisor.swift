import BakeoffCore
import BakeoffFiles
import CProcess
import Foundation

/// Starts the worker it is told to on standard input, watches it, and reports how it ended.
///
/// It stands between the command and a worker so that a worker in any language needs to know nothing of limits and
/// process groups: it runs no plugin code and can therefore not be stuck, it is the parent of all that a plugin starts,
/// and when the command dies it ends them all.
func superviseWorker() -> Int32 {
  // Writing to someone who is gone is to be an error and not the end.
  signal(SIGPIPE, SIG_IGN)
  // Sent to every process at once, as by `pkill` or a service that stops: the command says what is to be done.
  for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, SIG_IGN) }
  _ = adopt_orphans()
  guard let (lines, rest) = readLines(2, from: STDIN_FILENO),
    let orders = try? JSONDecoder().decode(SupervisionOrders.self, from: Data(lines[0]))
  else { return 64 }
  let report: LaunchReport?
  do {
    let log = try WorkerLog(path: orders.log)
    if let own = orders.environment?["TMPDIR"] { mkdir(own, 0o700) }
    let worker = try WorkerProcess(
      orders.command, input: lines[1], folder: orders.folder, environment: orders.environment)
    var supervisor = WorkerSupervisor(orders: orders, worker: worker, log: log)
    // The order to stop may have come right behind the request.
    report = supervisor.run(isStopped: !rest.isEmpty)
  } catch {
    report = LaunchReport(startFailure: oneLine(error))
  }
  guard let report, let json = try? JSONEncoder().encode(report) else { return 1 }
  writeAll(json + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
  return 0
}

/// The watch over one worker.
struct WorkerSupervisor {
  private let orders: SupervisionOrders
  private let worker: WorkerProcess
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var output: WorkerLines
  private var nextLook: ContinuousClock.Instant
  private var killTime: ContinuousClock.Instant?
  private var report = LaunchReport()
  private var hasEnded = false
  /// Standard input, the worker's output and its errors; a negative descriptor is one that has ended.
  private var sources: [pollfd]

  init(orders: SupervisionOrders, worker: WorkerProcess, log: WorkerLog) {
    self.orders = orders
    self.worker = worker
    start = clock.now
    nextLook = start
    output = WorkerLines(destination: STDOUT_FILENO, log: log)
    sources = [STDIN_FILENO, worker.output, worker.errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  /// Watches until the worker and all it started are gone; nil when there is nobody left to report to.
  mutating func run(isStopped: Bool) -> LaunchReport? {
    if isStopped { intervene(.order) }
    while !hasEnded {
      guard exchange() else {
        endAll()
        return nil
      }
      enforceLimits()
      reap()
    }
    report.wallSeconds = (clock.now - start).seconds
    endAll()
    drain()
    report.lastLogLine = output.log.lastWords
    return report
  }

  /// Passes on what the worker says, for 20 ms at the most; false when the command is gone.
  private mutating func exchange() -> Bool {
    let isSilent = sources.dropFirst().allSatisfy { $0.fd < 0 }
    guard poll(&sources, nfds_t(sources.count), isSilent ? 1 : 20) > 0 else { return true }
    if sources[0].revents != 0 {
      guard let order = readChunk(from: STDIN_FILENO), !order.isEmpty else { return false }
      intervene(.order)
    }
    takeIn()
    return true
  }

  /// Reads once from each of the worker's outputs that has something to say or has ended.
  private mutating func takeIn() {
    for index in 1...2 where sources[index].fd >= 0 && sources[index].revents != 0 {
      guard let chunk = readChunk(from: sources[index].fd), !chunk.isEmpty else {
        sources[index].fd = -1
        continue
      }
      if index == 1 { output.takeIn(chunk) } else { output.log.append(chunk[...]) }
    }
  }

  private mutating func enforceLimits() {
    let now = clock.now
    if let killTime, now >= killTime { endAll() }
    guard now >= nextLook, !hasEnded else { return }
    nextLook = now + .milliseconds(20)
    if let limit = orders.timeLimit, (now - start).seconds > limit { intervene(.timeLimit) }
    let memory = ProcessTree.residentBytes(ProcessTree.descendants(of: getpid()))
    report.peakMemoryBytes = max(report.peakMemoryBytes, memory)
    if let limit = orders.memoryLimit, memory > limit {
      intervene(.memoryLimit)
      // It would go on growing while it is asked to leave.
      endAll()
    }
  }

  /// Asks the worker to leave; it is killed when the grace is over.
  private mutating func intervene(_ reason: LaunchReport.Intervention) {
    guard report.intervention == nil else { return }
    report.intervention = reason
    killTime = clock.now + .seconds(orders.grace)
    kill(-worker.identifier, SIGTERM)
  }

  /// Kills the worker and everything it started, until nothing is left or what is left cannot be killed.
  private mutating func endAll() {
    let giveUp = clock.now + .seconds(5)
    repeat {
      kill(-worker.identifier, SIGKILL)
      for process in ProcessTree.descendants(of: getpid()) { kill(process, SIGKILL) }
      guard reap() else { return }
      poll(nil, 0, 1)
    } while clock.now < giveUp
  }

  /// Takes leave of every process that has ended and adds up what it cost; false when none is left.
  @discardableResult private mutating func reap() -> Bool {
    while true {
      var status: Int32 = 0
      var usage = rusage()
      let process = wait4(-1, &status, WNOHANG, &usage)
      guard process > 0 else { return process == 0 }
      report.cpuSeconds += usage.ru_utime.seconds + usage.ru_stime.seconds
      report.peakMemoryBytes = max(report.peakMemoryBytes, usage.peakBytes)
      guard process == worker.identifier else { continue }
      hasEnded = true
      let signal = status & 0x7F
      if signal == 0 { report.exitStatus = (status >> 8) & 0xFF } else { report.signal = signal }
    }
  }

  /// Reads what is left in the pipes; all that could write to them are gone.
  private mutating func drain() {
    let giveUp = clock.now + .seconds(1)
    while sources.contains(where: { $0.fd > STDIN_FILENO }), clock.now < giveUp {
      sources[0].fd = -1
      poll(&sources, nfds_t(sources.count), 20)
      takeIn()
    }
    output.finish()
    output.log.finish()
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) * 1e-6 }
}

extension rusage {
  /// The most memory the process had in use; Linux counts it in units of 1024 bytes.
  fileprivate var peakBytes: Int {
    #if os(Linux)
      ru_maxrss * 1024
    #else
      ru_maxrss
    #endif
  }
}
