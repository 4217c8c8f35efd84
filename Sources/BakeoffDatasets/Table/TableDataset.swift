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
  /// How values were read that texts do not plainly say, which a checksum of the file alone does not tell; empty where all do.
  let reading: String

  /// Tells target from features, cleans both, and finds out what the columns are.
  ///
  /// Throws `ConfigurationError` for a column that is not there, and `DatasetError.malformed` for data that is no table
  /// of classes and features.
  init(_ table: RawTable, _ options: TableOptions, dropsMissingTargets: Bool, of file: InputFile) throws {
    let choice = try TargetChoice(options.label, in: table, file)
    let title = table.title(choice.column)
    let ignore = try LeftOutColumns(options.ignore, in: table)
    let ignored = ignore.places
    guard !ignored.contains(choice.column) else {
      throw ConfigurationError("ignore=\(options.ignore ?? ""): \(title) holds the classes; name another with label=")
    }
    let group = try options.group.map { try table.place(of: $0, for: "group") }
    guard group != choice.column else {
      throw ConfigurationError("group=\(options.group ?? ""): name a column that does not hold the classes")
    }
    let target = TargetLabels(table.columns[choice.column], title: title)
    let kept = try Self.rowsWithTarget(target.names, in: table, choice, dropsMissingTargets, file)
    let names = kept.map { target.names[$0] ?? "" }
    let isFirstLikely = options.label == nil && choice.column > 0 && ClassEvidence(table.columns[0]).strength >= 2
    let hint = isFirstLikely ? ", such as the first: label=1" : ""
    try checkAreClasses(names, title, file, suggesting: hint + (choice.guess.map { "; \($0)" } ?? ""))
    let classes = ClassLabels(names)
    guard classes.names.count > 1 else {
      throw file.malformed(
        expected: "at least two classes in \(title)",
        found: "only \(classes.names.map(visible).joined())"
          + (choice.guess.map { " (\($0): label=NAME says another)" } ?? ""))
    }
    let left = table.omitted.union(ignored).union([group, choice.column].compactMap(\.self))
    let columns = FeatureColumns(
      try Self.features(of: table, without: left, parts: ignore.parts, options, file), rows: kept,
      isSparse: table.isSparse)
    let features = try columns.features(options, of: file)
    let dropped = table.count - kept.count
    groups = group.map { Self.groups(of: table.columns[$0], rows: kept) }
    reading = columns.reading
    examples = Examples(features: features.features, labels: classes.labels, classCount: classes.names.count)
    trainingCount = table.trainingCount.map { count in kept.count { $0 < count } } ?? kept.count
    classNames = classes.names
    self.target = title
    notes =
      table.notes + table.noteOnNames + [choice.note].compactMap(\.self)
      + (dropped > 0
        ? ["\(counted(dropped, "row")) without a class in \(title) \(dropped == 1 ? "was" : "were") left out."] : [])
      + table.noteOnMissingWords(
        in: table.columns.indices.filter { !left.contains($0) || (dropped > 0 && $0 == choice.column) })
      + target.notes + noteOnManyNumbers(classes.names, title) + ignore.notes(in: table)
      + Self.groupNote(group, groups, in: table) + columns.notes
      + features.notes
      // Pixels number no rows.
      + (features.features.buffer.element == .byte ? [] : columns.hints(classes).notes)
  }

  /// The rows that have a class. Throws where some have none and they are not to be dropped.
  private static func rowsWithTarget(
    _ names: [String?], in table: RawTable, _ choice: TargetChoice, _ dropsMissingTargets: Bool, _ file: InputFile
  ) throws -> [Int] {
    let missing = names.indices.filter { names[$0] == nil }
    guard !missing.isEmpty, !dropsMissingTargets else { return names.indices.filter { names[$0] != nil } }
    let places = missing.map { table.lines.isEmpty ? $0 + 1 : Int(table.lines[$0]) }
    let shown = places.prefix(5).map(String.init).joined(separator: ", ")
    let more = places.count > 5 ? " and \(places.count - 5) more" : ""
    let unit = table.lines.isEmpty ? "row" : "line"
    let column = table.columns[choice.column]
    let found = column.missingDescription(rows: places.count)
    let word = column.missingWords.first.map { visible($0.word) }
    let isClass = word.map { "if \($0) is a class, say --missing only,?; else " } ?? ""
    throw DatasetError.malformed(
      place: places.count == 1 && !table.lines.isEmpty ? "\(file.name):\(places[0])" : file.name,
      expected: "a class in \(table.title(choice.column))",
      found: places.count == 1
        ? found : "\(found)\(word == nil ? " in" : ", in \(counted(places.count, "row")),") \(unit)s \(shown)\(more)",
      remedy: isClass
        + "fill \(places.count == 1 ? "it" : "them") in, or leave such rows out with --drop-missing-target"
        + (choice.guess.map { " (\($0): label=NAME says another)" } ?? ""))
  }

  private static func features(
    of table: RawTable, without left: Set<Int>, parts: Set<String>, _ options: TableOptions, _ file: InputFile
  ) throws -> [(title: String, typed: TypedColumn)] {
    let asked = try options.categories.map { try table.places(of: $0, for: "categories") } ?? []
    let named = table.categories.union(asked)
    let typing = ColumnTyping(table, options, of: file)
    let columns = try table.columns.indices.filter { !left.contains($0) }.flatMap { index in
      try typing.columns(index, asCategory: named.contains(index)).map { typed in
        (title: "column \(visible(typed.column.name))", typed: typed)
      }
    }.filter { !parts.contains($0.typed.column.name) }
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

  private static func groupNote(_ group: Int?, _ groups: [Int]?, in table: RawTable) -> [String] {
    guard let group, let groups else { return [] }
    return ["Rows are kept together by \(table.title(group)): \(counted(Set(groups).count, "group"))."]
  }
}

/// The columns a user wants left out, and the parts of dates, such as `when (hour)`.
private struct LeftOutColumns {
  var places: Set<Int> = []
  var parts: Set<String> = []

  /// Throws `ConfigurationError` for a column that is not there.
  init(_ text: String?, in table: RawTable) throws {
    guard let text else { return }
    let words = text.split(separator: "+").map(String.init)
    parts = Set(words.filter { word in DatePart.parse(word).map { !table.places(named: $0.column).isEmpty } ?? false })
    let others = words.filter { !parts.contains($0) || !table.places(named: $0).isEmpty }
    if parts.isEmpty || !others.isEmpty {
      places = try table.places(of: parts.isEmpty ? text : others.joined(separator: "+"), for: "ignore")
    }
  }

  func notes(in table: RawTable) -> [String] {
    let titles = places.sorted().map(table.title) + parts.sorted().map { "column \(visible($0))" }
    return titles.isEmpty ? [] : ["Left out as asked: \(titles.joined(separator: ", "))."]
  }
}
