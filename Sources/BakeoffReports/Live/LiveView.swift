import BakeoffCore
import Foundation

/// How a run is coming along, as it is drawn over and over on a terminal: a bar, what runs, what failed, and the
/// leaderboard so far.
package struct LiveView: Hashable, Sendable {
  /// A trial that is running.
  package struct Running: Hashable, Sendable {
    /// The name of the model.
    package let model: String
    /// What it is fitted on, such as `fold 2/5`.
    package let split: String
    /// How far it has come, what matters most first, such as `epoch 3/10`; empty before it has said so.
    package let progress: [String]
    /// The loss it last reported.
    package let loss: Double?

    /// Makes a running trial.
    package init(model: String, split: String, progress: [String] = [], loss: Double? = nil) {
      self.model = model
      self.split = split
      self.progress = progress
      self.loss = loss
    }
  }

  /// A model in the leaderboard so far.
  package struct Standing: Hashable, Sendable {
    /// The name of the model.
    package let model: String
    /// The mean of the metric that ranks; nil where there is none yet.
    package let score: Double?
    /// Trials that succeeded, of how many, such as `2/5`.
    package let ok: String

    /// Makes a standing.
    package init(model: String, score: Double?, ok: String) {
      self.model = model
      self.score = score
      self.ok = ok
    }
  }

  /// Trials that are over.
  package var finished: Int
  /// Trials in all.
  package var total: Int
  /// One line for each failed trial, the latest last.
  package var failures: [String] = []
  /// Seconds since the run began.
  package var secondsPassed: Double
  /// Seconds to the end of the run, where they can be told.
  package var secondsLeft: Double?
  /// What is running, longest first.
  package var running: [Running] = []
  /// The heading of the metric that ranks.
  package var metric: String
  /// The models, best first.
  package var standings: [Standing] = []

  /// A view of a run in which nothing runs.
  package init(finished: Int, total: Int, secondsPassed: Double, secondsLeft: Double? = nil, metric: String) {
    self.finished = finished
    self.total = total
    self.secondsPassed = secondsPassed
    self.secondsLeft = secondsLeft
    self.metric = metric
  }

  /// The lines to draw: each shorter than a line of the terminal, and together fewer than it has.
  ///
  /// Where there is no room for all, the bar comes before what runs, that before the latest failures, and those before
  /// the leaderboard.
  package func lines(in size: TerminalSize) -> [String] {
    let width = size.columns - 1
    var room = size.rows - 1
    var lines: [String] = []
    func add(_ block: [String]) {
      lines += block
      room -= block.count
    }
    add(Array([bar(width: width)].prefix(room)))
    add(
      shortened(
        running.map { self.line($0, width: width) }, to: max(min(room, 2), room / 2), width: width, more: "running"))
    add(failures.suffix(min(3, max(0, room))).map { wholeFields(["failed: \(oneLine($0))"], width: width) })
    // A blank line and a heading without a model below them say nothing.
    if room >= 3, !standings.isEmpty { add([""] + board(width: width, rows: room - 1)) }
    return lines
  }

  private func bar(width: Int) -> String {
    let cells = max(4, min(30, width / 5))
    let filled = total == 0 ? cells : cells * finished / total
    let bar = "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: cells - filled) + "]"
    let failed = failures.isEmpty ? [] : ["\(failures.count) failed"]
    let left = secondsLeft.map { ["\(clock($0)) left"] } ?? []
    return wholeFields(
      [bar, "\(finished)/\(total)"] + failed + left + ["\(clock(secondsPassed)) so far"], width: width)
  }

  private func line(_ trial: Running, width: Int) -> String {
    let names = running.map { terminalWidth(oneLine($0.model)) }.max() ?? 0
    let nameWidth = min(names, max(8, width / 3))
    let name = padded(abbreviated(oneLine(trial.model), to: nameWidth), to: nameWidth, .left)
    let loss = trial.loss.map { ["loss " + String(format: abs($0) < 10 ? "%.4f" : "%.1f", $0)] } ?? []
    return wholeFields([name, trial.split] + trial.progress + loss, width: width)
  }

  private func board(width: Int, rows: Int) -> [String] {
    let nameWidth = max(8, width - 20)
    let table = Table(columns: [
      Table.Column("so far", alignment: .left, cells: standings.map { abbreviated(oneLine($0.model), to: nameWidth) }),
      Table.Column(metric, cells: standings.map { score($0.score) }), Table.Column("ok", cells: standings.map(\.ok)),
    ])
    let lines = table.text(width: width).split(separator: "\n").map { abbreviated(String($0), to: width) }
    return shortened(lines, to: rows, width: width, more: "models")
  }

  /// As many of the lines as there is room for, the last one then saying how many are missing.
  private func shortened(_ lines: [String], to room: Int, width: Int, more: String) -> [String] {
    guard lines.count > room else { return lines }
    guard room > 1 else { return Array(lines.prefix(max(0, room))) }
    return lines.prefix(room - 1) + [abbreviated("and \(lines.count - room + 1) more \(more)", to: max(0, width))]
  }
}

/// As many of the fields as fit, from the left and whole, so that no number is cut in two; the first is cut if it must.
private func wholeFields(_ fields: [String], width: Int) -> String {
  let line = fields.dropFirst().reduce((text: fields.first ?? "", isFull: false)) { line, field in
    let longer = line.text + "  " + field
    return line.isFull || terminalWidth(longer) > width ? (line.text, true) : (longer, false)
  }
  return abbreviated(line.text, to: max(0, width))
}

/// Minutes and seconds, such as `1:05`, from an hour on with hours before them.
private func clock(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  return whole < 3600
    ? String(format: "%d:%02d", whole / 60, whole % 60)
    : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
}
