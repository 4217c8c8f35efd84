import BakeoffCore
import BakeoffDatasets
import Foundation
import Testing

private let context = LoadContext(dataDirectories: [], cacheDirectory: "", mayDownload: false)

private func digits(_ rows: Int, _ testRows: Int, seed: UInt64 = 0) async throws -> Dataset {
  try await SyntheticDigits(rows: rows, testRows: testRows, seed: seed).load(context)
}

@Suite struct DigitsTests {
  @Test func theSameSeedGivesTheSameBytes() async throws {
    let (first, second) = (try await digits(60, 20), try await digits(60, 20))
    #expect(first.examples.features.floats() == second.examples.features.floats())
    #expect(first.examples.labels == second.examples.labels)
    #expect(first.provenance == second.provenance)
    let other = try await digits(60, 20, seed: 1)
    #expect(other.provenance.sha256 != first.provenance.sha256)
    #expect(other.examples.labels != first.examples.labels)
  }

  /// Only arithmetic that IEEE 754 rounds exactly is used, so that these bytes are the same on every machine. Where
  /// they change on purpose, `SyntheticDigits.version` changes too.
  @Test func theBytesOfVersionOneNeverChange() async throws {
    #expect(SyntheticDigits.version == "1")
    #expect(
      try await digits(100, 20).provenance.sha256
        == "d2d18a2b62772733d3c499e61b0aad961a0de5202025d45cfa12ae3428f68efd")
  }

  @Test func fewerRowsAreTheBeginningOfMore() async throws {
    let (few, more) = (try await digits(30, 10), try await digits(70, 25))
    #expect(more.examples.features.floats(0..<30) == few.examples.features.floats(0..<30))
    #expect(Array(more.examples.labels[0..<30]) == Array(few.examples.labels[0..<30]))
    // The test rows stay the same however many training rows there are.
    #expect(more.examples.features.floats(70..<80) == few.examples.features.floats(30..<40))
  }

  @Test(arguments: [(1, 0), (0, 1), (13, 0), (25, 7)])
  func anyNumberOfRows(rows: Int, testRows: Int) async throws {
    let dataset = try await digits(rows, testRows)
    #expect(dataset.trainingRows.count == rows && dataset.testRows.count == testRows)
    #expect(dataset.examples.features.shape == FeatureShape(height: 28, width: 28))
    #expect(dataset.examples.features.buffer.element == .byte)
    #expect(dataset.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    #expect(dataset.name == "synthetic-digits" && dataset.provenance.sha256.count == 64)
  }

  @Test func trainingAndTestRowsShareNoPicture() async throws {
    let dataset = try await digits(500, 500)
    let pictures = (0..<1000).compactMap { dataset.examples.features.bytes(ofRow: $0) }
    #expect(Set(pictures).count == 1000)
  }

  @Test func everyDigitIsAboutAsFrequent() async throws {
    let counts = try await digits(2000, 0).examples.classCounts
    // Binomial with mean 200 and deviation 13.4.
    #expect(counts.allSatisfy { $0 > 130 && $0 < 270 })
  }

  @Test func digitsAreCentredAndOfMiddlingInk() async throws {
    let dataset = try await digits(1000, 0)
    var meanInk: Float = 0
    for row in 0..<1000 {
      let pixels = dataset.examples.features.floats(row..<row + 1)
      let ink = pixels.reduce(0, +)
      let x = pixels.indices.reduce(Float(0)) { $0 + pixels[$1] * Float($1 % 28) } / ink
      let y = pixels.indices.reduce(Float(0)) { $0 + pixels[$1] * Float($1 / 28) } / ink
      #expect(abs(x - 14) < 2 && abs(y - 14) < 2)
      #expect(ink > 15 && ink < 320)
      // The corners, 3 x 3 pixels each, are as empty as the margin of MNIST.
      #expect(pixels[0] + pixels[27] + pixels[27 * 28] + pixels[783] == 0)
      #expect(pixels.max() ?? 0 > 0.6)
      meanInk += ink / 784 / 1000
    }
    #expect(meanInk > 0.11 && meanInk < 0.15)
  }

  /// The mean picture of each class reads far more than a tenth of the digits, and far from all of them.
  @Test func meanPicturesReadMostButNotAll() async throws {
    let dataset = try await digits(2000, 500)
    let features = dataset.examples.features
    let means = (0..<10).map { digit -> [Float] in
      let rows = dataset.trainingRows.filter { dataset.examples.labels[$0] == digit }
      var sum = [Float](repeating: 0, count: 784)
      for row in rows { for (index, value) in features.floats(row..<row + 1).enumerated() { sum[index] += value } }
      return sum.map { $0 / Float(rows.count) }
    }
    let right = dataset.testRows.count { row in
      let pixels = features.floats(row..<row + 1)
      let distances = means.map { mean in zip(mean, pixels).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      return distances.firstIndex(of: distances.min() ?? 0) == dataset.examples.labels[row]
    }
    let accuracy = Double(right) / 500
    #expect(accuracy > 0.65 && accuracy < 0.9)
  }

  @Test func labelsCannotBeGuessedFromTheRowBefore() async throws {
    let labels = try await digits(5000, 0).examples.labels
    // The commonest successor of each digit is right for about an eighth of the rows at the most.
    var pairs = [[Int]](repeating: Array(repeating: 0, count: 10), count: 10)
    for (label, next) in zip(labels, labels.dropFirst()) { pairs[label][next] += 1 }
    #expect(pairs.reduce(0) { $0 + ($1.max() ?? 0) } < 5000 * 15 / 100)
    for period in [2, 10, 100] {
      let same = zip(labels, labels.dropFirst(period)).count { $0 == $1 }
      #expect(abs(Double(same) / Double(labels.count - period) - 0.1) < 0.03)
    }
  }

  @Test func drawingStopsWhenCancelled() async {
    let task = Task { try await digits(1_000_000, 0) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Writes the default rows as files for Fixtures/measure_digits.py, and a contact sheet for the eye.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["BAKEOFF_DIGITS_DUMP"] != nil))
  func theDefaultRowsCanBeMeasuredElsewhere() async throws {
    let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["BAKEOFF_DIGITS_DUMP"]))
    let start = ContinuousClock.now
    let dataset = try await digits(10_000, 2_000)
    print("drawn in \(ContinuousClock.now - start), SHA-256 \(dataset.provenance.sha256)")
    try dataset.examples.features.buffer.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "pictures.bin"))
    try Data(dataset.examples.labels.map(UInt8.init)).write(to: folder.appending(path: "labels.bin"))
    let samples = (0..<100).compactMap { row in
      dataset.examples.features.bytes(ofRow: row).map { bytes in
        (Picture(height: 28, width: 28, bytes: bytes), "\(dataset.examples.labels[row]) #\(row)")
      }
    }
    try contactSheet(of: samples, columns: 10).writePNG(to: folder.appending(path: "samples.png").path)
  }
}
