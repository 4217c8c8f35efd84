import BakeoffCore
import BakeoffEvaluation

/// What stands above the table: label and value, in order.
func headingLines(_ run: RunDescription) -> [(label: String, value: String)] {
  [
    ("Data set", "\(run.dataset), \(grouped(run.rows)) rows, \(run.classNames.count) classes")
  ] + dataLines(run) + [
    ("Task", run.task),
    ("Resampling", run.resampling),
    ("Seed", "\(run.seed)"),
    ("BLAS", run.environment.blas),
    ("Machine", run.environment.machine),
  ] + (run.confinement.map { [("Confined", $0)] } ?? [])
}

/// What is said of the data above the table: target, classes with their rows, and how rows were prepared.
private func dataLines(_ run: RunDescription) -> [(label: String, value: String)] {
  guard let data = run.data else { return [] }
  let target = data.target.map { [("Target", $0)] } ?? []
  let isCommon = data.preparations.count == 1
  let preparations = data.preparations.map { preparation in
    ("Prepared", preparation.summary + (isCommon ? "" : " (\(preparation.models.joined(separator: ", ")))"))
  }
  return target + [("Classes", listedCounts(run.classNames, data.classCounts))] + preparations
}

/// What was found when the data was read, and the models it is nothing for.
private func dataNotes(_ run: RunDescription) -> [String] {
  guard let data = run.data else { return [] }
  return data.notes.map { "Data: \($0)" } + data.leftOut.map { "Left out: \($0.name): \($0.reason)." }
}

/// What stands below the table, one line each: how to read it, what is undefined, what failed.
func footnotes(_ leaderboard: Leaderboard, _ details: ReportDetails) -> [String] {
  evidenceNotes(leaderboard, cheapestBy: details.cheapestBy) + tuningNotes(leaderboard) + raceNotes(leaderboard)
    + controlNotes(leaderboard)
    + learningCurveNotes(leaderboard) + dataNotes(leaderboard.run)
    + (leaderboard.evidence == nil ? rankingNote(leaderboard) + spreadNote(leaderboard) : evidenceLegend(leaderboard))
    + pooledNote(leaderboard) + averageNote(leaderboard) + unbalancedNote(leaderboard) + clippedNotes(leaderboard)
    + undefinedNotes(leaderboard) + trainingNotes(leaderboard)
    + costNotes(leaderboard, costs: details.costs) + waitingNotes(leaderboard) + severalCoresNotes(leaderboard)
    + machineNotes(leaderboard)
    + cachedNotes(leaderboard) + failureNotes(leaderboard)
}

private func spreadNote(_ leaderboard: Leaderboard) -> [String] {
  guard leaderboard.rows.contains(where: { $0.scores.first?.std != nil }) else { return [] }
  let splits = leaderboard.rows.map(\.trials).max() ?? 0
  return ["\(leaderboard.metrics[0].title): mean ± sample standard deviation over \(splits) splits."]
}

/// Where another metric than the first decides.
private func rankingNote(_ leaderboard: Leaderboard) -> [String] {
  guard let metric = leaderboard.metrics.dropFirst().first(where: { $0.id == leaderboard.sortedBy }) else { return [] }
  return ["Ranked by \(metric.title)."]
}

private func averageNote(_ leaderboard: Leaderboard) -> [String] {
  let averaged = leaderboard.metrics.filter { ClassScore(rawValue: $0.id) != nil }.map(\.title)
  guard !averaged.isEmpty else { return [] }
  let run = leaderboard.run
  let meaning =
    switch run.average {
    case .macro: "plain mean over the classes (macro)"
    case .micro: "from counts summed over the classes (micro)"
    case .weighted: "mean weighted by the classes' rows (weighted)"
    case .binary: "of the class \(run.classNames.last ?? "1") alone (binary)"
    }
  return ["\(averaged.joined(separator: ", ")): \(meaning)."]
}

/// The metrics that are computed over all test rows of a repeat together.
private func pooledNote(_ leaderboard: Leaderboard) -> [String] {
  let pooled = zip(leaderboard.metrics, leaderboard.rows.first?.scores ?? []).filter { $0.1.isPooled }.map(\.0.title)
  guard !pooled.isEmpty else { return [] }
  return [
    "\(pooled.joined(separator: ", ")): pooled, over the test rows of all splits together, as single splits test too few rows."
  ]
}

private func undefinedNotes(_ leaderboard: Leaderboard) -> [String] {
  let names = leaderboard.run.classNames
  let counted = leaderboard.rows.flatMap { row in
    leaderboard.metrics.compactMap { metric in undefinedNote(row, metric, names: names) }
  }
  let missing = leaderboard.rows.contains { row in row.ok > 0 && row.scores.contains { $0.mean == nil } }
  let dashes = "-: not defined, as log-loss is not for margins, nor ROC AUC without a class."
  return counted + (missing ? [dashes] : []) + partlyDefinedNotes(leaderboard) + certainNotes(leaderboard)
}

/// Which classes of a model had no value of a metric, why, and on how many splits.
private func undefinedNote(_ row: LeaderboardRow, _ metric: MetricDescription, names: [String]) -> String? {
  let scores = row.undefined.filter { $0.metric == metric }.sorted { ($1.splits, $0.label) < ($0.splits, $1.label) }
  guard let most = scores.first else { return nil }
  let reason =
    switch ClassScore(rawValue: metric.id) {
    case .precision: "never predicted"
    case .recall: "without a test row"
    default: "without a test row and never predicted"
    }
  let shown = scores.prefix(5).map { names.indices.contains($0.label) ? names[$0.label] : "#\($0.label)" }
  let more = scores.count > 5 ? " and \(counted(scores.count - 5, "more class"))" : ""
  let splits = (scores.allSatisfy { $0.splits == most.splits } ? "" : "up to ") + "\(most.splits) of \(row.trials)"
  return oneLine(
    "\(row.competitor.name), \(metric.title): counts as 0 for \(shown.joined(separator: ", "))\(more), \(reason) in "
      + "\(splits) splits.")
}

