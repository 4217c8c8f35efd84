import BakeoffCore

extension ColumnTyping {
  /// Column `index` with each of its texts as a category.
  func categorical(_ index: Int) -> TypedColumn {
    let column = table.columns[index]
    let texts = (0..<column.count).map { row in column.text(row).map(Self.category) }
    let names = ClassLabels(Set(texts.compactMap(\.self)).sorted()).names
    let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })
    let note = Self.noteOnUnread(names, table.title(index))
    return TypedColumn(
      column: FeatureColumn(name: table.name(of: index), kind: .category(names)),
      values: texts.map { $0.flatMap { place[$0] } ?? .nan }, note: note,
      reading: note == nil ? .categories : .unreadNumbers)
  }

  /// What many categories look like that are nearly all numbers with a unit, or with marks between them.
  private static func noteOnUnread(_ names: [String], _ title: String) -> String? {
    func areNearlyAll(_ rule: (String) -> Bool) -> Bool { names.count(where: rule) * 10 >= names.count * 9 }
    guard names.count > 10 else { return nil }
    // A letter in front makes a name of a number: `P12`.
    if areNearlyAll({ isNumberWithUnit($0) && $0.first?.isLetter != true }) {
      return "\(title) was read as \(names.count) categories, and looks like numbers with a unit, such as "
        + "\(visible(names[0])); take the unit out to have them as numbers."
    }
    guard areNearlyAll(isMarkedNumbers) else { return nil }
    return
      "\(title) was read as \(names.count) categories, such as \(visible(names[0])); if those are dates or times, write "
      + "them like 2024-03-01 12:30 to have them read."
  }

  /// True and false are the same in any case.
  private static func category(_ text: String) -> String {
    let lower = text.lowercased()
    return lower == "true" || lower == "false" ? lower : text
  }

  /// Few texts among many numbers, or many dates, are slips, or marks for what is not known, and no categories.
  func checkIsNoStrayText(_ index: Int) throws {
    let column = table.columns[index]
    let known = column.count - column.missing
    let counts = column.textCounts
    func strays(_ rule: (String) -> Bool) -> (readable: Int, texts: [String]) {
      let places = column.texts.indices.filter { !rule(column.texts[$0]) }
      return (known - places.reduce(0) { $0 + counts[$1] }, places.map { column.texts[$0] })
    }
    let numbers = DecimalMark.allCases.map { mark in strays { WrittenNumber($0, decimal: mark) != nil } }
      .max { $0.readable < $1.readable }
    if let numbers, let text = numbers.texts.first, numbers.readable > 0, numbers.readable * 2 >= known,
      numbers.readable * 10 >= known * 9 || numbers.texts.count <= 3
    {
      throw stray(text, in: index, among: numbers.readable, "a number")
    }
    guard column.numberCount == 0 else { return }
    let dates = DateOrder.allCases.map { order in strays { Moment($0, order: order) != nil } }
      .max { $0.readable < $1.readable }
    if let dates, let text = dates.texts.first, dates.readable >= 10, dates.readable * 10 >= known * 9 {
      throw stray(text, in: index, among: dates.readable, "a date")
    }
  }

  private func stray(_ text: String, in index: Int, among readable: Int, _ kind: String) -> DatasetError {
    let (column, title) = (table.columns[index], table.title(index))
    let place = place(column.row(ofText: text))
    let shown = visible(text.prefix(40))
    guard Double(text)?.isInfinite != true else {
      return place.malformed(expected: "a finite number in \(title)", found: "\"\(shown)\"")
    }
    return place.malformed(
      expected: "\(kind) in \(title), as in \(grouped(readable)) of \(counted(column.count - column.missing, "row"))",
      found:
        "\"\(shown)\" (if it stands for a missing value, --missing \"\(shown)\" says so; if the column holds names, "
        + "categories=\(table.name(of: index)))")
  }
}
