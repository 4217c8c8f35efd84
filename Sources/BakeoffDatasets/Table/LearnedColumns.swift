import BakeoffCore

/// Which columns of a table are those that a model learned from.
struct LearnedColumns {
  /// Where the values of a column stand.
  struct Source {
    /// The column of the table.
    let place: Int
    /// The part of its dates; nil for the column itself.
    let part: DatePart?
    /// What the whole column was called when it was learned from.
    let name: String
  }

  /// One for each column that was learned from.
  let sources: [Source]
  /// The place of the classes, where there are some.
  let target: Int?
  /// What is left out; nil for nothing.
  let note: String?

  /// Finds them by name where the table has names, else by position. Throws `DatasetError.malformed` that names what is lacking.
  init(in table: RawTable, _ options: TableOptions, like expected: ExpectedRows, of file: InputFile) throws {
    let target = try Self.target(table, options, like: expected, of: file)
    let ignored = try options.ignore.map { try table.places(of: $0, for: "ignore") } ?? []
    let others = table.columns.indices.filter {
      $0 != target && !ignored.contains($0) && !table.omitted.contains($0)
    }
    let wholes = Self.wholes(expected.columns.map(\.name), among: others.map(table.name))
    // Parts have the column they were taken from, which may itself have been left out.
    var wanted = wholes.filter { $0.part == nil }.map(\.name)
    for whole in wholes where whole.part != nil && !wanted.contains(whole.name) { wanted.append(whole.name) }
    let places =
      try Self.named(wanted, among: others, of: table, expected, file)
      ?? Self.positioned(wanted, among: others, file)
    var next = places[...]
    sources = wholes.map { whole in
      let ofName = wanted.firstIndex(of: whole.name).map { places[$0] } ?? 0
      return Source(
        place: whole.part == nil ? next.popFirst() ?? ofName : ofName, part: whole.part, name: whole.name)
    }
    let unused = others.filter { !places.contains($0) }.map { visible(table.name(of: $0)) }
    let more = unused.count > 5 ? ", and \(unused.count - 5) more" : ""
    self.target = target
    note =
      unused.isEmpty
      ? nil : "left out, as they were not learned from: \(unused.prefix(5).joined(separator: ", "))\(more)."
  }

  /// What each column was taken from: itself, or a part of dates in another one.
  private static func wholes(_ names: [String], among found: [String]) -> [(name: String, part: DatePart?)] {
    names.map { name in
      guard let (column, part) = DatePart.parse(name),
        names.contains(column) || !found.contains(name) && found.contains(column)
      else { return (name, nil) }
      return (column, part)
    }
  }

  /// The columns by their names; nil where names say nothing, as neither side has any but positions.
  private static func named(
    _ names: [String], among others: [Int], of table: RawTable, _ expected: ExpectedRows, _ file: InputFile
  ) throws -> [Int]? {
    guard table.hasNames, expected.table != nil else { return nil }
    let found = others.map { table.name(of: $0) }
    if found == names { return others }
    // Where a name comes twice, the first is the first.
    var left = Dictionary(grouping: zip(found, others)) { $0.0 }.mapValues { $0.map(\.1)[...] }
    let places = names.map { left[$0]?.popFirst() }
    let lacking = zip(names, places).filter { $0.1 == nil }.map(\.0)
    if lacking.count == names.count, names.allSatisfy({ Int($0) != nil }) { return nil }
    guard let first = lacking.first else { return places.compactMap(\.self) }
    let more = lacking.count > 5 ? " and \(lacking.count - 5) more" : ""
    let list = lacking.prefix(5).map(visible).joined(separator: ", ") + more
    throw file.malformed(
      expected: lacking.count == 1
        ? "a column \(list), which was learned from" : "the columns \(list), which were learned from",
      found: "the columns \(table.columns.prefix(20).map { visible($0.name) }.joined(separator: ", "))"
        + didYouMean(first, among: found))
  }

  /// The columns in their order, or, where others were left out of those learned from, at the positions they are called by.
  private static func positioned(_ names: [String], among others: [Int], _ file: InputFile) throws -> [Int] {
    if others.count == names.count { return others }
    let positions = names.compactMap { Int($0) }.map { $0 - 1 }
    guard positions.count == names.count, positions.allSatisfy(others.contains) else {
      throw file.malformed(
        expected: "the \(counted(names.count, "column")) learned from", found: counted(others.count, "column"))
    }
    return positions
  }

  /// The column with the classes, where there is one.
  private static func target(
    _ table: RawTable, _ options: TableOptions, like expected: ExpectedRows, of file: InputFile
  ) throws -> Int? {
    if let label = options.label {
      // What was learned to be the class need not be there.
      let isLearned = expected.target == "column \(visible(label))"
      let isThere = table.columns.contains { $0.name == label } || Int(label).map { $0 <= table.columns.count } ?? false
      return isLearned && !isThere ? nil : try TargetChoice(label, in: table, file).column
    }
    if table.hasNames, let target = expected.target, target.hasPrefix("column ") {
      return table.columns.firstIndex { "column \(visible($0.name))" == target }
    }
    guard table.columns.count - table.omitted.count == expected.wholeCount + 1 else { return nil }
    guard let position = expected.targetPosition else { return table.columns.count - 1 }
    return table.columns.indices.contains(position) ? position : nil
  }
}
