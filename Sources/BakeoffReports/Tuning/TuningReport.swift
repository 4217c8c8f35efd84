import BakeoffCore
import BakeoffEvaluation
import Foundation

/// Every configuration that the searches of a run have tried, model by model and split by split.
public struct TuningReport: Hashable, Sendable {
  /// The search of one tuned model on one split.
  public struct Entry: Hashable, Sendable {
    /// The tuned model.
    public let model: Competitor
    /// The split, from 0.
    public let split: Int
    /// What was tried.
    public let search: SearchRecord
    /// The score on the rows of the split that the search has not seen; nil where there is none.
    public let outer: Double?
  }

  /// The searches, by model and split.
  public let entries: [Entry]
  /// The metric of the scores.
  public let metric: MetricDescription

  /// Collects the searches of a run, of the tuned models that are `named`, or of all.
  ///
  /// Throws `ConfigurationError` for a name of none, and where nothing was tuned. `metrics` has the metric they were made by.
  public init(_ run: RunRecord, named name: String? = nil, metrics: (String) throws -> any Metric) throws {
    let tuned = run.competitors.indices.filter { run.competitors[$0].tuning != nil }
    guard !tuned.isEmpty else {
      throw ConfigurationError(
        "no model of run \(run.number ?? 0) was tuned; `bakeoff compare --tune MODEL` tunes one")
    }
    let names = tuned.map { run.competitors[$0].name }
    let chosen =
      name.map { name in tuned.filter { [name, "tuned:" + name].contains(run.competitors[$0].name) } } ?? tuned
    guard !chosen.isEmpty else {
      throw ConfigurationError(
        "\(name ?? ""): no such tuned model in this run\(didYouMean(name ?? "", among: names)) (known: \(names.joined(separator: ", ")))"
      )
    }
    let trials = chosen.flatMap { model in
      run.trials.filter { $0.model == model && $0.search != nil }.sorted { $0.split < $1.split }
    }
    guard let id = trials.lazy.compactMap(\.search?.metric).first else {
      throw ConfigurationError("no search of run \(run.number ?? 0) has come to anything yet")
    }
    let metric = try metrics(id)
    self.metric = MetricDescription(metric)
    entries = trials.compactMap { trial in
      trial.search.map {
        Entry(
          model: run.competitors[trial.model], split: trial.split, search: $0,
          outer: trial.outcome.predictions.flatMap { metric.score($0, truth: run.truths[trial.split]) })
      }
    }
  }
}

extension TuningReport.Entry {
  /// The names of the searched settings.
  var axes: [String] { model.tuning?.space.keys.sorted() ?? [] }

  /// The configurations as they are listed: those that stayed in first, then those that came furthest, the better mean first.
  func order(_ direction: MetricDirection) -> [Int] {
    let sign = direction == .higherIsBetter ? 1.0 : -1
    return search.candidates.indices.sorted { first, second in
      key(first, sign).lexicographicallyPrecedes(key(second, sign))
    }
  }

  private func key(_ index: Int, _ sign: Double) -> [Double] {
    let candidate = search.candidates[index]
    let folds = Double(candidate.scores.count { $0 != nil })
    let partial = candidate.partial.last.map { ($0.share, $0.score) } ?? (0, -.infinity)
    return [
      candidate.ending == nil ? 0 : 1, -folds, -partial.0, -sign * (candidate.mean ?? partial.1), Double(index),
    ]
  }

