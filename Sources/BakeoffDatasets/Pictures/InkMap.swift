import BakeoffCore

/// How much ink is at each pixel of a grey picture, whatever its paper: dark or light, shaded, framed.
///
/// The paper is a smooth surface under most pixels, found by a robust fit; ink is what stands out from it to the side
/// where more does. Threshold: Otsu, "A threshold selection method from gray-level histograms", 1979.
struct InkMap {
  /// Rows of pixels.
  let height: Int
  /// Columns of pixels.
  let width: Int
  /// Levels above or below the paper (0...255), row by row; 0 where there is no ink.
  private(set) var ink: [Double]
  /// How far the ink stands out from the paper, in levels of 255.
  let contrast: Double
  /// Whether the ink is lighter than the paper.
  let isLight: Bool
  /// The level that tells ink from paper.
  let threshold: Double

  /// How many lines along each edge were a frame.
  private var frame = Frame()

  /// Lines along the edges.
  fileprivate struct Frame {
    var top = 0
    var bottom = 0
    var left = 0
    var right = 0
  }

  /// Finds the ink of a grey picture.
  init(_ picture: Picture) {
    let all = InkMap(picture, paper: { _ in true })
    // Where much is ink, the fit may have taken it for the paper; then the border tells which is which.
    guard all.mask.count(where: { $0 }) * 6 > picture.bytes.count else {
      self = all
      return
    }
    let (threshold, _) = otsu(picture.bytes.map(Double.init))
    let border = picture.border(inside: all.frame)
    let isPaperLight = border.reduce(0) { $0 + Double($1) } > threshold * Double(border.count)
    self =
      isPaperLight == all.isLight
      ? InkMap(picture, paper: { ($0 > threshold) == isPaperLight }, isLight: !isPaperLight) : all
  }

  /// Fits the paper under those pixels that `isPaper` says by their levels; `isLight` says which side the ink is on.
  private init(_ picture: Picture, paper isPaper: (Double) -> Bool, isLight: Bool? = nil) {
    (height, width) = (picture.height, picture.width)
    let levels = picture.bytes.map(Double.init)
    let paper = PaperSurface(levels, height: picture.height, width: picture.width, where: isPaper)
    let residuals = paper.residuals(levels)
    let light = residuals.reduce(0) { $1 > 0 ? $0 + $1 * $1 : $0 }
    let dark = residuals.reduce(0) { $1 < 0 ? $0 + $1 * $1 : $0 }
    self.isLight = isLight ?? (light > dark)
    let sign: Double = self.isLight ? 1 : -1
    let out = residuals.map { max(0, sign * $0) }
    let (threshold, contrast) = otsu(out)
    (self.threshold, self.contrast) = (threshold, contrast)
    ink = out
    dropFrameAtTheEdge()
  }

  /// Takes away lines of ink along all four edges, which are a frame even where the writing touches it.
  private mutating func dropFrameAtTheEdge() {
    let mask = mask
    func inked(_ places: [Int]) -> Bool { places.count { mask[$0] } * 100 >= places.count * 85 }
    let rows = (0..<height).map { row in (0..<width).map { row * width + $0 } }
    let columns = (0..<width).map { column in (0..<height).map { $0 * width + column } }
    let sides: [[[Int]]] = [rows, rows.reversed(), columns, columns.reversed()].map { lines in
      Array(lines.prefix(lines.count / 4).prefix(while: inked))
    }
    guard sides.allSatisfy({ !$0.isEmpty }) else { return }
    frame = Frame(top: sides[0].count, bottom: sides[1].count, left: sides[2].count, right: sides[3].count)
    for side in sides {
      for place in side.joined() { ink[place] = 0 }
    }
  }

  /// Whether each pixel has ink.
  var mask: [Bool] { ink.map { $0 > threshold } }

  /// Takes the ink away where `isKept` is false.
  mutating func keep(_ isKept: [Bool]) {
    for index in ink.indices where !isKept[index] { ink[index] = 0 }
  }

  /// The ink as a picture, light on dark, with its contrast stretched; half the threshold and less is paper.
  var picture: Picture {
    let floor = threshold / 2
    let inked = ink.filter { $0 > threshold }.sorted()
    let top = max(inked.isEmpty ? 0 : quantile(0.9, of: inked), floor + 1)
    return Picture(
      height: height, width: width,
      bytes: ink.map { UInt8(max(0, min(255, (($0 - floor) / (top - floor) * 255).rounded()))) })
  }
}

extension Picture {
  /// The levels along the four edges of what is inside a frame.
  fileprivate func border(inside frame: InkMap.Frame) -> [UInt8] {
    let (top, bottom) = (frame.top, height - 1 - frame.bottom)
    let (left, right) = (frame.left, width - 1 - frame.right)
    return (left...right).flatMap { [self[top, $0], self[bottom, $0]] }
      + (top...bottom).flatMap { [self[$0, left], self[$0, right]] }
  }
}

/// Otsu's threshold of values in 0...255, and the distance of the means on both sides of it.
private func otsu(_ values: [Double]) -> (threshold: Double, contrast: Double) {
  var histogram = [Int](repeating: 0, count: 256)
  for value in values { histogram[min(255, Int(value))] += 1 }
  let total = Double(values.count)
  let sum = histogram.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) }
  var (below, sumBelow) = (0.0, 0.0)
  var best = (variance: -1.0, threshold: 0.0, contrast: 0.0)
  for level in 0..<255 {
    below += Double(histogram[level])
    sumBelow += Double(level) * Double(histogram[level])
    guard below > 0, below < total else { continue }
    let distance = (sum - sumBelow) / (total - below) - sumBelow / below
    let variance = below * (total - below) * distance * distance
    if variance > best.variance { best = (variance, Double(level) + 0.5, distance) }
  }
  return (best.threshold, best.contrast)
}

/// A quantile of ascending values.
private func quantile(_ share: Double, of sorted: [Double]) -> Double {
  sorted.isEmpty ? 0 : sorted[Int(share * Double(sorted.count - 1))]
}

/// A surface of second degree under most pixels of a picture: paper with light falling on it from one side.
///
/// Iteratively reweighted least squares with Cauchy's weights, from the median on. Source: Holland and Welsch, "Robust
/// regression using iteratively reweighted least-squares", 1977.
private struct PaperSurface {
  private let coefficients: [Double]
  private let height: Int
  private let width: Int

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
