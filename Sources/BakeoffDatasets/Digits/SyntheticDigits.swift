import BakeoffCore
import BakeoffFiles

/// Handwritten digits drawn by this program: the data set that is always there.
///
/// Pictures are 28 x 28 bytes, white ink on black, laid out as in MNIST: the digit fits a box of 20 x 20 pixels and its
/// centre of mass lies within a pixel of the centre. Training row i depends on (seed, i) alone, so that fewer rows are
/// the beginning of more; test rows come from a stream of their own. Labels are drawn evenly from the ten digits.
/// Documentation/SyntheticDigits.md says how the digits are drawn and how hard they are.
public struct SyntheticDigits: DatasetSource {
  /// Changes whenever the same seed gives other rows.
  package static let version = "1"

  /// Rows to cross-validate.
  package let rows: Int
  /// Rows of the fixed hold-out.
  package let testRows: Int
  /// What every row follows from.
  package let seed: UInt64

  /// A data set of so many rows; traps if a count is negative or both are 0.
  public init(rows: Int = 10_000, testRows: Int = 2_000, seed: UInt64 = 0) {
    precondition(rows >= 0 && testRows >= 0 && rows + testRows > 0, "there is at least one row")
    self.rows = rows
    self.testRows = testRows
    self.seed = seed
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard {
    DatasetCard(
      id: "synthetic-digits", title: "Synthetic handwritten digits",
      summary: "\(rows) digits drawn by this program and \(testRows) to test on, 28x28, 10 classes; needs no network",
      licence: "Apache-2.0")
  }

  /// Draws the digits. Throws `CancellationError` when cancelled.
  public func load(_ context: LoadContext) async throws -> Dataset {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((rows + testRows) * DigitRasteriser.side * DigitRasteriser.side)
    var labels: [Int] = []
    labels.reserveCapacity(rows + testRows)
    try draw(rows, stream: "training", bytes: &bytes, labels: &labels)
    try draw(testRows, stream: "test", bytes: &bytes, labels: &labels)
    let shape = FeatureShape(height: DigitRasteriser.side, width: DigitRasteriser.side)
    return Dataset(
      name: card.id,
      examples: Examples(features: Features(shape: shape, bytes: bytes), labels: labels, classCount: 10),
      trainingCount: rows, classNames: (0..<10).map(String.init),
      provenance: Provenance(
        source: "generator", version: Self.version, sha256: sha256(bytes + labels.map(UInt8.init)),
        licence: card.licence))
  }

  private func draw(_ count: Int, stream: String, bytes: inout [UInt8], labels: inout [Int]) throws {
    let writer = DigitWriter()
    let streamSeed = derivedSeed(seed, "synthetic-digits", stream)
    for index in 0..<count {
      if index % 1024 == 0 { try Task.checkCancellation() }
      let row = writer.row(seed: derivedSeed(streamSeed, String(index)))
      bytes.append(contentsOf: row.bytes)
      labels.append(row.label)
    }
  }
}

extension SyntheticDigits {
  /// The digits that `rows=N,test-rows=N,seed=N` describes, each of which may be left out. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let arguments = try Arguments(specifier, of: "synthetic-digits", keys: ["rows", "test-rows", "seed"])
    let standard = SyntheticDigits()
    self.init(
      rows: try arguments.integer("rows", in: 1...1_000_000, default: standard.rows),
      testRows: try arguments.integer("test-rows", in: 0...1_000_000, default: standard.testRows),
      seed: try arguments.integer("seed", in: 0 ... .max, default: standard.seed))
  }
}
