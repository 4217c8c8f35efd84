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

extension ExpectedRows {
  /// The columns that were learned from; pixels are called by their positions, from 1.
  var columns: [FeatureColumn] {
    table?.columns ?? (0..<shape.count).map { FeatureColumn(name: "\($0 + 1)") }
  }

  /// How many columns a table has that were learned from: parts of dates have none of their own.
  var wholeCount: Int {
    let names = columns.map(\.name)
    return names.count { name in DatePart.parse(name).map { !names.contains($0.column) } ?? true }
  }

  /// The place of the column of the classes, where it has no name but its position; nil where it has one, or none is known.
  var targetPosition: Int? { target.flatMap { Int($0.dropFirst("column ".count)) }.map { $0 - 1 } }
}

/// A source of tables whose rows can be read without their classes.
package protocol TableSource: DatasetSource {
  /// Whether some of its rows are a fixed hold-out, which `rows` leaves out.
  var hasHoldOut: Bool { get }
  /// The rows of the table as `expected`, in the order of the file. Throws `DatasetError` and `ConfigurationError`.
  func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict
}

extension TableSource {
  package var hasHoldOut: Bool { false }
}

extension RowsToPredict {
  /// Takes the columns that were learned from out of a table, by name where it has names, else by position.
  init(_ table: RawTable, _ options: TableOptions, like expected: ExpectedRows, of file: InputFile) throws {
    let learned = try LearnedColumns(in: table, options, like: expected, of: file)
    let typing = ColumnTyping(table, options, of: file)
    let choices = expected.table?.choices ?? [:]
    let typed = try zip(learned.sources, expected.columns).map { source, column in
      try typing.column(like: column, from: source, choice: choices[source.name])
    }
    let truths =
      learned.target.map { TargetLabels(table.columns[$0], title: table.title($0)).names }
      ?? Array(repeating: nil, count: table.count)
    self.init(
      features: try Self.features(typed, rows: table.count, like: expected, of: file), truths: truths,
      notes: table.notes + typed.compactMap(\.note) + [learned.note].compactMap(\.self))
  }

  private static func features(
    _ typed: [TypedColumn], rows: Int, like expected: ExpectedRows, of file: InputFile
  ) throws -> Features {
    let values = (0..<rows).flatMap { row in typed.map { $0.values[row] } }
    if let table = expected.table {
      return Features(
        shape: FeatureShape(features: typed.count), buffer: FeatureBuffer(compacting: values),
        table: FeatureTable(columns: typed.map(\.column), isSparse: table.isSparse))
    }
    guard let bytes = Pixels.bytes(ofPictures: values) else {
      throw file.malformed(
        expected: "pixels, whole numbers 0...255 or those divided by 255, as were learned from", found: "other values")
    }
    return Features(shape: expected.shape, bytes: bytes)
  }
}

extension ColumnTyping {
  /// A column of the table as what was learned of `column`. Throws `DatasetError.malformed` that names the line of a text among
  /// what were numbers.
  fileprivate func column(
    like column: FeatureColumn, from source: LearnedColumns.Source, choice: String?
  ) throws -> TypedColumn {
    let isCategory = column.categories != nil
    let title = table.title(source.place)
    var found: TypedColumn
    if let part = source.part {
      guard let dates = try dates(source.place, choice) else {
        throw file.malformed(expected: "dates in \(title), as were learned from", found: "none")
      }
      found = part.column(of: dates.moments, table.name(of: source.place))
    } else {
      found = try columns(source.place, asCategory: isCategory, choice: choice)[0]
    }
    guard isCategory || found.column.categories == nil else {
      let row = table.columns[source.place].firstTextRow ?? 0
      let text = visible(table.columns[source.place].text(row)?.prefix(40) ?? "")
      throw place(row).malformed(
        expected: "numbers in \(title), as were learned from",
        found: "text, \"\(text)\" (if it stands for a missing value, --missing \"\(text)\" says so)")
    }
    found.column = FeatureColumn(name: column.name, kind: found.column.kind)
    return found
  }
}
