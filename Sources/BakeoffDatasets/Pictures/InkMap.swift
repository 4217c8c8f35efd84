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
