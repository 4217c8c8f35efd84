import BakeoffCore
import BakeoffEvaluation

/// Comma-separated values after RFC 4180: one line a model, with `perClass` four more columns for each class.
public struct CSVFormat: ReportFormat, Hashable {
  /// The id it is selected by.
  public let id = "csv"
  /// The file endings that choose it.
  public let endings = ["csv"]

  /// Makes the format.
  public init() {}

  /// The leaderboard in this format.
  public func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String {
    let values = leaderboard.columns(details).flatMap(\.values)
    return Table(
      columns: values.compactMap { value in
        value.heading.map { Table.Column($0, cells: leaderboard.rows.map { csvText(value.json($0)) }) }
      }
    ).csv
  }
}

/// The value as it stands in a cell; empty where there is none.
private func csvText(_ value: JSON?) -> String {
  switch value {
  case nil, .null: ""
  case .string(let text): text
  case let value?: value.text()
  }
}
