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

  /// Rows of each kind at the most: 16 GB of pictures.
  private static let mostRows = 20_000_000

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

  /// Draws the digits, by all cores. Throws `CancellationError` when cancelled.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let drawing = DigitDrawing(
      streams: [
        .init(rows: rows, seed: derivedSeed(seed, "synthetic-digits", "training")),
        .init(rows: testRows, seed: derivedSeed(seed, "synthetic-digits", "test")),
      ])
    let drawn = try drawing.draw { share in context.progress("drawing \(rows + testRows) digits", share) }
    let shape = FeatureShape(height: DigitRasteriser.side, width: DigitRasteriser.side)
    var hash = SHA256Hash()
    drawn.pictures.withUnsafeBytes { hash.update($0) }
    drawn.labels.map(UInt8.init).withUnsafeBytes { hash.update($0) }
    return Dataset(
      name: card.id,
      examples: Examples(
        features: Features(shape: shape, buffer: drawn.pictures), labels: drawn.labels, classCount: 10),
      trainingCount: rows, classNames: (0..<10).map(String.init),
      provenance: Provenance(
        source: "generator", version: Self.version, sha256: hash.hexadecimal(), licence: card.licence))
  }
}

extension SyntheticDigits {
  /// The digits that `rows=N,test-rows=N,seed=N` describes, each of which may be left out. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let arguments = try Arguments(specifier, of: "synthetic-digits", keys: ["rows", "test-rows", "seed"])
    let standard = SyntheticDigits()
    self.init(
      rows: try arguments.integer("rows", in: 1...Self.mostRows, default: standard.rows),
      testRows: try arguments.integer("test-rows", in: 0...Self.mostRows, default: standard.testRows),
      seed: try arguments.integer("seed", in: 0 ... .max, default: standard.seed))
  }
}
