import BakeoffCore

#if canImport(Accelerate)
  import Accelerate
#else
  import CBLAS
#endif

/// [X 1]'[X 1], the Gram matrix of the given rows of `features` and a column of ones, less `offset` where given.
///
/// The result is size x size, row-major, size = features + 1; only the diagonal and what is below it are meaningful.
public func gramMatrix(_ features: Features, rows: [Int], offset: [Float]? = nil) -> [Double] {
  let width = features.shape.count
  let size = width + 1
  var gram = [Float](repeating: 0, count: size * size)
  var block: [Float] = []
  for first in stride(from: 0, to: rows.count, by: 256) {
    let selection = rows[first..<min(first + 256, rows.count)]
    var dense = [Float](repeating: 0, count: selection.count * width)
    var output = dense.mutableSpan
    features.copyRows(selection, into: &output)
    block.removeAll(keepingCapacity: true)
    for row in 0..<selection.count {
      for column in 0..<width { block.append(dense[row * width + column] - (offset?[column] ?? 0)) }
      block.append(1)
    }
    cblas_ssyrk(
      CblasRowMajor, CblasLower, CblasTrans, Int32(size), Int32(selection.count), 1, block, Int32(size), 1, &gram,
      Int32(size))
  }
  return gram.map(Double.init)
}
