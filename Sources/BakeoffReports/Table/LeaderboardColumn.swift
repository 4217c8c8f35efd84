import BakeoffCore
import BakeoffEvaluation

/// One column of a leaderboard: what a person reads there, and the values behind it for programs.
///
/// Every format renders the same columns: text and Markdown their cells, CSV and JSON their values.
public struct LeaderboardColumn: Sendable {
  /// What a person reads; nil in a column for programs alone.
  let cell: Cell?
  /// What programs read, in order.
  let values: [Value]

  /// Makes a column; without a `cell` it is for programs alone.
  public init(_ cell: Cell? = nil, values: [Value] = []) {
    self.cell = cell
    self.values = values
  }

  /// The same for programs alone.
  var withoutCell: LeaderboardColumn { LeaderboardColumn(nil, values: values) }

  /// The same for people alone.
  var withoutValues: LeaderboardColumn { LeaderboardColumn(cell) }

  /// What a person reads, under a heading.
  public struct Cell: Sendable {
    /// The heading.
    let title: String
    /// On which side of the column the cells stand.
    let alignment: TextAlignment
    /// What stands in a row.
    let text: @Sendable (LeaderboardRow) -> String

    /// Makes a cell.
    public init(
      _ title: String, alignment: TextAlignment = .right, text: @escaping @Sendable (LeaderboardRow) -> String
    ) {
      self.title = title
      self.alignment = alignment
      self.text = text
    }
  }

  /// A value that programs read, by the names it has for them.
  public struct Value: Sendable {
    /// Its heading in CSV; nil where CSV leaves it out.
    let heading: String?
    /// The keys that lead to it in a row's JSON object, from the outermost; empty where JSON leaves it out.
    let path: [String]
    /// The value in a row, in full precision; nil where there is none: CSV is empty there and JSON has no key.
    let json: @Sendable (LeaderboardRow) -> JSON?

    /// Makes a value; headings and keys are in lower case, words joined by underscores.
    public init(
      csv heading: String? = nil, json path: [String] = [], _ json: @escaping @Sendable (LeaderboardRow) -> JSON?
    ) {
      self.heading = heading
      self.path = path
      self.json = json
    }
  }
}

extension Leaderboard {
  /// What a person reads in these columns, one row a model.
  func table(of columns: [LeaderboardColumn]) -> Table {
    Table(
      columns: columns.compactMap(\.cell).map { cell in
        Table.Column(cell.title, alignment: cell.alignment, cells: rows.map(cell.text))
      })
  }
}
