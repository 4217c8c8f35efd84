import BakeoffCore
import BakeoffExecution
import BakeoffFiles
import Foundation
import Synchronization

/// A scheduler with a clock of its own: time passes when somebody sleeps. Tasks wait, run, are lost, make room for others
/// and are begun anew, all by a seed; they write into the shared folder what tasks write.
final class SimulatedCluster: Scheduler, Sendable {
  /// What can happen, as chances for each attempt at a task.
  struct Misfortune: Sendable {
    var nodeLost = 0.0
    var preempted = 0.0
    /// It ends without a result and without a word, and is not begun anew.
    var vanished = 0.0
    /// Seconds after which the scheduler ends a task.
    var timeLimit = Double.infinity
    /// Trials that take more memory than the scheduler allows, by their labels.
    var isGreedy: @Sendable (String) -> Bool = { _ in false }
    /// Chance that a call is refused.
    var refusal = 0.0
  }

  private struct Attempt {
    let task: SchedulerTask
    let folder: JobFolder
    let restart: Int
  }

  private enum Happening {
    case start(Attempt)
    case trial(Attempt, index: Int, ClusterTrial)
    case end(Attempt, TaskStatus.State)
  }

  private struct State {
    var time = 0.0
    var generator = SeededGenerator(seed: 1)
    var happenings: [(time: Double, order: Int, what: Happening)] = []
    var order = 0
    var free: Int
    var queue: [Attempt] = []
    var tasks: [SchedulerTask: TaskStatus] = [:]
    var ended: [SchedulerTask: Double] = [:]
    var arrays = 0
    var calls: [Double] = []
    var finished: [String: Int] = [:]
    var refused = 0
    var unlucky = 0
  }

  let name = "the simulated scheduler"
  let taskVariable: String? = nil
  private let misfortune: Misfortune
  private let seconds: @Sendable (String) -> Double
  private let largest: Int
  private let state: Mutex<State>

  /// `slots` tasks run at a time, arrays have at most `largest` tasks, and a trial takes so many `seconds` by its label.
  init(
    slots: Int, largest: Int = 1000, misfortune: Misfortune = Misfortune(), seed: UInt64 = 1,
    seconds: @escaping @Sendable (String) -> Double
  ) {
    state = Mutex(State(generator: SeededGenerator(seed: seed), free: slots))
    self.misfortune = misfortune
    self.largest = largest
    self.seconds = seconds
  }

  /// When things are looked at, on this clock.
  var pace: ClusterPace {
    var pace = ClusterPace()
    pace.now = { self.state.withLock { $0.time } }
    pace.sleep = { seconds in
      self.advance(by: seconds)
      await Task.yield()
    }
    return pace
  }

  /// When the scheduler was called.
  var calls: [Double] { state.withLock { $0.calls } }
  /// How often each trial was run to its end, by key.
  var finished: [String: Int] { state.withLock { $0.finished } }
  /// How many attempts at tasks came to nothing, and how many calls were refused.
  var troubles: (attempts: Int, refusals: Int) { state.withLock { ($0.unlucky, $0.refused) } }
  var time: Double { state.withLock { $0.time } }
  var arrayCount: Int { state.withLock { $0.arrays } }

  func largestArray() async throws -> Int {
    try called()
    return largest
  }

  func submit(_ array: TaskArray) async throws -> String {
    try called()
    return state.withLock { state in
      state.arrays += 1
      let id = "\(state.arrays)"
      let folder = JobFolder(
        path: URL(fileURLWithPath: array.script).deletingLastPathComponent().path, number: state.arrays)
      if array.name.hasSuffix("-probe") {
        try? Data(#"{"node":"n","kernels":"k","hasFeatures":true}"#.utf8).write(
          to: URL(fileURLWithPath: "\(folder.path)/probe.json"))
        state.tasks[SchedulerTask(array: id, index: 0)] = TaskStatus(.completed)
        return id
      }
      for index in 0..<array.count {
        let task = SchedulerTask(array: id, index: index)
        state.tasks[task] = TaskStatus(.waiting)
        state.queue.append(Attempt(task: task, folder: folder, restart: 0))
      }
      startWaiting(&state)
      return id
    }
  }

  func id(of name: String) async throws -> String? {
    try called()
    return nil
  }

  func tasks(of ids: [String]) async throws -> [SchedulerTask: TaskStatus]? {
    try called()
    let wanted = Set(ids)
    return state.withLock { state in
      // It forgets what ended five minutes ago.
      let now = state.time
      return state.tasks.filter {
        wanted.contains($0.key.array) && (state.ended[$0.key].map { now - $0 < 300 } ?? true)
      }
    }
  }

  func cancel(_ ids: [String]) async throws {
    let wanted = Set(ids)
    cancel { wanted.contains($0.array) }
  }

  func cancel(_ tasks: [SchedulerTask]) async throws {
    let wanted = Set(tasks)
    cancel(where: wanted.contains)
  }

  private func cancel(where isWanted: (SchedulerTask) -> Bool) {
    state.withLock { state in
      state.queue.removeAll { isWanted($0.task) }
      for task in state.tasks.keys.filter(isWanted) where state.ended[task] == nil {
        state.tasks[task]?.state = .cancelled
        state.ended[task] = state.time
      }
    }
  }

  private func called() throws {
    try state.withLock { state in
      state.calls.append(state.time)
      guard Double.random(in: 0..<1, using: &state.generator) < misfortune.refusal else { return }
      state.refused += 1
      throw SchedulerProblem("temporarily unable to accept job", isTemporary: true)
    }
  }

