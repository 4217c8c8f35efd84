import BakeoffCore
import BakeoffReports
import Foundation
import Synchronization

/// A callback that shows on standard error what is being loaded: one line redrawn on a terminal, a line each elsewhere.
func loadingDisplay(quiet: Bool) -> @Sendable (String, Double?) -> Void {
  let style = ProgressStyle.standard(quiet: quiet)
  let last = LastLine()
  return { text, share in
    switch style {
    case .none: break
    case .lines:
      if last.replace(with: text) { writeError("\(text)\n") }
    case .live:
      let percent = share.map { " \(Int($0 * 100)) %" } ?? ""
      writeControl("\r\u{1B}[K" + String(oneLine(text + percent).prefix(TerminalSize.current.columns - 1)))
      if share == 1 { writeControl("\r\u{1B}[K") }
    }
  }
}

/// Remembers a line, so that the same one is not printed twice in a row.
private final class LastLine: Sendable {
  private let line = Mutex("")

  /// Whether `text` is another line than the last.
  func replace(with text: String) -> Bool {
    line.withLock { line in
      defer { line = text }
      return line != text
    }
  }
}
