import Synchronization

/// A flag that is set once and read from any thread.
package final class AtomicFlag: Sendable {
  private let flag = Atomic(false)
  package init() {}
  package var isSet: Bool { flag.load(ordering: .relaxed) }
  package func set() { flag.store(true, ordering: .relaxed) }
}