  private func advance(by seconds: Double) {
    state.withLock { state in
      let end = state.time + seconds
      while let next = state.happenings.first, next.time <= end {
        state.happenings.removeFirst()
        state.time = next.time
        happen(next.what, &state)
      }
      state.time = end
    }
  }

  private func plan(_ what: Happening, at time: Double, _ state: inout State) {
    state.order += 1
    // Kept in order by bisection; most come near the end.
    var (low, high) = (0, state.happenings.count)
    while low < high {
      let middle = (low + high) / 2
      if state.happenings[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    state.happenings.insert((time, state.order, what), at: low)
  }

  private func startWaiting(_ state: inout State) {
    while state.free > 0, !state.queue.isEmpty {
      state.free -= 1
      let delay = Double.random(in: 0.5..<5, using: &state.generator)
      plan(.start(state.queue.removeFirst()), at: state.time + delay, &state)
    }
  }

  private func happen(_ what: Happening, _ state: inout State) {
    switch what {
    case .start(let attempt) where state.ended[attempt.task] != nil:
      state.free += 1
      startWaiting(&state)
    case .start(let attempt): start(attempt, &state)
    case .trial(let attempt, let index, let trial): run(trial, index, of: attempt, &state)
    case .end(let attempt, let ending): end(attempt, ending, &state)
    }
  }

  private func start(_ attempt: Attempt, _ state: inout State) {
    state.tasks[attempt.task] = TaskStatus(.running, restarts: attempt.restart)
    let all = trials(of: attempt)
    let open = all.indices.filter { !isDone(TrialPlace(task: attempt.task.index, index: $0), attempt) }
    var time = state.time + 0.3
    let total = open.reduce(0) { $0 + seconds(all[$1].label) }
    let luck = Double.random(in: 0..<1, using: &state.generator)
    let bad = misfortune.nodeLost + misfortune.preempted + misfortune.vanished
    // A task that is unlucky gets as far as chance has it.
    let limit = luck < bad ? time + Double.random(in: 0..<1, using: &state.generator) * max(total, 0.1) : .infinity
    for index in open {
      touch(attempt.folder.started(TrialPlace(task: attempt.task.index, index: index)))
      if misfortune.isGreedy(all[index].label), time < limit {
        return plan(.end(attempt, .outOfMemory), at: time, &state)
      }
      time += seconds(all[index].label)
      guard time - state.time <= misfortune.timeLimit else {
        return plan(.end(attempt, .timedOut), at: state.time + misfortune.timeLimit, &state)
      }
      guard time < limit else { break }
      plan(.trial(attempt, index: index, all[index]), at: time, &state)
    }
    guard limit.isFinite else { return plan(.end(attempt, .completed), at: time + 0.1, &state) }
    state.unlucky += 1
    let ending: TaskStatus.State =
      luck < misfortune.nodeLost
      ? .nodeLost : luck < misfortune.nodeLost + misfortune.preempted ? .preempted : .failed
    plan(.end(attempt, ending), at: limit, &state)
  }

  private func run(_ trial: ClusterTrial, _ index: Int, of attempt: Attempt, _ state: inout State) {
    let place = TrialPlace(task: attempt.task.index, index: index)
    guard !isDone(place, attempt) else { return }
    state.finished[trial.key, default: 0] += 1
    write(trial, place, attempt)
  }

  private func end(_ attempt: Attempt, _ ending: TaskStatus.State, _ state: inout State) {
    state.free += 1
    defer { startWaiting(&state) }
    guard state.ended[attempt.task] == nil else { return }
    switch ending {
    case .nodeLost, .preempted:
      if ending == .preempted {
        touch(attempt.folder.notice(attempt.task.index, attempt: attempt.restart))
      }
      // As Slurm does: back into the queue, under the same id.
      state.tasks[attempt.task] = TaskStatus(.waiting, restarts: attempt.restart + 1, reason: "BeginTime")
      state.queue.append(Attempt(task: attempt.task, folder: attempt.folder, restart: attempt.restart + 1))
    default:
      state.tasks[attempt.task] = TaskStatus(ending, restarts: attempt.restart)
      state.ended[attempt.task] = state.time
    }
  }

  private func trials(of attempt: Attempt) -> [ClusterTrial] {
    let file = attempt.folder.task(attempt.task.index)
    return (try? JSONDecoder().decode([ClusterTrial].self, from: FileManager.default.contents(atPath: file) ?? Data()))
      ?? []
  }

  private func isDone(_ place: TrialPlace, _ attempt: Attempt) -> Bool {
    [attempt.folder.result(place), attempt.folder.taken(place)].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// What a task writes of a trial of one test row and two classes.
  private func write(_ trial: ClusterTrial, _ place: TrialPlace, _ attempt: Attempt) {
    let digit = Float(trial.label.utf8.last ?? 0)
    let bytes = scores(digit)
    try? writePrivateFile(bytes, to: attempt.folder.predictions(place))
    let took = seconds(trial.label)
    var report = LaunchReport(exitStatus: 0)
    report.wallSeconds = took
    let answer = #"{"event":"done","kind":"margins","fit_seconds":\#(took / 2),"predict_seconds":0}"#
    let result = TrialResult(
      key: trial.key, attempt: attempt.restart, node: "n", kernels: "k", events: [answer], report: report,
      predictions: sha256(bytes))
    try? result.write(to: attempt.folder.result(place))
  }
}

/// A `.npy` file of one row of two floats. Source: the format's description in NumPy, version 1.0.
private func scores(_ value: Float) -> Data {
  var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }"
  header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
  var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8))
  for number in [value, -value] { withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
  return data
}
