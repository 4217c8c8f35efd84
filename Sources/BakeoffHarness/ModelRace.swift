import BakeoffCore
import BakeoffEvaluation
import BakeoffTuning

extension ExperimentRun {
  /// Runs split by split; from the second on, models that are certainly not the best are not run on the splits that are
  /// left. Floors and controls always are.
  ///
  /// How far scores scatter by seeds is taken from what the means of models and splits leave of them. What is decided is
  /// stored, and not decided anew when the run is begun again.
  func race(by metric: any Metric) async {
    let splits = experiment.splits
    let rule = RaceRule(looks: splits.count)
    let raceKey = raceKey(metric)
    var decided = await recorder?.begin(search: raceKey) ?? []
    var racing = experiment.models.indices.filter { experiment.models[$0].role == .entrant }
    var stopped: [Int: SearchRecord.Ending] = [:]
    for split in splits.indices {
      await run(experiment.cells.filter { $0.split == split && stopped[$0.model] == nil })
      for (model, ending) in stopped.sorted(by: { $0.key < $1.key }) {
        await finish(Trial(TrialCell(model: model, split: split), .failed(.stopped(ending, of: splits.count))))
      }
      guard split + 1 < splits.count, !Task.isCancelled else { continue }
      if decided.count <= split {
        let spent = stopped.values.compactMap(\.chance).reduce(0, +)
        decided.append(endings(of: racing, by: rule, metric, after: split + 1, spent: spent))
        await recorder?.record(decided[split], ofRound: split, inSearch: raceKey)
      }
      for ending in decided[split] { stopped[ending.candidate] = ending }
      racing.removeAll { stopped[$0] != nil }
    }
  }

  /// Who is certainly not the best after the first splits, of those that have scores on all of them.
  private func endings(
    of racing: [Int], by rule: RaceRule, _ metric: any Metric, after count: Int, spent: Double
  ) -> [SearchRecord.Ending] {
    let truths = Array(experiment.truths.prefix(count))
    let predictions = racing.map { model in
      (0..<count).compactMap { trials[TrialCell(model: model, split: $0)]?.outcome.predictions }
    }
    let models = racing.indices.filter { place in
      predictions[place].count == count
        && zip(predictions[place], truths).allSatisfy { metric.score($0, truth: $1) != nil }
    }
    let scores = models.map { place in
      zip(predictions[place], truths).compactMap { metric.score($0, truth: $1) }
    }
    guard let spread = SeedVariance(ofTable: scores),
      let standings = RaceStandings(
        models.map { predictions[$0] }, truths: truths, splits: Array(experiment.splits.prefix(count)), metric: metric,
        seed: experiment.seed)
    else { return [] }
    return rule.endings(
      standings, models.map { racing[$0] }, spread: spread, folds: count, spent: spent, seed: experiment.seed)
  }

  /// A text that is the same for the same race, by which its decisions are stored.
  private func raceKey(_ metric: any Metric) -> String {
    TrialKeys(experiment).raceKey(of: experiment.cells, "race by \(metric)")
  }
}

extension TrialFailure {
  /// A trial that is not run, because the race has shown that its model is not the best.
  fileprivate static func stopped(_ ending: SearchRecord.Ending, of splits: Int) -> TrialFailure {
    TrialFailure(.stopped, "after \(ending.folds) of \(splits) splits: certainly not the best")
  }
}
