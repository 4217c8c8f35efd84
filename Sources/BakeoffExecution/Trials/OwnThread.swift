import Foundation

/// Runs `body` on a thread of its own, because a fit may take minutes and must not hold a thread of the shared pool. The
/// flag it is given is set when the task that waits for it is cancelled.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable (_ isCancelled: AtomicFlag) -> Result) async
  -> Result
{
  let isCancelled = AtomicFlag()
  return await withTaskCancellationHandler {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body(isCancelled)) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  } onCancel: {
    isCancelled.set()
  }
}
