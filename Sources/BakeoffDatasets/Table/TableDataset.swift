import BakeoffCore

/// Features, labels and class names of a table, with what was found out on the way.
struct TableDataset {
  /// Every row kept: those to train on first, then the fixed hold-out.
  let examples: Examples
  /// How many are to train on.
  let trainingCount: Int
  /// A name for each class.
  let classNames: [String]
  /// What holds the classes.
  let target: String
  /// The group of each row; nil where none was asked for.
  let groups: [Int]?
  /// What a reader should know, a line each.
  let notes: [String]

  /// Tells target from features, cleans both, and finds out what the columns are.
  ///
  /// Throws `ConfigurationError` for a column that is not there, and `DatasetError.malformed` for data that is no table
  /// of classes and features.
  init(_ table: RawTable, _ options: TableOptions, dropsMissingTargets: Bool, of file: InputFile) throws {
    let choice = try TargetChoice(options.label, in: table, file)
    let title = table.title(choice.column)
    let ignored = try options.ignore.map { try table.places(of: $0, for: "ignore") } ?? []
    guard !ignored.contains(choice.column) else {
      throw ConfigurationError("ignore=\(options.ignore ?? ""): \(title) holds the classes; name another with label=")
    }
    let group = try options.group.map { try table.places(of: $0, for: "group") } ?? []
    guard group.count <= 1, !group.contains(choice.column) else {
      throw ConfigurationError("group=\(options.group ?? ""): name one column that does not hold the classes")
    }
    let target = TargetLabels(table.columns[choice.column], title: title)
    let kept = try Self.rowsWithTarget(
      target.names, table.columns[choice.column], in: table, title, dropsMissingTargets, file)
    let names = kept.map { target.names[$0] ?? "" }
    let isFirstLikely = options.label == nil && choice.column > 0 && ClassEvidence(table.columns[0]).strength >= 2
    try checkAreClasses(names, title, file, suggesting: isFirstLikely ? ", such as the first: label=1" : "")
    let classes = ClassLabels(names)
    guard classes.names.count > 1 else {
      throw file.malformed(
        expected: "at least two classes in \(title)", found: "only \(classes.names.map(visible).joined())")
    }
    let left = table.omitted.union(ignored).union(group).union([choice.column])
    let columns = FeatureColumns(
      try Self.features(of: table, without: left, options, file), rows: kept, isSparse: table.isSparse)
    let features = try columns.features(shape: options.shape, of: file)
    let dropped = table.count - kept.count
    groups = group.first.map { Self.groups(of: table.columns[$0], rows: kept) }
    examples = Examples(features: features.features, labels: classes.labels, classCount: classes.names.count)
    trainingCount = table.trainingCount.map { count in kept.count { $0 < count } } ?? kept.count
    classNames = classes.names
    self.target = title
    notes =
      table.notes + [choice.note].compactMap(\.self)
      + (dropped > 0
        ? ["\(counted(dropped, "row")) without a class in \(title) \(dropped == 1 ? "was" : "were") left out."] : [])
      + table.noteOnMissingWords(
        in: table.columns.indices.filter { !left.contains($0) || (dropped > 0 && $0 == choice.column) })
      + target.notes + noteOnManyNumbers(classes.names, title) + Self.ignoredNote(ignored, in: table)
      + Self.groupNote(group, groups, in: table) + columns.notes
      + features.notes

      // Pixels number no rows.
      + (features.features.buffer.element == .byte ? [] : columns.hints(classes).notes)
  }

  /// The rows that have a class. Throws where some have none and they are not to be dropped.
  private static func rowsWithTarget(
    _ names: [String?], _ column: RawColumn, in table: RawTable, _ title: String, _ dropsMissingTargets: Bool,
    _ file: InputFile
  ) throws -> [Int] {
    let missing = names.indices.filter { names[$0] == nil }
    guard !missing.isEmpty, !dropsMissingTargets else { return names.indices.filter { names[$0] != nil } }
    let places = missing.map { table.lines.isEmpty ? $0 + 1 : Int(table.lines[$0]) }
    let shown = places.prefix(5).map(String.init).joined(separator: ", ")
    let more = places.count > 5 ? " and \(places.count - 5) more" : ""
    let unit = table.lines.isEmpty ? "row" : "line"
    let found = column.missingDescription(rows: places.count)
    let word = column.missingWords.first.map { visible($0.word) }
    let isClass = word.map { "if \($0) is a class, say --missing only,?; else " } ?? ""
    throw DatasetError.malformed(
      place: places.count == 1 && !table.lines.isEmpty ? "\(file.name):\(places[0])" : file.name,
      expected: "a class in \(title)",
      found: places.count == 1
        ? found : "\(found)\(word == nil ? " in" : ", in \(counted(places.count, "row")),") \(unit)s \(shown)\(more)",
      remedy: isClass
        + "fill \(places.count == 1 ? "it" : "them") in, or leave such rows out with --drop-missing-target")
  }

