import Foundation

/// A variable in the environment of every process of one trial, by which those are found that have left their session and
/// whose supervisor is gone. Linux only. A process that starts another without its environment hides it.
struct ProcessMark: Sendable {
  /// The name of the variable.
  let name = "BAKEOFF_TRIAL"
  /// Its value, which no other trial has.
  let value = UUID().uuidString

  /// Kills every process that carries the mark, until none is left or what is left cannot be killed.
  func killAll() {
    for _ in 0..<200 {
      let found = ProcessTree.processes(withEnvironment: "\(name)=\(value)")
      guard !found.isEmpty else { return }
      for process in found { kill(process, SIGKILL) }
      poll(nil, 0, 5)
    }
  }
}
