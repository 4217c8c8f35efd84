/// The size of a terminal in characters.
public struct TerminalSize: Hashable, Sendable {
  /// Characters in a line, at least 1.
  public let columns: Int
  /// Lines, at least 1.
  public let rows: Int

  /// Makes a size; less than 1 counts as 1.
  public init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
  }
}
