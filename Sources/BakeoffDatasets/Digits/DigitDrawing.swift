import BakeoffCore
import Foundation

/// Draws many rows by all cores, straight into the memory they are to stay in.
struct DigitDrawing {
  /// Rows that follow each other, each from a seed that its number gives.
  struct Stream {
    let rows: Int
    let seed: UInt64
  }

  /// What is drawn, one after the other.
  let streams: [Stream]

  private static let rowBytes = DigitRasteriser.side * DigitRasteriser.side
  private static let rowsAtATime = 256
  private static let blocksBetweenLooks = 64

  /// The pictures (rows x 28 x 28 bytes) and the label of each; `progress` is told which share is done. Throws
  /// `CancellationError` within a second of being cancelled.
  func draw(_ progress: (Double) -> Void) throws -> (pictures: FeatureBuffer, labels: [Int]) {
    let count = streams.reduce(0) { $0 + $1.rows }
    // Each row is written once, by the thread that draws it, before anything reads it.
    let pictures = OwnedMemory(count: count * Self.rowBytes)
    var labels: [Int] = []
    labels.reserveCapacity(count)
    for stream in streams {
      let place = labels.count
      let some = Self.rowsAtATime * Self.blocksBetweenLooks
      for first in stride(from: 0, to: stream.rows, by: some) {
        try Task.checkCancellation()
        progress(Double(labels.count) / Double(count))
        labels += draw(stream, first..<min(first + some, stream.rows)) { row, bytes in
          UnsafeMutableRawBufferPointer(rebasing: pictures.bytes[((place + row) * Self.rowBytes)...])
            .copyBytes(from: bytes)
        }
      }
    }
    return (FeatureBuffer(pictures, element: .byte), labels)
  }

  /// Draws the rows `range` of a stream, calls `keep` with the number and the picture of each, and returns the labels.
  private func draw(_ stream: Stream, _ range: Range<Int>, keep: @Sendable (Int, [UInt8]) -> Void) -> [Int] {
    let blocks = (range.count + Self.rowsAtATime - 1) / Self.rowsAtATime
    let threads = ProcessInfo.processInfo.activeProcessorCount
    return concurrently(blocks, threads: threads, state: DigitWriter.init) { block, writer in
      let first = range.lowerBound + block * Self.rowsAtATime
      return (first..<min(first + Self.rowsAtATime, range.upperBound)).map { index in
        let row = writer.row(seed: derivedSeed(stream.seed, String(index)))
        keep(index, row.bytes)
        return row.label
      }
    }.flatMap { $0 }
  }
}
