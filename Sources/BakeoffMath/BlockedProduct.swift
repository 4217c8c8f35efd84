import BakeoffKernels

/// One product on our own kernel: op(B) is packed a block of rows at a time so that the block stays in the cache, and
/// multiplied with a strip of op(A)'s rows after the other.
///
/// Source of the blocking: Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 2008.
struct BlockedProduct {
  let a: UnsafePointer<Float>
  let isTransposedA: Bool
  let b: UnsafePointer<Float>
  let isTransposedB: Bool
  let c: UnsafeMutablePointer<Float>
  let rows: Int
  let inner: Int
  let columns: Int
  let alpha: Float

  /// Rows of op(A) in a strip: a multiple of every tile's height.
  private let stripHeight = 96

  /// Rows of op(B) in a block: a megabyte of it at the most. A transposed A is read in pieces of its rows, as many
  /// rows at a time as stay cached; few where B is so thin that each is used once or twice, as then reading A is all
  /// there is.
  private var depth: Int {
    let cached = 262_144
    let most = max(256, cached / paddedToLanes(columns))
    guard isTransposedA else { return min(inner, most) }
    return min(inner, columns <= 2 * laneCount ? 32 : min(most, max(256, cached / rows)))
  }

  /// C = alpha op(A) op(B) + beta C.
  func compute(beta: Float) {
    let width = paddedToLanes(columns)
    let bytes = (depth + stripHeight) * width * MemoryLayout<Float>.stride
    // On cache lines, as `AlignedFloats`.
    withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { scratch in
      guard let panels = scratch.bindMemory(to: Float.self).baseAddress else { return }
      let sums = panels + depth * width
      for start in stride(from: 0, to: inner, by: depth) {
        let block = start..<min(start + depth, inner)
        pack(block, into: panels)
        for row in stride(from: 0, to: rows, by: stripHeight) {
          let strip = row..<min(row + stripHeight, rows)
          multiply(strip, by: panels, block, into: sums)
          bakeoff_merge(
            c + row * columns, columns, sums, width, strip.count, columns, alpha, start == 0 ? beta : 1)
        }
      }
    }
  }

  private func pack(_ block: Range<Int>, into panels: UnsafeMutablePointer<Float>) {
    if isTransposedB {
      bakeoff_pack(b + block.lowerBound, 1, inner, block.count, columns, panels)
    } else {
      bakeoff_pack(b + block.lowerBound * columns, columns, 1, block.count, columns, panels)
    }
  }

  private func multiply(
    _ strip: Range<Int>, by panels: UnsafePointer<Float>, _ block: Range<Int>, into sums: UnsafeMutablePointer<Float>
  ) {
    let (rowStride, step) = isTransposedA ? (1, rows) : (inner, 1)
    let width = paddedToLanes(columns)
    bakeoff_product(
      bakeoff_points(
        values: a + strip.lowerBound * rowStride + block.lowerBound * step, rows: strip.count, columns: 1,
        row_stride: rowStride, column_stride: 0),
      bakeoff_window(runs: 1, run: block.count, run_stride: 0, step: step),
      bakeoff_weights(
        values: panels, panels: width / laneCount, panel_stride: block.count * laneCount, bias: nil),
      bakeoff_sums(values: sums, stride: width, panel_stride: laneCount))
  }
}