  private static func features(
    of table: RawTable, without left: Set<Int>, _ options: TableOptions, _ file: InputFile
  ) throws -> [(title: String, typed: TypedColumn)] {
    let asked = try options.categories.map { try table.places(of: $0, for: "categories") } ?? []
    let named = table.categories.union(asked)
    let columns = try table.columns.indices.filter { !left.contains($0) }.map { index in
      (title: table.title(index), typed: try table.typed(index, asCategory: named.contains(index), of: file))
    }
    guard !columns.isEmpty else {
      throw file.malformed(expected: "at least one column beside the classes", found: "none")
    }
    return columns
  }

  /// The group of each row by its text, from 0 in the order of appearance; rows without one stand for themselves.
  private static func groups(of column: RawColumn, rows: [Int]) -> [Int] {
    var numbers: [String: Int] = [:]
    return rows.map { row in
      let name = column.text(row) ?? "\u{0}\(row)"
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
  }

  private static func groupNote(_ group: Set<Int>, _ groups: [Int]?, in table: RawTable) -> [String] {
    guard let place = group.first, let groups else { return [] }
    return ["Rows are kept together by \(table.title(place)): \(counted(Set(groups).count, "group"))."]
  }

  private static func ignoredNote(_ ignored: Set<Int>, in table: RawTable) -> [String] {
    guard !ignored.isEmpty else { return [] }
    return ["Left out as asked: \(ignored.sorted().map(table.title).joined(separator: ", "))."]
  }
}

/// The columns that models learn from.
private struct FeatureColumns {
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

  func hints(_ classes: ClassLabels) -> ColumnHints {
    ColumnHints(
      columns.map { column in
        (
          title: column.title.prefix(1).uppercased() + column.title.dropFirst(), name: column.typed.column.name,
          typed: TypedColumn(
            column: column.typed.column, values: rows.map { column.typed.values[$0] }, note: nil)
        )
      }, labels: classes.labels, classCount: classes.names.count)
  }

  /// The rows, as bytes where they are pixels.
  func features(shape: FeatureShape?, of file: InputFile) throws -> (features: Features, notes: [String]) {
    guard !columns.isEmpty else {
      throw file.malformed(expected: "at least one column with values beside the classes", found: "none")
    }
    let width = columns.count
    if let shape, shape.count != width {
      throw ConfigurationError(
        "shape=\(shape.height)x\(shape.width): that is \(shape.count) values, and the table has "
          + "\(counted(width, "column")) beside the classes")
    }
    let areNumbers = columns.allSatisfy { $0.typed.column.categories == nil }
    let mayBePixels = areNumbers && (shape != nil || width >= Pixels.fewestColumns) && !isSparse
    let whole = mayBePixels ? Pixels.bytes(ofColumns: columns.map(\.typed.values), rows: rows) : nil
    let values = mayBePixels && whole == nil ? joined() : nil
    let other = values.flatMap { shape == nil ? Pixels.bytes($0) : Pixels.bytes(ofPictures: $0) }
    if let bytes = whole ?? other {
      let shapeNote = shape == nil ? " (shape=HEIGHTxWIDTH makes pictures of them)" : ""
      return (
        Features(shape: shape ?? FeatureShape(features: width), bytes: bytes),
        ["The \(width) columns were read as pixels: 0 is black and 255 white\(shapeNote)."]
      )
    }
    if let shape {
      guard let values, !values.contains(where: \.isNaN) else {
        throw file.malformed(expected: "a number for every pixel", found: "text or missing values")
      }
      return (Features(shape: shape, floats: values.map { Float($0) }), [])
    }
    let table = FeatureTable(columns: columns.map(\.typed.column), isSparse: isSparse)
    let buffer = FeatureBuffer(compacting: values ?? joined())
    return (Features(shape: FeatureShape(features: width), buffer: buffer, table: table), [])
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
