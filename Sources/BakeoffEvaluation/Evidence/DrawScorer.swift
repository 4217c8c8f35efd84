import BakeoffCore

/// Computes a metric of several models on the drawn rows of a round: models x splits of the round, nil where it is not
/// defined. The room is for what is counted, and is left as it was found.
package typealias DrawScorer = @Sendable (RowDraws.Draw, _ round: Int, _ room: inout [Int32]) -> [[Double?]]

/// A metric that is a sum over rows but for terms that vanish as rows become many, such as an area under a curve.
protocol LinearisedMetric: Metric {
  /// What each row adds to the metric, to first order: were row i there once more, and were the metric divided by one more,
  /// it would grow by `contributions[i]` less the mean of those of its class. Nil where the metric is not defined.
  func contributions(_ predictions: Predictions, truth: Truth) -> [Double]?
}

/// What scores the predictions of models on every split by any metric.
package func drawScorer(
  _ metric: any Metric, _ predictions: [[Predictions]], truths: [Truth], units: TestUnits
) -> DrawScorer {
  if let metric = metric as? any ConfusionMetric {
    return confusionScorer(metric, JointOutcomes(predictions, truths: truths, units: units), truths, units)
  }
  let scorers = predictions.map { model in
    switch metric {
    case let metric as any RowwiseMetric: rowwiseScorer(metric, model, truths, units)
    case let metric as any LinearisedMetric: linearScorer(metric, model, truths, units)
    default: copyingScorer(metric, model, truths, units)
    }
  }
  return { draw, round, _ in scorers.map { $0(draw, round) } }
}

/// Counts what all models named together. A split that lacks one of its classes in a draw is left out there, for all models
/// alike: a class that is not drawn can count neither as right nor as wrong.
private func confusionScorer(
  _ metric: any ConfusionMetric, _ joint: JointOutcomes, _ truths: [Truth], _ units: TestUnits
) -> DrawScorer {
  { draw, number, room in
    let (round, starts) = (units.rounds[number], draw.starts[number])
    let outcomes = draw.places[number].map { joint.byRound[number][Int($0)] }
    let splits = round.splits.enumerated().map { index, split -> [Double?] in
      let counts = joint.counts(outcomes[starts[index]..<starts[index + 1]], in: &room)
      return joint.margins(counts).map { margins in
        let isWhole = zip(margins.support, joint.supports[split]).allSatisfy { $0 > 0 || $1 == 0 }
        return metric.isMeanOfRows || isWhole ? metric.score(margins, positive: truths[split].positive ?? 1) : nil
      }
    }
    return (0..<joint.models).map { model in splits.map { $0[model] } }
  }
}

/// Computes a metric of one model on the drawn rows of a round: one value for each of its splits.
private typealias ModelScorer = @Sendable (RowDraws.Draw, _ round: Int) -> [Double?]

private func rowwiseScorer(
  _ metric: any RowwiseMetric, _ predictions: [Predictions], _ truths: [Truth], _ units: TestUnits
) -> ModelScorer {
  let scores = zip(predictions, truths).map { metric.rowScores($0, truth: $1) }
  guard scores.allSatisfy({ $0 != nil }) else { return { draw, round in units.rounds[round].splits.map { _ in nil } } }
  let values = units.byRound(scores.map { $0 ?? [] })
  return { draw, round in
    sums(of: values[round], draw, round).map { sum, count in count > 0 ? sum / Double(count) : nil }
  }
}

private func linearScorer(
  _ metric: any LinearisedMetric, _ predictions: [Predictions], _ truths: [Truth], _ units: TestUnits
) -> ModelScorer {
  let whole = zip(predictions, truths).map { metric.score($0, truth: $1) }
  let centred = zip(predictions, truths).map { predictions, truth in
    metric.contributions(predictions, truth: truth).map { centredByClass($0, truth) }
  }
  let values = units.byRound(zip(centred, truths).map { $0 ?? [Double](repeating: 0, count: $1.labels.count) })
  return { draw, round in
    zip(units.rounds[round].splits, sums(of: values[round], draw, round)).map { split, drawn in
      whole[split].map { $0 + drawn.sum }
    }
  }
}

/// Values less the mean of those of the same class.
private func centredByClass(_ values: [Double], _ truth: Truth) -> [Double] {
  var (sums, counts) = (
    [Double](repeating: 0, count: truth.classCount), [Double](repeating: 0, count: truth.classCount)
  )
  for (value, label) in zip(values, truth.labels) {
    sums[label] += value
    counts[label] += 1
  }
  return zip(values, truth.labels).map { $0 - sums[$1] / counts[$1] }
}

/// The sum of the values of the drawn rows of each split, and how many they are.
private func sums(of values: [Double], _ draw: RowDraws.Draw, _ round: Int) -> [(sum: Double, count: Int)] {
  let (places, starts) = (draw.places[round], draw.starts[round])
  return starts.indices.dropLast().map { index in
    let rows = places[starts[index]..<starts[index + 1]]
    return (rows.reduce(0) { $0 + values[Int($1)] }, rows.count)
  }
}

/// Any other metric sees copies of the drawn rows.
private func copyingScorer(
  _ metric: any Metric, _ predictions: [Predictions], _ truths: [Truth], _ units: TestUnits
) -> ModelScorer {
  let rows = units.byRound(predictions.map { predictions in (0..<predictions.count).map { predictions.row($0) } })
  return { draw, number in
    let round = units.rounds[number]
    return round.splits.enumerated().map { index, split in
      let places = draw.places[number][draw.starts[number][index]..<draw.starts[number][index + 1]].map { Int($0) }
      let truth = truths[split]
      let labels = places.map { round.labels[$0] }
      guard !places.isEmpty, Set(labels) == Set(truth.labels) else { return nil }
      return metric.score(
        Predictions(
          kind: predictions[split].kind, classCount: predictions[split].classCount,
          scores: places.flatMap { rows[number][$0] }),
        truth: Truth(labels: labels, classCount: truth.classCount, positive: truth.positive))
    }
  }
}