/// Metrics that no model can fail.
private func certainNotes(_ leaderboard: Leaderboard) -> [String] {
  let classes = leaderboard.run.classNames.count
  return leaderboard.metrics.compactMap { metric in
    let parts = metric.id.split(separator: "-")
    guard parts.count == 3, parts[0] == "top", parts[2] == "accuracy", let count = Int(parts[1]), count >= classes
    else { return nil }
    return "\(metric.title): there are only \(classes) classes, so every row counts as right; ask for fewer."
  }
}

/// A line for each model with failures, and for each mean that is over fewer splits than succeeded.
private func partlyDefinedNotes(_ leaderboard: Leaderboard) -> [String] {
  let failed = leaderboard.rows.filter { $0.ok > 0 && !$0.isComplete }.map { row in
    oneLine(
      "\(row.competitor.name): means are over the \(row.ok) of \(row.trials) trials that "
        + (row.stoppedAfter == nil ? "succeeded" : "were run") + "; it ranks below every complete model.")
  }
  return failed
    + leaderboard.rows.flatMap { row in
      zip(leaderboard.metrics, row.scores).compactMap { metric, measure in
        let defined = measure.folds.count { $0 != nil }
        guard !measure.isPooled, defined > 0, defined < row.ok else { return nil }
        return oneLine(
          "\(row.competitor.name), \(metric.title): over the \(defined) of \(row.ok) splits it is defined on.")
      }
    }
}

private func costNotes(_ leaderboard: Leaderboard, costs: [Cost]) -> [String] {
  let missing = costs.filter { cost in leaderboard.rows.allSatisfy { $0.costs[cost] == nil } }.map(\.title)
  return missing.isEmpty ? [] : ["\(missing.joined(separator: ", ")): not measured in this run."]
}

/// Models whose trials took far longer by the clock than they computed.
private func waitingNotes(_ leaderboard: Leaderboard) -> [String] {
  let waiting = clockAndCPU(leaderboard) { wall, cpu in wall > 2 * cpu + 1 }
  guard !waiting.isEmpty else { return [] }
  return ["Seconds say little: the machine was busy, or a model waited: \(waiting.joined(separator: ", "))."]
}

/// Models whose trials kept more than one core busy: their seconds by the clock are not what they cost.
private func severalCoresNotes(_ leaderboard: Leaderboard) -> [String] {
  let helped = clockAndCPU(leaderboard) { wall, cpu in cpu > 1.25 * wall && cpu > 1 }
  guard !helped.isEmpty else { return [] }
  return ["Idle cores helped, in the mean of a model's trials: \(helped.joined(separator: ", "))."]
}

/// The models whose mean seconds of a trial, by the clock and of CPU, are like that, with both.
private func clockAndCPU(_ leaderboard: Leaderboard, _ isMeant: (Double, Double) -> Bool) -> [String] {
  leaderboard.rows.compactMap { row in
    guard let wall = row.costs[.wall]?.mean, let cpu = row.costs[.cpu]?.mean, isMeant(wall, cpu) else { return nil }
    return "\(oneLine(row.competitor.name)) (\(seconds(wall)) s by the clock, \(seconds(cpu)) s of CPU)"
  }
}

/// Which machines ran trials, where those were others; their kernels decide about last digits.
private func machineNotes(_ leaderboard: Leaderboard) -> [String] {
  let machines = leaderboard.machines
  guard let first = machines.first else { return [] }
  func kind(_ machines: TrialMachines) -> String {
    let others = machines.nodes.count - 4
    let names = machines.nodes.prefix(4).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    return oneLine("\(names) (\(machines.kernels))")
  }
  guard machines.count > 1 else { return ["\(counted(first.trials, "trial")) ran on \(kind(first))."] }
  let kinds = machines.map { "\(kind($0)), \(counted($0.trials, "trial"))" }.joined(separator: "; ")
  return [
    "Trials ran on machines with different numeric kernels, so that the last digits may hang on the machine: \(kinds)."
  ]
}

private func cachedNotes(_ leaderboard: Leaderboard) -> [String] {
  let rows = leaderboard.rows.filter { $0.cached > 0 }
  guard !rows.isEmpty else { return [] }
  let counts = rows.map { "\(oneLine($0.competitor.name)) \($0.cached)/\($0.trials)" }.joined(separator: ", ")
  // A trial that was interrupted runs again in any case.
  let failed = rows.contains { $0.failures.contains { ![.cancelled, .skipped].contains($0.failure.kind) } }
  return ["cached (trials taken from the store and not run again): \(counts)."]
    + (failed ? ["--retry-failed runs those of them again that had failed."] : [])
}

/// A line for each model and failure, with all the splits that failed so.
private func failureNotes(_ leaderboard: Leaderboard) -> [String] {
  leaderboard.rows.flatMap { row in
    let splits = Dictionary(grouping: row.failures, by: \.failure)
    return splits.sorted { $0.value[0].split < $1.value[0].split }.map { failure, splits in
      let numbers = splits.map { "\($0.split + 1)" }.joined(separator: ", ")
      let places = "split\(splits.count == 1 ? "" : "s") \(numbers) of \(row.trials)"
      return oneLine("\(row.competitor.name), \(places): \(failure)")
    }
  }
}
