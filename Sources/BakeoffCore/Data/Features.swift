/// Rows of features: a view of a shared buffer, so that selecting rows copies none of them.
///
/// Layout: rows x height x width x channels, row-major, channels last. Bytes stay bytes in memory and are read as
/// value / 255 (0...1); floats are read as they are, doubles as the nearest float. What `table` says of a value applies
/// before it is prepared for models.
public struct Features: Sendable {
  /// The shape of one row.
  public let shape: FeatureShape
  /// What the columns are, where the rows are those of a table; nil for pixels, and for numbers without names.
  public let table: FeatureTable?
  /// The memory every view of these rows shares.
  public let buffer: FeatureBuffer
  /// The rows of the buffer this view shows, in order; nil for all of them.
  private let rows: [Int32]?

  /// A view of every row of `buffer`; traps unless it holds a whole number of rows, and `table` has a column for each
  /// value of one.
  public init(shape: FeatureShape, buffer: FeatureBuffer, table: FeatureTable? = nil) {
    precondition(buffer.count % shape.count == 0, "the buffer holds a whole number of rows")
    precondition(table.map { $0.columns.count == shape.count } ?? true, "one column a value")
    self.shape = shape
    self.buffer = buffer
    self.table = table
    self.rows = nil
  }

  /// Rows of bytes (count x shape), read as value / 255.
  public init(shape: FeatureShape, bytes: [UInt8]) {
    self.init(shape: shape, buffer: FeatureBuffer(bytes))
  }

  /// Rows of floats (count x shape), read as they are.
  public init(shape: FeatureShape, floats: [Float]) {
    self.init(shape: shape, buffer: FeatureBuffer(floats))
  }

  private init(_ whole: Features, rows: [Int32]) {
    (shape, buffer, table) = (whole.shape, whole.buffer, whole.table)
    self.rows = rows
  }

  /// The number of rows in this view.
  public var count: Int { rows?.count ?? buffer.count / shape.count }

  /// The given rows of this view, in the given order; a row may come more than once. Traps on a row out of range.
  public func selecting(_ selection: some Collection<Int>) -> Features {
    let total = count
    let chosen = selection.map { row in
      precondition(row >= 0 && row < total, "row \(row) is outside 0..<\(total)")
      return rows?[row] ?? Int32(row)
    }
    return Features(self, rows: chosen)
  }

  /// Writes `range` of this view's rows as floats (range.count x shape.count, row-major) to the front of `output`.
  public func copyRows(_ range: Range<Int>, into output: inout MutableSpan<Float>) {
    for row in range {
      copyRow(row, into: &output, at: (row - range.lowerBound) * shape.count)
    }
  }

  /// Writes the given rows of this view as floats (selection.count x shape.count) to the front of `output`.
  public func copyRows(_ selection: ArraySlice<Int>, into output: inout MutableSpan<Float>) {
    var offset = 0
    for row in selection {
      copyRow(row, into: &output, at: offset)
      offset += shape.count
    }
  }

  /// `range` of this view's rows as floats (range.count x shape.count, row-major).
  public func floats(_ range: Range<Int>) -> [Float] {
    var result = [Float](repeating: 0, count: range.count * shape.count)
    var output = result.mutableSpan
    copyRows(range, into: &output)
    return result
  }

  /// Every row of this view as floats (count x shape.count, row-major).
  public func floats() -> [Float] { floats(0..<count) }

  /// The values of one row in full precision (shape.count values).
  public func doubles(ofRow row: Int) -> [Double] {
    let start = bufferRow(row) * shape.count
    var values = [Double](repeating: 0, count: shape.count)
    buffer.forEach(start..<start + shape.count) { values[$0] = $1 }
    return values
  }

  /// One value of every row, in full precision (count values); bytes as value / 255.
  public func values(ofColumn column: Int) -> [Double] {
    precondition(column >= 0 && column < shape.count, "column \(column) is outside 0..<\(shape.count)")
    let total = count
    return [Double](unsafeUninitializedCapacity: total) { values, filled in
      buffer.forEach((0..<total).lazy.map { bufferRow($0) * shape.count + column }) { values[$0] = $1 }
      filled = total
    }
  }

  /// The raw bytes of one row, or nil where the values are stored as floats.
  public func bytes(ofRow row: Int) -> [UInt8]? {
    guard buffer.element == .byte else { return nil }
    let start = bufferRow(row) * shape.count
    return buffer.withUnsafeBytes { Array($0[start..<start + shape.count]) }
  }

  /// Calls `body` with the bytes of every row as they are stored, in order: all at once where they lie so in memory,
  /// otherwise neighbours together.
  package func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    let rowBytes = shape.count * buffer.element.size
    try buffer.withUnsafeBytes { memory in
      guard let rows else { return try body(memory) }
      var first = 0
      while first < rows.count {
        var end = first + 1
        while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
        let start = Int(rows[first]) * rowBytes
        try body(UnsafeRawBufferPointer(rebasing: memory[start..<start + (end - first) * rowBytes]))
        first = end
      }
    }
  }

  private func copyRow(_ row: Int, into output: inout MutableSpan<Float>, at offset: Int) {
    let start = bufferRow(row) * shape.count
    buffer.copy(start..<start + shape.count, to: &output, at: offset)
  }

  /// Which row of the buffer this view shows as `row`.
  package func bufferRow(_ row: Int) -> Int {
    rows.map { Int($0[row]) } ?? row
  }
}
