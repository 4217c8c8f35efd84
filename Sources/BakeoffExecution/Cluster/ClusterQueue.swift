import BakeoffCatalog
import BakeoffCore
import BakeoffFiles
import Foundation

/// Looks after the trials of one session: hands them over, takes in results, and tells what became of the others.
///
/// It takes turns: look for results, hand over what is ready, now and then ask the scheduler, and decide about tasks that
/// are over and left no result.
actor ClusterQueue {
  /// A trial that is not over.
  struct Entry {
    let request: TrialRequest
    let key: String
    /// What its rows are known by.
    let split: String
    let preparation: (any Preparation)?
    /// Which call of `add` it belongs to.
    let group: Int
    /// How often it was lost.
    var attempts = 0
    /// Whether it is to have a task for itself, after it was with others in one that took too much.
    var isAlone = false
    var hasStarted = false
    /// Whether it is to have a copy of the features of its own, after another's program wrote to them.
    var hasOwnFeatures = false
  }

  /// An array of tasks.
  struct Job {
    let folder: JobFolder
    let name: String
    let keys: [[String]]
    /// The id the scheduler gave it; nil while it is not handed over.
    var id: String?
    /// The trials of this session, by task and place; nil for those that are over and those of somebody else.
    var trials: [[TrialRequest.ID?]]
    /// Whether an earlier command handed it over.
    let isAdopted: Bool
    /// How often each task was begun anew.
    var restarts: [Int: Int] = [:]
    /// Tasks that are over by the scheduler's word, and since when.
    var ends: [Int: (state: TaskStatus.State?, since: Double)] = [:]
    /// The last sign of life of a task and when it was seen first, where the scheduler cannot tell.
    var signs: [Int: (sign: String, since: Double)] = [:]
    /// Whether it was said that some of it is held.
    var isHeld = false
    /// Results that were not whole when they were looked at.
    var unreadable: [TrialPlace: Int] = [:]

    /// Whether it is written, and the scheduler has not taken it.
    var isToBeHandedOver: Bool { id == nil && !openTasks.isEmpty }

    /// Tasks with trials of this session that are not over.
    var openTasks: [Int] { trials.indices.filter { trials[$0].contains { $0 != nil } } }
  }

  let features: Features
  let shared: SharedFolder
  let executor: ClusterExecutor
  var scheduler: any Scheduler { executor.scheduler }
  var options: ClusterOptions { executor.options }
  var pace: ClusterPace { executor.pace }

  /// The folder of this run; nil until something is to be handed over.
  var campaign: Campaign?
  /// Folders of runs that were left behind and have trials of this one.
  var adopted: [Campaign] = []
  /// Where trials can be found that earlier commands handed over, by key.
  var leftBehind: [String: String]?
  /// Trials of arrays that this session looks after and that nobody has asked for yet, by key.
  var unclaimed: [String: (job: Int, place: TrialPlace)] = [:]

  var entries: [TrialRequest.ID: Entry] = [:]
  /// Trials to be handed over, in order.
  var pending: [TrialRequest.ID] = []
  var jobs: [Job] = []
  var groups: [Int: (events: AsyncStream<ToldEvent>.Continuation, open: Int)] = [:]
  var pacing = TrialPacing()
  /// The first trial of each model whose duration is not known, and when it was handed over.
  var pilots: [String: (id: TrialRequest.ID, since: Double?)] = [:]
  var readiness = Readiness.unknown
  var largestArray = 1
  var nextSubmission = 0.0
  var submissionDelay = 0.0
  var nextQuestion = 0.0
  var questionDelay = 0.0
  var isUnanswered = false
  var lastCall = -Double.infinity
  var waitingSince: Double?
  var nextWaitingNote = 0.0

  private lazy var featuresDigest = features.digest
  private var sources: [ExternalProgram: String] = [:]
  var loop: Task<Void, Never>?
  private var sleeper: Task<Void, Never>?
  private var look = 0.0
  var isInterrupted = false
  private var groupCount = 0

  init(features: Features, shared: SharedFolder, campaign: Campaign?, executor: ClusterExecutor) {
    self.features = features
    self.shared = shared
    self.campaign = campaign
    self.executor = executor
  }

  /// Takes in trials to run; tells of each by `events`, and ends them when all are over.
  func add(_ requests: [TrialRequest], telling events: AsyncStream<ToldEvent>.Continuation) async {
    guard !requests.isEmpty else { return events.finish() }
    let group = groupCount
    groupCount += 1
    groups[group] = (events, requests.count)
    var digests: [Split: String] = [:]
    for request in requests {
      // Shuffled labels are another split of the same rows.
      let isShared = request.model.role != .control
      let digest = (isShared ? digests[request.split] : nil) ?? SplitRows(request).digest
      if isShared { digests[request.split] = digest }
      let preparation = request.model.preparation(of: features)
      let key = request.key(
        split: digest, features: featuresDigest, preparation: preparation?.keyText(for: features),
        source: source(of: request.model),
        limits: options.limits)
      entries[request.id] = Entry(
        request: request, key: key, split: digest, preparation: preparation, group: group)
    }
    pending += adopt(requests.map(\.id))
    (nextQuestion, questionDelay, look) = (min(nextQuestion, now + pace.shortestAsk), 0, 0)
    if isInterrupted { return giveUp() }
    if loop == nil { loop = Task { await drive() } } else { wake() }
  }

  private func source(of model: ConfiguredModel) -> String {
    guard case .program(let program) = model.recipe else { return "" }
    if let known = sources[program] { return known }
    let digest = program.sourceDigest
    sources[program] = digest
    return digest
  }

  func wake() { sleeper?.cancel() }

  private func drive() async {
    while !entries.isEmpty {
      if isInterrupted { await leave() } else { await turn() }
      guard !entries.isEmpty else { break }
      let (sleep, seconds) = (pace.sleep, look)
      let sleeper = Task { await sleep(seconds) }
      self.sleeper = sleeper
      await sleeper.value
    }
    loop = nil
  }

  private func turn() async {
    let count = entries.count
    takeIn()
    if !pending.isEmpty || jobs.contains(where: \.isToBeHandedOver) { await handOver() }
    await askScheduler()
    decideAboutEnds()
    if options.detaches, pending.isEmpty, !jobs.contains(where: \.isToBeHandedOver) { return letGo() }
    look = entries.count < count ? pace.shortestLook : min(max(look * 1.3, pace.shortestLook), pace.longestLook)
  }

  /// The time.
  var now: Double { pace.now() }

  /// Calls the scheduler, not more often than is good for it.
  func paced<Result: Sendable>(_ call: @Sendable () async throws -> Result) async throws -> Result {
    let wait = lastCall + pace.gap - now
    if wait > 0 { await pace.sleep(wait) }
    lastCall = now
    return try await call()
  }

  /// Tells a person something that is no event of a trial.
  func tell(_ note: String) {
    groups.values.first?.events.yield(ToldEvent(event: .note(note)))
  }

  /// Tells how a trial ended; `afterwards` is done when whoever hears of it has dealt with it.
  func finish(
    _ id: TrialRequest.ID, _ outcome: TrialOutcome, curve: [FitProgress] = [], afterwards: (@Sendable () -> Void)? = nil
  ) {
    guard let entry = entries.removeValue(forKey: id), var group = groups[entry.group] else { return }
    group.events.yield(ToldEvent(event: .finished(id, outcome, curve: curve), afterwards: afterwards))
    group.open -= 1
    groups[entry.group] = group
    if outcome.isFailure, !entry.request.mayFail, options.onFailure == .stop { skipTheRest() }
    guard group.open == 0 else { return }
    group.events.finish()
    groups[entry.group] = nil
  }

  /// Skips trials that have not begun, because another has failed.
  private func skipTheRest() {
    let ids = entries.filter { !$0.value.hasStarted && !$0.value.request.mayFail }.keys
    withdraw(Set(ids))
    for id in ids.sorted() { finish(id, .failed(TrialFailure(.skipped, "another trial had failed"))) }
  }
}

extension Features {
  /// SHA-256 of all values and of what the columns are, in lower-case hexadecimal.
  fileprivate var digest: String {
    var hash = SHA256Hash()
    hash.update("\(shape) \(buffer.element) \(table.map { "\($0)" } ?? "")\n")
    for row in 0..<count {
      if let bytes = bytes(ofRow: row) {
        bytes.withUnsafeBytes { hash.update($0) }
      } else {
        doubles(ofRow: row).withUnsafeBytes { hash.update($0) }
      }
    }
    return hash.hexadecimal()
  }
}
