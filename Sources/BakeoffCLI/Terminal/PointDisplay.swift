import BakeoffCore
import BakeoffReports
import Synchronization

/// Counts on standard error the points that a model is held against: on a terminal each as it begins, elsewhere now and then
/// the one that takes long.
final class PointDisplay: Sendable {
  private let name: String
  private let style: ProgressStyle
  private let begun = ContinuousClock().now
  private let line = Mutex("")

  init(of name: String, style: ProgressStyle) {
    self.name = name
    self.style = style
  }

  /// A point is tried next; nil for what comes before the first.
  func begin(_ point: String?, number: Int, of count: Int) {
    let text = pointLine(name, point, number: number, of: count)
    line.withLock { $0 = text }
    if style == .live { writeControl("\r\u{1B}[K" + String(oneLine(text).prefix(TerminalSize.current.columns - 1))) }
  }

  /// Makes room for a result.
  func clear() {
    if style == .live { writeControl("\r\u{1B}[K") }
  }

  /// Says every ten seconds where it is, where that is not shown all the time. Ends with the task.
  func tick() async throws {
    guard style == .lines else { return }
    while true {
      try await Task.sleep(for: .seconds(10))
      let seconds = (ContinuousClock().now - begun).components.seconds
      writeError("bakeoff: \(line.withLock { $0 }), \(seconds) s so far\n")
    }
  }
}

/// Which point of how many a model is held against.
package func pointLine(_ name: String, _ point: String?, number: Int, of count: Int) -> String {
  guard let point else { return "\(name): rows that it learns from, before the first of \(counted(count, "point"))" }
  return "\(name): point \(number) of \(count) (\(point))"
}
