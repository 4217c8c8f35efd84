import BakeoffReports
import Foundation

/// How progress is shown on standard error.
enum ProgressStyle: Sendable {
  case none
  /// Plain lines, for files and logs.
  case lines
  /// Drawn over and over on a terminal.
  case live

  /// The style for this process's standard error.
  static func standard(quiet: Bool) -> ProgressStyle {
    if quiet { return .none }
    let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    return isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb" ? .live : .lines
  }
}

extension TerminalSize {
  /// The size now of the terminal standard error is shown on; 80 x 24 where it cannot be told.
  static var current: TerminalSize {
    var size = winsize()
    guard ioctl(FileHandle.standardError.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
