import BakeoffCore

extension ROCAUC: WeightedMetric {
  /// Counts, for each class, the pairs of a row of it and one of the rest that stand in the wrong order, up a list that is
  /// sorted once.
  func scorer(_ predictions: Predictions, truth: Truth, units: [Int]) -> WeightedScorer {
    guard predictions.scores.allSatisfy(\.isFinite) else { return undefined }
    let classes = truth.classCount == 2 ? [truth.positive ?? 1] : Array(0..<truth.classCount)
    let orders = classes.map { label in
      RankOrderOfRows(
        scores: scores(predictions, truth: truth, of: label), labels: truth.labels, positive: label, units)
    }
    return { counts in
      var rows = [Lanes](repeating: .zero, count: truth.classCount)
      for (label, unit) in zip(truth.labels, units) { rows[label] += counts[unit] }
      let all = rows.reduce(.zero, +)
      let areas = zip(classes, orders).map { label, order in
        order.areas(counts, positives: rows[label], negatives: all - rows[label])
      }
      return (0..<Lanes.scalarCount).map { lane in
        let values = areas.compactMap { $0[lane] }
        return values.count == areas.count ? values.reduce(0, +) / Double(values.count) : nil
      }
    }
  }
}

/// The rows of a split up the scores of one class, from the first row of the class to the last of the rest: those before
/// and after are in order whatever is drawn.
private struct RankOrderOfRows {
  /// The unit of each row, times two, plus one for a row of the class.
  private var rows: [Int32] = []
  /// Where the rows of one score end; each row for itself where no row of the other kind has its score.
  private var ends: [Int32] = []

  init(scores: [Float], labels: [Int], positive: Int, _ units: [Int]) {
    let sorted = scores.indices.sorted { scores[$0] < scores[$1] }
    guard let first = sorted.first(where: { labels[$0] == positive }),
      let last = sorted.last(where: { labels[$0] != positive })
    else { return }
    let order = sorted.filter { scores[first] <= scores[$0] && scores[$0] <= scores[last] }
    var start = 0
    while start < order.count {
      let end = order[start...].firstIndex { scores[$0] != scores[order[start]] } ?? order.count
      let same = order[start..<end].map { Int32(units[$0] * 2 + (labels[$0] == positive ? 1 : 0)) }
      rows += same
      let isMixed = Set(same.map { $0 & 1 }).count == 2
      ends += isMixed ? [Int32(end)] : (start..<end).map { Int32($0 + 1) }
      start = end
    }
  }

  /// The area in each resample: one less the share of pairs in the wrong order, those of one score counting half.
  func areas(_ counts: [Lanes], positives: Lanes, negatives: Lanes) -> [Double?] {
    var (below, wrong) = (Lanes.zero, Lanes.zero)
    var start = 0
    for end in ends {
      if Int(end) == start + 1 {
        let count = counts[Int(rows[start] >> 1)]
        if rows[start] & 1 == 1 { below += count } else { wrong += count * below }
      } else {
        var (own, other) = (Lanes.zero, Lanes.zero)
        for row in rows[start..<Int(end)] {
          if row & 1 == 1 { own += counts[Int(row >> 1)] } else { other += counts[Int(row >> 1)] }
        }
        wrong += other * (below + 0.5 * own)
        below += own
      }
      start = Int(end)
    }
    return (0..<Lanes.scalarCount).map { lane in
      let pairs = Double(positives[lane]) * Double(negatives[lane])
      return pairs > 0 ? 1 - Double(wrong[lane]) / pairs : nil
    }
  }
}