  /// What became of a configuration, in a few words.
  func outcome(_ index: Int) -> String {
    let candidate = search.candidates[index]
    let own = index == 0 ? "its own" : ""
    let words: String =
      if index == search.chosen {
        "chosen"
      } else if index == search.leader {
        "best mean"
      } else {
        switch candidate.ending?.reason {
        case .worse: "behind by \(score(candidate.ending?.lead))"
        case .outranked: "outranked at \(share(candidate.ending?.share))"
        case .failed: "failed"
        case nil: ""
        }
      }
    return [own, words].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension SearchRecord.Candidate {
  /// The score that is shown: the mean over the folds met, or that with less.
  var shownScore: Double? { mean ?? partial.last?.score }
}

/// A share as a fraction of one, such as `1/9`.
private func share(_ share: Double?) -> String {
  guard let share, share > 0 else { return "-" }
  return share == 1 ? "all" : "1/\(Int((1 / share).rounded()))"
}

extension TuningReport {
  /// The configurations as text for a terminal of 80 columns.
  public var text: String {
    entries.map { entry in
      let search = entry.search
      let outer = entry.outer.map { "; \(score($0)) on the rows of the split" } ?? ""
      let percent = search.fullFits > 0 ? Int((Double(search.fits) / Double(search.fullFits) * 100).rounded()) : 0
      let heading =
        "\(entry.model.name), split \(entry.split + 1): \(counted(search.candidates.count, "configuration")), "
        + "\(counted(search.fits, "fit")) of \(grouped(search.fullFits)) (\(percent) %), \(seconds(search.seconds)) s\(outer). "
        + "End: \(search.end)."
      return wrapped(oneLine(heading), width: 80).joined(separator: "\n") + "\n\n" + table(of: entry).text(repeating: 1)
        + failures(of: entry)
    }.joined(separator: "\n")
  }

  /// Why configurations failed, those together that failed for the same reason.
  private func failures(of entry: Entry) -> String {
    let candidates = entry.search.candidates
    let failed = candidates.indices.filter { candidates[$0].ending?.reason == .failed }
    return failureReasons(failed.map { candidates[$0] }).map { message, _ in
      let places = failed.filter { (candidates[$0].ending?.message ?? message) == message }.map { "#\($0 + 1)" }
      return wrapped(oneLine("Failed, \(places.joined(separator: ", ")): \(message)"), width: 80, indentation: "  ")
        .joined(separator: "\n") + "\n"
    }.joined()
  }

  /// The configurations of one search.
  func table(of entry: Entry) -> Table {
    let order = entry.order(metric.direction)
    let candidates = order.map { entry.search.candidates[$0] }
    return Table(
      columns: [Table.Column("#", cells: order.map { "\($0 + 1)" })]
        + entry.axes.map { axis in
          Table.Column(axis, cells: candidates.map { $0.settings[axis].map { oneLine("\($0)") } ?? "-" })
        } + [
          Table.Column(metric.title, cells: order.map { score(entry.search.candidates[$0].shownScore) }),
          Table.Column("folds", cells: candidates.map { "\($0.scores.count { $0 != nil })/\(entry.search.folds)" }),
          Table.Column("s", cells: candidates.map { seconds($0.seconds) }),
          Table.Column("outcome", alignment: .left, cells: order.map(entry.outcome)),
        ])
  }

  /// One line a configuration, as comma-separated values.
  public var csv: String {
    let axes = entries.flatMap(\.axes).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let rows = entries.flatMap { entry in entry.search.candidates.indices.map { (entry: entry, index: $0) } }
    let candidates = rows.map { $0.entry.search.candidates[$0.index] }
    func column(_ title: String, _ cell: (SearchRecord.Candidate) -> String) -> Table.Column {
      Table.Column(title, cells: candidates.map(cell))
    }
    return Table(
      columns: [
        Table.Column("model", cells: rows.map(\.entry.model.name)),
        Table.Column("split", cells: rows.map { "\($0.entry.split)" }),
        Table.Column("configuration", cells: rows.map { "\($0.index)" }),
      ] + axes.map { axis in column(axis) { $0.settings[axis].map { "\($0)" } ?? "" } } + [
        column(metric.id) { $0.shownScore.map { "\($0)" } ?? "" },
        column("folds") { "\($0.scores.count { $0 != nil })" }, column("seconds") { "\($0.seconds)" },
        column("ending") { $0.ending?.reason.rawValue ?? "" }, column("lead") { $0.ending?.lead.map { "\($0)" } ?? "" },
        column("error") { $0.ending?.error.map { "\($0)" } ?? "" },
        column("chance") { $0.ending?.chance.map { "\($0)" } ?? "" },
        Table.Column("chosen", cells: rows.map { $0.index == $0.entry.search.chosen ? "true" : "false" }),
        column("message") { $0.ending?.message ?? "" },
      ]
    ).csv
  }

  /// All of it as JSON, the contract `bakeoff.tuning/1`.
  public var json: String {
    JSON.object([
      ("schema", .string("bakeoff.tuning/1")), ("metric", .string(metric.id)),
      ("direction", .string(metric.direction.rawValue)), ("searches", .array(entries.map(object))),
    ]).text() + "\n"
  }

  private func object(_ entry: Entry) -> JSON {
    let search = entry.search
    return .object([
      ("model", .string(entry.model.name)), ("base", .string(entry.model.tuning?.base ?? "")),
      ("split", .integer(entry.split)), ("folds", .integer(search.folds)), ("fits", .integer(search.fits)),
      ("full_fits", .integer(search.fullFits)), ("seconds", .number(search.seconds)), ("end", .string(search.end)),
      ("chosen", search.chosen.map { .integer($0) } ?? .null), ("outer_score", .number(entry.outer)),
      (
        "configurations",
        .array(
          search.candidates.map { candidate in
            .object([
              ("settings", .settings(candidate.settings)), ("scores", .array(candidate.scores.map { .number($0) })),
              (
                "partial",
                .array(
                  candidate.partial.map { .object([("share", .number($0.share)), ("score", .number($0.score))]) })
              ), ("seconds", .number(candidate.seconds)), ("ending", candidate.ending.map(ending) ?? .null),
            ])
          })
      ),
    ])
  }

  private func ending(_ ending: SearchRecord.Ending) -> JSON {
    .object([
      ("reason", .string(ending.reason.rawValue)), ("folds", .integer(ending.folds)), ("share", .number(ending.share)),
      ("lead", .number(ending.lead)), ("error", .number(ending.error)), ("chance", .number(ending.chance)),
      ("message", ending.message.map { .string($0) } ?? .null),
    ])
  }
}
