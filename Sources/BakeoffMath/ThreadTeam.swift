import BakeoffKernels
import Foundation
import Synchronization

/// Threads that help with one fit: they share out work that takes a tenth of a millisecond, a hundred thousand times.
///
/// Work is cut into chunks, and whoever is free takes the next. The thread that asks works too and never waits for a
/// helper that has not begun, so that one that is late, or has no core of its own, costs nothing. Between two pieces of
/// work helpers look for the next one a while before they sleep: to be woken takes longer than most pieces do.
package final class ThreadTeam: Sendable {
  private let board = WorkBoard()
  private let limit = Atomic(1)
  private let helperCount = Mutex(0)

  /// A team of the asking thread alone.
  package init() {}

  deinit { board.close() }

  /// From now on keeps up to so many threads busy, the asking one among them.
  package func use(threads: Int) {
    limit.store(max(1, threads), ordering: .relaxed)
    helperCount.withLock { count in
      while count < threads - 1 {
        count += 1
        startHelper(number: count)
      }
    }
  }

  /// Threads of the team, asking one included, numbered from 0: one that is no longer wanted may still take part.
  package var memberCount: Int { helperCount.withLock { $0 + 1 } }

  private func startHelper(number: Int) {
    let board = board
    let thread = Thread { withDenormalsFlushed { board.help(as: number) } }
    thread.name = "bakeoff-fit"
    thread.start()
  }

  /// Calls `body` with ranges that together are 0..<count and with the number of the thread that does so, below
  /// `memberCount`; returns when all is done. Every range but the last is a multiple of `unit` long. For one thread at a time.
  package func share(_ count: Int, unit: Int = 1, _ body: @Sendable (_ thread: Int, Range<Int>) -> Void) {
    let threads = limit.load(ordering: .relaxed)
    let units = (count + unit - 1) / unit
    let chunks = min(units, threads * Self.chunksAThread)
    guard threads > 1, chunks > 1 else { return body(0, 0..<count) }
    withoutActuallyEscaping(body) { body in
      board.work(chunks: chunks, helpers: threads - 1) { thread, chunk in
        body(thread, units * chunk / chunks * unit..<min(units * (chunk + 1) / chunks * unit, count))
      }
    }
  }

  /// More chunks than threads: who is late then leaves the others little to wait for.
  private static let chunksAThread = 4
}

/// Shares 0..<count out among the threads of `team`; without one the calling thread does it all.
func sharedOut(
  _ count: Int, by team: ThreadTeam?, unit: Int = 1, _ body: @Sendable (_ thread: Int, Range<Int>) -> Void
) {
  guard let team else { return body(0, 0..<count) }
  team.share(count, unit: unit, body)
}

/// What a team and its helpers see of each other.
private final class WorkBoard: Sendable {
  typealias Work = @Sendable (_ thread: Int, _ chunk: Int) -> Void

  /// The number of the piece of work, how many chunks it has, and how many of them are taken, in one word, so that taking
  /// a chunk of a piece of work that is over is impossible.
  private let ticket = Atomic<UInt64>(0)
  private let finished = Atomic(0)
  /// Helpers that may take part.
  private let invited = Atomic(0)
  private let isClosed = Atomic(false)
  private let sleeping = Atomic(0)
  private let bell = DispatchSemaphore(value: 0)
  // Safe to share: written while no chunk is to be had, read by those who have taken one.
  nonisolated(unsafe) private var current: Work?

  private static let field: UInt64 = 1 << 20
  /// How often a helper looks for work before it sleeps: about a fifth of a millisecond.
  private static let looks = 4000

  /// Has `work` done for every chunk, 0..<chunks, by the calling thread and up to so many helpers.
  func work(chunks: Int, helpers: Int, _ work: @escaping Work) {
    current = work
    finished.store(0, ordering: .relaxed)
    invited.store(helpers, ordering: .relaxed)
    let piece = ticket.load(ordering: .relaxed) / (Self.field * Self.field) + 1
    ticket.store((piece &* Self.field &+ UInt64(chunks)) &* Self.field, ordering: .sequentiallyConsistent)
    for _ in 0..<min(helpers, sleeping.load(ordering: .sequentiallyConsistent)) { bell.signal() }
    takeChunks(as: 0)
    while finished.load(ordering: .acquiring) < chunks { bakeoff_pause() }
    current = nil
  }

  /// What a helper does until the team is gone.
  func help(as number: Int) {
    while !isClosed.load(ordering: .relaxed) {
      if number <= invited.load(ordering: .relaxed), takeChunks(as: number) { continue }
      waitForWork(as: number)
    }
  }

  /// Ends all helpers.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    for _ in 0..<sleeping.load(ordering: .sequentiallyConsistent) { bell.signal() }
  }

  /// Does chunks until there are none left; whether there was one.
  @discardableResult private func takeChunks(as thread: Int) -> Bool {
    var hasWorked = false
    while let chunk = nextChunk() {
      current?(thread, chunk)
      finished.add(1, ordering: .releasing)
      hasWorked = true
    }
    return hasWorked
  }

  private func nextChunk() -> Int? {
    var seen = ticket.load(ordering: .acquiring)
    while true {
      let (taken, chunks) = (seen % Self.field, seen / Self.field % Self.field)
      guard taken < chunks else { return nil }
      let (isMine, original) = ticket.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if isMine { return Int(taken) }
      seen = original
    }
  }

  private func waitForWork(as number: Int) {
    for _ in 0..<Self.looks {
      if isClosed.load(ordering: .relaxed) || hasWork(for: number) { return }
      bakeoff_pause()
    }
    sleeping.add(1, ordering: .sequentiallyConsistent)
    // Looked for once more: what was put up before this one was counted rings for no one.
    if !hasWork(for: number), !isClosed.load(ordering: .sequentiallyConsistent) { bell.wait() }
    sleeping.subtract(1, ordering: .sequentiallyConsistent)
  }

  private func hasWork(for number: Int) -> Bool {
    let seen = ticket.load(ordering: .sequentiallyConsistent)
    return number <= invited.load(ordering: .relaxed) && seen % Self.field < seen / Self.field % Self.field
  }
}
