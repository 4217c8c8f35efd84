import BakeoffCore

/// Rows to be predicted: with a class where one is known.
package struct RowsToPredict: Sendable {
  /// The rows.
  package let features: Features
  /// The class of each row, nil where it has none.
  package let truths: [String?]
  /// What was found when they were read.
  package let notes: [String]

  /// Makes rows; traps unless each has a truth or nil.
  package init(features: Features, truths: [String?], notes: [String]) {
    precondition(features.count == truths.count, "one class, or none, a row")
    self.features = features
    self.truths = truths
    self.notes = notes
  }
}

/// What a model that was learned expects of rows.
package struct ExpectedRows: Sendable {
  /// The columns it learned from; nil where they are pixels, which have no names.
  package let table: FeatureTable?
  /// The shape of a row it learned from.
  package let shape: FeatureShape
  /// What held the classes, such as `column species`.
  package let target: String?

  /// Makes an expectation.
  package init(table: FeatureTable?, shape: FeatureShape, target: String?) {
    self.table = table
    self.shape = shape
    self.target = target
  }
}

/// A source of tables whose rows can be read without their classes.
package protocol TableSource: DatasetSource {
  /// The rows of the table as `expected`, in the order of the file. Throws `DatasetError` and `ConfigurationError`.
  func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict
}

extension RowsToPredict {
  /// Takes the columns that were learned from out of a table, by name where it has names, else by position.
  init(_ table: RawTable, _ options: TableOptions, like expected: ExpectedRows, of file: InputFile) throws {
    let columns = expected.table?.columns ?? (0..<expected.shape.count).map { FeatureColumn(name: "\($0 + 1)") }
    let target = try Self.target(table, options, like: expected, of: file)
    let typing = ColumnTyping(table, options, of: file)
    let choices = expected.table?.choices ?? [:]
    let typed = try zip(Self.sources(of: columns, in: table, target, like: expected, file), columns).map {
      source, column in
      try Self.typed(column, from: source, by: typing, choice: choices[source.nameOfWhole(column)])
    }
    let values = (0..<table.count).flatMap { row in typed.map { $0.values[row] } }
    let features: Features
    if let expected = expected.table {
      features = Features(
        shape: FeatureShape(features: columns.count), buffer: FeatureBuffer(compacting: values),
        table: FeatureTable(columns: typed.map(\.column), isSparse: expected.isSparse))
    } else {
      guard let bytes = Pixels.bytes(ofPictures: values) else {
        throw file.malformed(
          expected: "pixels, whole numbers 0...255 or those divided by 255, as were learned from", found: "other values"
        )
      }
      features = Features(shape: expected.shape, bytes: bytes)
    }
    let truths =
      target.map { TargetLabels(table.columns[$0], title: table.title($0)).names }
      ?? Array(repeating: nil, count: table.count)
    self.init(features: features, truths: truths, notes: table.notes + typed.compactMap(\.note))
  }

  /// Where in the table the values of a column stand.
  private struct Source {
    let place: Int
    var part: DatePart?

    /// What the column is called that a part was taken from; the column itself where it is none.
    func nameOfWhole(_ column: FeatureColumn) -> String {
      part == nil ? column.name : DatePart.parse(column.name)?.column ?? column.name
    }
  }

  /// Where each column stands: by name, the first of two that have one name for the first, or by position.
  private static func sources(
    of columns: [FeatureColumn], in table: RawTable, _ target: Int?, like expected: ExpectedRows, _ file: InputFile
  ) throws -> [Source] {
    guard table.hasNames, expected.table != nil else {
      let places = table.columns.indices.filter { $0 != target && !table.omitted.contains($0) }
      let isPart = columns.map { column in
        DatePart.parse(column.name).map { parsed in columns.contains { $0.name == parsed.column } } ?? false
      }
      let count = isPart.count { !$0 }
      guard places.count == count else {
        throw file.malformed(
          expected: "the \(count) columns that were learned from", found: counted(places.count, "column"))
      }
      var next = -1
      return zip(columns, isPart).map { column, isPart in
        if !isPart { next += 1 }
        return Source(place: places[max(next, 0)], part: isPart ? DatePart.parse(column.name)?.part : nil)
      }
    }
    var taken: Set<Int> = []
    return try columns.map { column in
      if let place = table.columns.indices.first(where: { table.name(of: $0) == column.name && !taken.contains($0) }) {
        taken.insert(place)
        return Source(place: place)
      }
      if let (name, part) = DatePart.parse(column.name),
        let place = table.columns.indices.first(where: { table.name(of: $0) == name })
      {
        return Source(place: place, part: part)
      }
      throw file.malformed(
        expected: "a column \(visible(column.name)), which was learned from",
        found: "the columns \(table.columns.prefix(20).map { visible($0.name) }.joined(separator: ", "))")
    }
  }

  private static func typed(
    _ column: FeatureColumn, from source: Source, by typing: ColumnTyping, choice: String?
  ) throws -> TypedColumn {
    let isCategory = column.categories != nil
    let title = typing.table.title(source.place)
    var found: TypedColumn
    if let part = source.part {
      guard let dates = try typing.dates(source.place, choice) else {
        throw typing.file.malformed(expected: "dates in \(title), as were learned from", found: "none")
      }
      found = part.column(of: dates.moments, typing.table.name(of: source.place))
    } else {
      found = try typing.columns(source.place, asCategory: isCategory, choice: choice)[0]
    }
    guard isCategory || found.column.categories == nil else {
      throw typing.file.malformed(expected: "numbers in \(title), as were learned from", found: "text")
    }
    found.column = FeatureColumn(name: column.name, kind: found.column.kind)
    return found
  }

  /// The column with the classes, where there is one.
  private static func target(
    _ table: RawTable, _ options: TableOptions, like expected: ExpectedRows, of file: InputFile
  ) throws -> Int? {
    if options.label != nil { return try TargetChoice(options.label, in: table, file).column }
    if table.hasNames, let target = expected.target, target.hasPrefix("column ") {
      return table.columns.firstIndex { "column \(visible($0.name))" == target }
    }
    let width = table.columns.count - table.omitted.count
    guard width == (expected.table?.columns.count ?? expected.shape.count) + 1 else { return nil }
    let position = expected.target.flatMap { Int($0.dropFirst("column ".count)) }.map { $0 - 1 }
    return position.flatMap { table.columns.indices.contains($0) ? $0 : nil } ?? table.columns.count - 1
  }
}
