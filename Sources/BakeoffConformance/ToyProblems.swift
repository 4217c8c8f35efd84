import BakeoffCore

/// How the rows of a toy problem are stored and shaped.
struct ToyForm: Sendable {
  var shape: FeatureShape
  var element = FeatureBuffer.Element.byte

  /// The shapes a model may feel at home with, the most telling first: one side longer, then square, then plain.
  static let homes = [
    FeatureShape(height: 14, width: 12), FeatureShape(height: 16, width: 16), FeatureShape(height: 28, width: 28),
    FeatureShape(features: 24),
  ]

  /// Separable classes: each row shows its class's pattern of bright and dark fields under a little noise.
  func problem(labels: [Int], truth: [Int], classes: Int) -> ConformanceProblem {
    ConformanceProblem(
      training: Examples(features: features(labels, seed: 1), labels: labels, classCount: classes),
      test: features(truth, seed: 2), truth: truth)
  }

  /// `rows` training rows and half as many test rows of every class, one class after the other.
  func problem(classes: Int, rows: Int) -> ConformanceProblem {
    problem(
      labels: (0..<rows).map { $0 % classes }, truth: (0..<max(1, rows / 2)).map { $0 % classes }, classes: classes)
  }

  /// Three classes with 5, 3 and 2 of every 10 rows; test rows likewise.
  func unevenProblem(rows: Int, testRows: Int) -> ConformanceProblem {
    let pattern = [0, 1, 0, 2, 0, 1, 0, 1, 0, 2]
    return problem(
      labels: (0..<rows).map { pattern[$0 % 10] }, truth: (0..<testRows).map { pattern[$0 % 10] }, classes: 3)
  }

  /// One row for each label (labels.count x shape).
  func features(_ labels: [Int], seed: UInt64) -> Features {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(labels.count * shape.count)
    for label in labels {
      for value in 0..<shape.count {
        let level: UInt8 = isBright(value, in: label) ? 180 : 40
        bytes.append(level + UInt8(truncatingIfNeeded: generator.next() % 32))
      }
    }
    return stored(bytes)
  }

  /// Rows that are all alike (rows x shape).
  func constantFeatures(rows: Int) -> Features {
    stored(Array(repeating: 100, count: rows * shape.count))
  }

  private func stored(_ bytes: [UInt8]) -> Features {
    switch element {
    case .byte: Features(shape: shape, bytes: bytes)
    case .float: Features(shape: shape, floats: bytes.map { Float($0) / 255 })
    case .double: Features(shape: shape, buffer: FeatureBuffer(bytes.map { Double($0) / 255 }))
    }
  }

  /// Pictures are cut into 4 x 3 fields, plain vectors into 12; the bits of a class's code say which are bright.
  private func isBright(_ value: Int, in label: Int) -> Bool {
    let column = value / shape.channels % shape.width
    let row = value / shape.channels / shape.width
    let field = shape.isImage ? row * 4 / shape.height * 3 + column * 3 / shape.width : column * 12 / shape.width
    // An odd factor makes this one to one on 12 bits: no two of 4096 classes look alike.
    let code = (label * 0x6B5 + 0x2D3) & 0xFFF
    return code >> field & 1 == 1
  }
}
