import BakeoffCore

/// Titled columns of text, all of the same length: every report is one of these, rendered.
public struct Table: Hashable, Sendable {
  /// A title and the cells below it.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public let title: String
    /// On which side the cells stand.
    public let alignment: TextAlignment
    /// One cell a row.
    public let cells: [String]

    /// Makes a column.
    public init(_ title: String, alignment: TextAlignment = .right, cells: [String]) {
      self.title = title
      self.alignment = alignment
      self.cells = cells
    }
  }

  /// The columns, from the left.
  public let columns: [Column]

  /// Joins columns; traps unless all have as many cells.
  public init(columns: [Column]) {
    precondition(columns.allSatisfy { $0.cells.count == columns.first?.cells.count }, "one cell a row in each column")
    self.columns = columns
  }

  /// The number of rows below the titles.
  public var rowCount: Int { columns.first?.cells.count ?? 0 }

  /// The cells of every row, from the top.
  var rows: [[String]] {
    (0..<rowCount).map { row in columns.map { $0.cells[row] } }
  }
}
