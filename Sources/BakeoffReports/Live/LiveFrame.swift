import BakeoffCore

/// What stands on a terminal and is drawn over: the control sequences that replace some lines by others.
///
/// The cursor waits at the start of the line below the last one and is never hidden: whenever the program ends, be it
/// by a signal, the terminal is as it should be.
package struct LiveFrame: Hashable, Sendable {
  private var lines: [String] = []

  /// Nothing is drawn yet.
  package init() {}

  /// What to write so that these lines stand where the last ones did; empty where nothing changed.
  package mutating func draw(_ lines: [String], in size: TerminalSize) -> String {
    guard lines != self.lines else { return "" }
    let erasing = erase(in: size)
    self.lines = lines
    return erasing + lines.map { $0 + "\n" }.joined()
  }

  /// What to write so that nothing of the lines remains; empty where there are none.
  package mutating func erase(in size: TerminalSize) -> String {
    guard !lines.isEmpty else { return "" }
    // A terminal made narrower since has broken lines in two.
    let height = lines.map { max(1, (terminalWidth($0) + size.columns - 1) / size.columns) }.reduce(0, +)
    lines = []
    // Line by line, as some terminals keep in their history what clearing a whole screen removes.
    return "\r" + String(repeating: "\u{1B}[A\u{1B}[2K", count: min(height, size.rows))
  }
}
