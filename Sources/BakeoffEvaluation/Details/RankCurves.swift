import BakeoffCore

/// A point of a curve, both values 0...1.
public struct CurvePoint: Hashable, Sendable {
  /// From the left.
  public let x: Double
  /// From below.
  public let y: Double

  /// Makes a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// How well scores order the rows: the ROC and the precision-recall curve.
///
/// Of two classes that of the positive one; of several every pair of a row and a class counts as a row of its own, which is
/// of the positive class where the row is of that class (micro average). Source: scikit-learn, `roc_curve` and
/// `precision_recall_curve`.
public struct RankCurves: Hashable, Sendable {
  /// The share of the others that scores as high (x) against the share of the positives (y).
  public let roc: [CurvePoint]
  /// Recall (x) against precision (y).
  public let precisionRecall: [CurvePoint]

  /// Draws the curves of a model, thinned so that no point moves by more than `tolerance` of a side; nil where one of the
  /// two kinds has no row, and for scores that are not finite.
  public init?(_ pooled: PooledPredictions, positive: Int?, tolerance: Double) {
    let predictions = pooled.predictions
    guard predictions.scores.allSatisfy(\.isFinite) else { return nil }
    let classes = predictions.classCount
    let truth = Truth(labels: pooled.truth, classCount: classes, positive: positive)
    // One integer a pair, its order that of the scores: sorting integers takes half the time of sorting pairs.
    var keys = (classes == 2 ? [positive ?? 1] : Array(0..<classes)).flatMap { label in
      zip(ROCAUC().scores(predictions, truth: truth, of: label), pooled.truth).map {
        orderedKey($0) << 1 | ($1 == label ? 1 : 0)
      }
    }
    keys.sort(by: >)
    let positives = keys.count { $0 & 1 == 1 }
    guard positives > 0, positives < keys.count else { return nil }
    let (p, n) = (Double(positives), Double(keys.count - positives))
    var (hits, misses) = (0.0, 0.0)
    var (roc, precision) = ([CurvePoint(0, 0)], [CurvePoint]())
    for (place, key) in keys.enumerated() {
      if key & 1 == 1 { hits += 1 } else { misses += 1 }
      // Rows of one score are on one side together.
      guard place + 1 == keys.count || keys[place + 1] >> 1 != key >> 1 else { continue }
      roc.append(CurvePoint(misses / n, hits / p))
      precision.append(CurvePoint(hits / p, hits / (hits + misses)))
    }
    self.roc = thinned(roc, tolerance: tolerance)
    precisionRecall = thinned([CurvePoint(0, precision.first?.y ?? 1)] + precision, tolerance: tolerance)
  }
}

/// The points without those that are within `tolerance` of the line between their neighbours. Source: Ramer, 1972; Douglas
/// and Peucker, 1973.
func thinned(_ points: [CurvePoint], tolerance: Double) -> [CurvePoint] {
  guard points.count > 2 else { return points }
  var keep = Array(repeating: false, count: points.count)
  (keep[0], keep[points.count - 1]) = (true, true)
  var spans = [(0, points.count - 1)]
  while let (start, end) = spans.popLast() {
    guard end > start + 1 else { continue }
    let distances = (start + 1..<end).map { distance(points[$0], from: points[start], to: points[end]) }
    guard let largest = distances.max(), largest > tolerance, let place = distances.firstIndex(of: largest) else {
      continue
    }
    keep[start + 1 + place] = true
    spans += [(start, start + 1 + place), (start + 1 + place, end)]
  }
  return points.indices.filter { keep[$0] }.map { points[$0] }
}

/// How far a point is from the piece of a line.
private func distance(_ point: CurvePoint, from start: CurvePoint, to end: CurvePoint) -> Double {
  let (dx, dy) = (end.x - start.x, end.y - start.y)
  let length = dx * dx + dy * dy
  let t = length == 0 ? 0 : max(0, min(1, ((point.x - start.x) * dx + (point.y - start.y) * dy) / length))
  let (x, y) = (point.x - start.x - t * dx, point.y - start.y - t * dy)
  return (x * x + y * y).squareRoot()
}
