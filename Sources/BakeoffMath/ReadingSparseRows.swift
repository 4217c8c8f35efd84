import BakeoffCore
import BakeoffKernels

extension SparseRows {
  /// Takes in the given rows of `features`, less `offset` where given, in the place of those it held; their memory is
  /// used again.
  package mutating func read(_ features: Features, rows: Range<Int>, offset: [Float]? = nil) {
    read(features, count: rows.count, offset: offset) { rows.lowerBound + $0 }
  }

  /// The same for rows in any order.
  package mutating func read(_ features: Features, rows: ArraySlice<Int>, offset: [Float]? = nil) {
    read(features, count: rows.count, offset: offset) { rows[rows.startIndex + $0] }
  }

  private mutating func read(_ features: Features, count: Int, offset: [Float]?, row: (Int) -> Int) {
    precondition(features.shape.count == columnCount, "as many columns as features")
    precondition(offset.map { $0.count == columnCount } ?? true, "one offset a feature")
    makeRoom(for: count)
    var ends: [Int64] = []
    ends.reserveCapacity(count)
    features.buffer.withUnsafeBytes { memory in
      values.withUnsafeMutableBufferPointer { values in
        columns.withUnsafeMutableBufferPointer { columns in
          withOptional(offset) { offset in
            guard let memory = memory.baseAddress, let values = values.baseAddress, let columns = columns.baseAddress
            else { return }
            var source = RowsWithoutZeros(of: features, in: memory, offset: offset)
            for index in 0..<count {
              let ahead = index + RowsWithoutZeros.rowsAhead
              if ahead < count { source.prefetch(row(ahead)) }
              let kept = Int(ends.last ?? 0)
              ends.append(Int64(kept + source.write(row(index), values + kept, columns + kept)))
            }
          }
        }
      }
    }
    starts = ends.isEmpty ? [] : [0] + ends.dropLast()
    self.ends = ends
  }

  /// Room for the values of `count` rows, whatever is in them, and for what whole vectors write past them.
  private mutating func makeRoom(for count: Int) {
    let room = count * columnCount + laneCount
    if values.count >= room { return }
    // What is in them is written before it is read; to fill them would take a tenth of a pass.
    values = [Float](unsafeUninitializedCapacity: room) { $1 = room }
    columns = [Int32](unsafeUninitializedCapacity: room) { $1 = room }
  }
}

/// Rows of features, each written without its zeros.
private struct RowsWithoutZeros {
  private let features: Features
  private let memory: UnsafeRawPointer
  private let offset: UnsafePointer<Float>?
  private let rowBytes: Int
  /// A row of doubles as floats.
  private var rounded: [Float] = []

  /// Rows in random order lie where no processor expects them: each is asked for so many rows before it is read.
  static let rowsAhead = 4

  /// Rows of `features`, whose buffer lies at `memory`.
  init(of features: Features, in memory: UnsafeRawPointer, offset: UnsafePointer<Float>?) {
    self.features = features
    self.memory = memory
    self.offset = offset
    rowBytes = features.shape.count * features.buffer.element.size
  }

  func prefetch(_ row: Int) { bakeoff_prefetch(address(of: row), Int64(rowBytes)) }

  /// Writes what is not zero of a row, and its columns; returns how many values that are.
  mutating func write(_ row: Int, _ values: UnsafeMutablePointer<Float>, _ columns: UnsafeMutablePointer<Int32>) -> Int
  {
    let width = Int64(features.shape.count)
    switch features.buffer.element {
    case .byte:
      let bytes = address(of: row).assumingMemoryBound(to: UInt8.self)
      return Int(bakeoff_compress_bytes(bytes, width, values, columns))
    case .float:
      let floats = address(of: row).assumingMemoryBound(to: Float.self)
      return Int(bakeoff_compress_floats(floats, offset, width, values, columns))
    case .double:
      rounded = features.doubles(ofRow: row).map { Float($0) }
      return Int(bakeoff_compress_floats(rounded, offset, width, values, columns))
    }
  }

  private func address(of row: Int) -> UnsafeRawPointer { memory + features.bufferRow(row) * rowBytes }
}

/// Calls `body` with the address of the floats, nil where there are none.
private func withOptional(_ floats: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
  if let floats { floats.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
}
