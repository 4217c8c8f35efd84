/// A surface of second degree under most pixels of a picture: paper with light falling on it from one side.
///
/// Iteratively reweighted least squares with Cauchy's weights, from the median on. Source: Holland and Welsch, "Robust
/// regression using iteratively reweighted least-squares", 1977.
struct PaperSurface {
  private let coefficients: [Double]
  private let height: Int
  private let width: Int

  /// Fits the surface to the levels (0...255, row by row) that `isPaper` says.
  init(_ levels: [Double], height: Int, width: Int, where isPaper: (Double) -> Bool) {
    (self.height, self.width) = (height, width)
    var coefficients = [quantile(0.5, of: levels.filter(isPaper).sorted()), 0, 0, 0, 0, 0]
    // No more pixels than it takes: a few thousand tell a surface of six numbers.
    let step = max(1, Int((Double(levels.count) / 4000).squareRoot()))
    let places = stride(from: 0, to: height, by: step).flatMap { row in
      stride(from: 0, to: width, by: step).map { (row, $0) }.filter { isPaper(levels[$0.0 * width + $0.1]) }
    }
    for _ in 0..<15 {
      let terms = places.map { Self.terms($0.0, $0.1, height: height, width: width) }
      let residuals = zip(places, terms).map { place, terms in
        levels[place.0 * width + place.1] - zip(terms, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let spread = max(2, 1.5 * quantile(0.5, of: residuals.map { abs($0) }.sorted()))
      let weights = residuals.map { 1 / (1 + ($0 / spread) * ($0 / spread)) }
      let values = places.map { levels[$0.0 * width + $0.1] }
      guard let next = solvedNormalEquations(terms, values, weights) else { break }
      coefficients = next
    }
    self.coefficients = coefficients
  }

  /// What stands out from the paper at each pixel, positive where it is lighter.
  func residuals(_ levels: [Double]) -> [Double] {
    levels.indices.map { index in
      let terms = Self.terms(index / width, index % width, height: height, width: width)
      let paper = zip(terms, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      return levels[index] - min(255, max(0, paper))
    }
  }

  private static func terms(_ row: Int, _ column: Int, height: Int, width: Int) -> [Double] {
    let y = Double(row) / Double(height) - 0.5
    let x = Double(column) / Double(width) - 0.5
    return [1, x, y, x * x, x * y, y * y]
  }
}

/// The weighted least-squares solution, by Gaussian elimination; nil where the equations do not determine it.
private func solvedNormalEquations(_ rows: [[Double]], _ values: [Double], _ weights: [Double]) -> [Double]? {
  let size = rows.first?.count ?? 0
  var matrix = Array(repeating: Array(repeating: 0.0, count: size + 1), count: size)
  for (index, row) in rows.enumerated() {
    for first in 0..<size {
      for second in 0..<size { matrix[first][second] += weights[index] * row[first] * row[second] }
      matrix[first][size] += weights[index] * row[first] * values[index]
    }
  }
  for pivot in 0..<size {
    guard let best = (pivot..<size).max(by: { abs(matrix[$0][pivot]) < abs(matrix[$1][pivot]) }),
      abs(matrix[best][pivot]) > 1e-9
    else { return nil }
    matrix.swapAt(pivot, best)
    for row in 0..<size where row != pivot {
      let factor = matrix[row][pivot] / matrix[pivot][pivot]
      for column in pivot...size { matrix[row][column] -= factor * matrix[pivot][column] }
    }
  }
  return (0..<size).map { matrix[$0][size] / matrix[$0][$0] }
}

/// A quantile of ascending values; 0 of none.
func quantile(_ share: Double, of sorted: [Double]) -> Double {
  sorted.isEmpty ? 0 : sorted[Int(share * Double(sorted.count - 1))]
}
