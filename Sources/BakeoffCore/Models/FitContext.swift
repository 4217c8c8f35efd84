/// What a plugin is given besides the examples: a seed, a thread budget, cancellation and a way to report progress.
public struct FitContext: Sendable {
  /// Derived from the experiment's seed, the plugin's id and the split; the only source of randomness.
  public let seed: UInt64
  /// How many threads `fit` may keep busy now, at least 1. It may change while a fit runs, as other trials end and leave
  /// their cores, and it changes no number.
  public var threads: Int { max(1, threadsNow()) }
  private let threadsNow: @Sendable () -> Int
  private let isCancelled: @Sendable () -> Bool
  private let onProgress: @Sendable (FitProgress) -> Void

  /// Makes a context; by default nothing cancels and nobody listens.
  public init(
    seed: UInt64, threads: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (FitProgress) -> Void = { _ in }
  ) {
    precondition(threads >= 1, "a fit needs a thread")
    self.init(seed: seed, threadsNow: { threads }, isCancelled: isCancelled, onProgress: onProgress)
  }

  /// Makes a context whose number of threads is asked for whenever it is needed.
  public init(
    seed: UInt64, threadsNow: @escaping @Sendable () -> Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: @escaping @Sendable (FitProgress) -> Void = { _ in }
  ) {
    self.seed = seed
    self.threadsNow = threadsNow
    self.isCancelled = isCancelled
    self.onProgress = onProgress
  }

  /// Throws `CancellationError` if the trial was cancelled; to be called several times a second.
  public func checkCancellation() throws {
    if isCancelled() { throw CancellationError() }
  }

  /// Tells the user how far training has come.
  public func report(_ progress: FitProgress) {
    onProgress(progress)
  }
}

/// How far training has come.
public struct FitProgress: Hashable, Sendable, Codable {
  /// Passes over the training rows (or iterations of the solver) done, from 1.
  public let epoch: Int
  /// How many there will be at the most.
  public let epochs: Int
  /// The mean training loss of that pass, in the unit of the model's objective per row.
  public let loss: Double

  /// Makes a report.
  public init(epoch: Int, epochs: Int, loss: Double) {
    self.epoch = epoch
    self.epochs = epochs
    self.loss = loss
  }

  /// Whether training can have come this far: counts from 0 to 2^31, the loss any number. What a program says or a file
  /// holds may be anything.
  package var isPlausible: Bool { [epoch, epochs].allSatisfy { 0...(1 << 31) ~= $0 } }
}
