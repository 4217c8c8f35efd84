import BakeoffCore
import BakeoffEvaluation

/// A row of the data as a page shows it.
public enum ShownRow: Sendable {
  /// A picture, as the address of a data URI.
  case picture(String)
  /// The values of a plain row.
  case values(String)

  /// The address or the values.
  var text: String {
    switch self {
    case .picture(let text), .values(let text): text
    }
  }
}

/// Everything a page shows of a run.
public struct ReportData: Sendable {
  /// The run.
  public let run: RunRecord
  /// Its leaderboard.
  public let board: Leaderboard
  /// The rows that are shown, by their numbers; those of the lists first, as many as a page can hold.
  let rows: [Int: ShownRow]
  /// The command that makes such a run again.
  public let command: String
  /// The predictions of each complete model, in the order of the board, with its place there.
  let pooled: [(place: Int, predictions: PooledPredictions)]
  /// Rows that the entrants do not agree on; nil for fewer than two entrants with scores of the same rows.
  let disagreement: Disagreement?
  /// Rows of the cells that can be opened.
  let examples: [Cell: [Int]]
  /// The curves of each of `pooled` that has any.
  let curves: [(place: Int, curves: RankCurves)]

  /// The most rows in a list of the page.
  static let listLength = 24

  /// Collects what a page shows.
  public init(
    run: RunRecord, board: Leaderboard, command: String, row: (@Sendable (Int) -> ShownRow?)? = nil
  ) {
    self.run = run
    self.board = board
    self.command = command
    let numbers = Dictionary(run.competitors.enumerated().map { ($1.name, $0) }) { first, _ in first }
    let pooled = board.rows.enumerated().compactMap { place, row -> (place: Int, predictions: PooledPredictions)? in
      guard row.competitor.role != .control, let model = numbers[row.competitor.name],
        let predictions = PooledPredictions(run, model: model)
      else { return nil }
      return (place, predictions)
    }
    let entrants = pooled.filter { board.rows[$0.place].competitor.role == .entrant }
    self.pooled = pooled
    disagreement = Disagreement(entrants.map(\.predictions), limit: Self.listLength)
    let wrong = board.run.classNames.count > largestMatrix ? [:] : wrongRows(of: entrants, perCell: 8, limit: 1500)
    let lists = disagreement.map { [$0.wrongForAll, $0.onlyFirst, $0.onlySecond, $0.leastCertain] } ?? []
    let cells = wrong.sorted { $0.key.place < $1.key.place }.flatMap(\.value)
    let rows = row.map { shownRows(lists.flatMap { $0.map(\.row) } + cells, $0) } ?? [:]
    self.rows = rows
    examples = wrong.mapValues { $0.filter { rows[$0] != nil } }.filter { !$0.value.isEmpty }
    // Half a pixel of a side of some 350.
    curves = pooled.compactMap { entry in
      RankCurves(entry.predictions, positive: run.task.positiveLabel, tolerance: 0.5 / 350).map { (entry.place, $0) }
    }
  }

  /// The name of the model at a place of the board.
  func name(_ place: Int) -> String { oneLine(board.rows[place].competitor.name) }

  /// The models that charts of scores draw: floors and controls would take up the scale.
  var drawn: [Int] {
    let entrants = board.rows.indices.filter { board.rows[$0].competitor.role == .entrant }
    return entrants.isEmpty ? Array(board.rows.indices) : entrants
  }

  /// The metric that ranks, and its place among the metrics.
  var ranking: (metric: MetricDescription, index: Int) {
    let index = board.metrics.firstIndex { $0.id == board.sortedBy } ?? 0
    return (board.metrics[index], index)
  }

  /// The trials of the model at a place of the board, of all training rows.
  func trials(_ place: Int) -> [Trial] {
    guard let model = run.competitors.firstIndex(where: { $0.name == board.rows[place].competitor.name }) else {
      return []
    }
    return run.trials.filter { $0.model == model && run.splits[$0.split].share == 1 }
  }
}

/// Rows of each cell off the diagonal, at most so many in a cell and in all; the cells of the best models first.
private func wrongRows(
  of models: [(place: Int, predictions: PooledPredictions)], perCell: Int, limit: Int
) -> [Cell: [Int]] {
  var found: [Cell: [Int]] = [:]
  var left = limit
  for (place, pooled) in models {
    for (index, predicted) in pooled.predictions.labels.enumerated() where left > 0 {
      let cell = Cell(place, pooled.truth[index], predicted)
      guard cell.truth != predicted, found[cell]?.count ?? 0 < perCell else { continue }
      found[cell, default: []].append(pooled.rows[index])
      left -= 1
    }
  }
  return found
}

/// The rows with these numbers, in their order, as far as they fill no more than four million characters.
private func shownRows(_ numbers: [Int], _ row: (Int) -> ShownRow?) -> [Int: ShownRow] {
  var shown: [Int: ShownRow] = [:]
  var left = 4_000_000
  for number in numbers where shown[number] == nil {
    guard let found = row(number) else { continue }
    left -= found.text.utf8.count
    guard left >= 0 else { break }
    shown[number] = found
  }
  return shown
}
