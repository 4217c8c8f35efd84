import BakeoffCore

/// The columns that models learn from.
struct FeatureColumns {
  let columns: [(title: String, typed: TypedColumn)]
  let rows: [Int]
  let isSparse: Bool
  private let empty: [String]

  init(_ columns: [(title: String, typed: TypedColumn)], rows: [Int], isSparse: Bool) {
    let isEmpty = { (column: TypedColumn) in rows.allSatisfy { column.values[$0].isNaN } }
    let full = columns.filter { !isEmpty($0.typed) }
    empty = columns.count == full.count ? [] : columns.filter { isEmpty($0.typed) }.map(\.title)
    self.columns = full
    self.rows = rows
    self.isSparse = isSparse
  }

  /// How columns were read.
  var notes: [String] {
    let empty = empty.isEmpty ? [] : ["Left out, as nothing is in it: \(self.empty.joined(separator: ", "))."]
    return empty + columns.compactMap(\.typed.note).map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }

  /// How columns were read whose texts do not plainly say it.
  var reading: String {
    columns.filter { !$0.typed.manner.isEmpty }.map { "\($0.typed.column.name): \($0.typed.manner)" }
      .joined(separator: "\n")
  }

  func hints(_ classes: ClassLabels) -> ColumnHints {
    ColumnHints(
      columns.map { column in
        var typed = column.typed
        typed.values = rows.map { column.typed.values[$0] }
        return (column.title.prefix(1).uppercased() + column.title.dropFirst(), typed)
      }, labels: classes.labels, classCount: classes.names.count)
  }

  /// The rows, as bytes where they are pixels.
  func features(_ options: TableOptions, of file: InputFile) throws -> (features: Features, notes: [String]) {
    guard !columns.isEmpty else {
      throw file.malformed(expected: "at least one column with values beside the classes", found: "none")
    }
    let width = columns.count
    if let shape = options.shape, shape.count != width {
      throw ConfigurationError(
        "shape=\(shape.height)x\(shape.width): that is \(shape.count) values, and the table has "
          + "\(counted(width, "column")) beside the classes")
    }
    let pixels = try pixels(options, of: file)
    if let bytes = pixels.bytes { return (bytes, pixels.notes) }
    if let shape = options.shape {
      let values = joined()
      guard areNumbers, !values.contains(where: \.isNaN) else {
        throw file.malformed(expected: "a number for every pixel", found: "text or missing values")
      }
      return (Features(shape: shape, floats: values.map { Float($0) }), [])
    }
    let choices = columns.compactMap { column in column.typed.choice.map { (column.typed.column.name, $0) } }
    let table = FeatureTable(
      columns: columns.map(\.typed.column), isSparse: isSparse,
      choices: Dictionary(choices) { first, _ in first })
    let buffer = FeatureBuffer(compacting: joined())
    return (Features(shape: FeatureShape(features: width), buffer: buffer, table: table), pixels.notes)
  }

  private var areNumbers: Bool { columns.allSatisfy { $0.typed.column.categories == nil } }

  /// The rows as bytes, nil where they are no pixels or nothing says so; and what is to be said of that.
  private func pixels(_ options: TableOptions, of file: InputFile) throws -> (bytes: Features?, notes: [String]) {
    let count = columns.count
    let isAsked = options.shape != nil || options.pixels == true
    let mayBePixels = areNumbers && (isAsked || count >= Pixels.fewestColumns && !isSparse)
    let values = columns.map(\.typed.values)
    guard options.pixels != false, mayBePixels,
      let bytes = Pixels.bytes(ofColumns: values, rows: rows)
        ?? (isAsked ? Pixels.bytes(ofPictures: joined()) : Pixels.bytes(joined()))
    else {
      if options.pixels == true { throw Pixels.refusal(of: file) }
      return (nil, [])
    }
    let reason = isAsked ? nil : Pixels.reason(names: columns.map(\.typed.column.name), bytes: bytes)
    guard isAsked || reason != nil else { return (nil, [Pixels.noteOnNumbers(count)]) }
    return (
      Features(shape: options.shape ?? FeatureShape(features: count), bytes: bytes),
      [Pixels.note(count, because: reason, isShaped: options.shape != nil)]
    )
  }

  /// Row by row, the values of every column.
  private func joined() -> [Double] {
    let width = columns.count
    return [Double](unsafeUninitializedCapacity: rows.count * width) { output, count in
      for (place, column) in columns.enumerated() {
        column.typed.values.withUnsafeBufferPointer { values in
          for (index, row) in rows.enumerated() { output[index * width + place] = values[row] }
        }
      }
      count = rows.count * width
    }
  }
}
