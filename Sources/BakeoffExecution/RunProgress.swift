import BakeoffCore

/// How far a run has come: a value that events are applied to, with the time as an argument.
public struct RunProgress: Sendable {
  /// A trial that is running.
  public struct Running: Sendable {
    /// The trial.
    public let request: TrialRequest
    /// When it began, in seconds.
    public let start: Double
    /// What it last reported.
    public var latest: FitProgress?

    /// The share of its epochs that is done, where it has reported one.
    var fraction: Double? {
      latest.flatMap { $0.epochs > 0 ? min(1, Double($0.epoch) / Double($0.epochs)) : nil }
    }
  }

  /// How many trials there are in all.
  public let total: Int
  /// How many run at the same time.
  public let jobs: Int
  /// The trials running now, longest first.
  public private(set) var running: [Running] = []
  /// The trials that are over.
  public private(set) var finished: [Trial] = []
  private var secondsByModel: [Int: [Double]] = [:]
  private let trialsByModel: [Int: Int]

  /// Nothing has run yet.
  public init(requests: [TrialRequest], jobs: Int) {
    total = requests.count
    self.jobs = jobs
    trialsByModel = requests.reduce(into: [:]) { $0[$1.model, default: 0] += 1 }
  }

  /// Takes in what happened at `time` (seconds on any clock that only goes forward).
  public mutating func apply(_ event: TrialEvent, at time: Double) {
    switch event {
    case .started(let request):
      running.append(Running(request: request, start: time))
    case .progressed(let request, let progress):
      guard let index = running.firstIndex(where: { $0.request == request }) else { return }
      running[index].latest = progress
    case .finished(let trial):
      finished.append(trial)
      guard
        let index = running.firstIndex(where: { $0.request.model == trial.model && $0.request.split == trial.split })
      else { return }
      secondsByModel[trial.model, default: []].append(time - running[index].start)
      running.remove(at: index)
    }
  }

  /// The seconds left at `time`, from what finished and running trials say; nil until every model has said something.
  public func secondsLeft(at time: Double) -> Double? {
    var work = 0.0
    for (model, count) in trialsByModel {
      let done = finished.count { $0.model == model }
      let now = running.filter { $0.request.model == model }
      guard count > done else { continue }
      guard let each = secondsPerTrial(model, running: now, at: time) else { return nil }
      let begun = now.reduce(0) { $0 + min(each, time - $1.start) }
      work += each * Double(count - done) - begun
    }
    return work / Double(min(jobs, max(1, total - finished.count)))
  }

  /// Seconds a trial of `model` takes: the mean of those finished, or what the epochs of a running one extrapolate to.
  private func secondsPerTrial(_ model: Int, running: [Running], at time: Double) -> Double? {
    if let seconds = secondsByModel[model], !seconds.isEmpty {
      return seconds.reduce(0, +) / Double(seconds.count)
    }
    return running.lazy.compactMap { trial in
      trial.fraction.flatMap { $0 > 0 ? (time - trial.start) / $0 : nil }
    }.first
  }
}
