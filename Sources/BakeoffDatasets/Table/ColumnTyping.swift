import BakeoffCore

/// A column that is known to be numbers or categories: what models learn from once it is prepared.
struct TypedColumn: Sendable {
  /// Its name and what its values mean.
  let column: FeatureColumn
  /// The value of each row: a number, or the place of a category; NaN where there is none.
  let values: [Double]
  /// How it was read, where that is not plain.
  let note: String?
}

extension RawTable {
  /// Column `index` as numbers or categories.
  ///
  /// Dates become seconds since 1970, numbers with a decimal comma numbers, everything else that is text a category.
  /// Throws `DatasetError.malformed` that names the line of a text among numbers.
  func typed(_ index: Int, asCategory isCategory: Bool, of file: InputFile) throws -> TypedColumn {
    let column = columns[index]
    let name = name(of: index)
    func numeric(_ values: [Double], _ note: String?) -> TypedColumn {
      TypedColumn(column: FeatureColumn(name: name), values: values, note: note)
    }
    if !isCategory {
      guard let row = column.firstTextRow else { return numeric(column.numbers, nil) }
      // A column that might have held the classes was read as text.
      if let numbers = column.numbers(reading: finiteNumber) { return numeric(numbers, nil) }
      if column.numberCount == 0, let seconds = column.numbers(reading: secondsSince1970) {
        return numeric(seconds, "\(title(index)) was read as dates, in seconds since 1970.")
      }
      if let numbers = column.numbers(reading: numberWithDecimalComma) {
        return numeric(numbers, "\(title(index)) was read as numbers with a decimal comma.")
      }
      try checkIsNoStrayText(column, index, row: row, of: file)
    }
    return categorical(column, name)
  }

  private func categorical(_ column: RawColumn, _ name: String) -> TypedColumn {
    let texts = (0..<column.count).map { row in column.text(row).map(Self.category) }
    let names = ClassLabels(Set(texts.compactMap(\.self)).sorted()).names
    let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Double($0)) })
    let note =
      names.count > 10 && names.count * 10 < column.count * 9
        && names.count(where: isNumberWithUnit) * 10 >= names.count * 9
      ? "column \(visible(name)) was read as \(names.count) categories, and looks like numbers with a unit, such as "
        + "\(visible(names[0])); take the unit out to have them as numbers." : nil
    return TypedColumn(
      column: FeatureColumn(name: name, kind: .category(names)), values: texts.map { $0.flatMap { place[$0] } ?? .nan },
      note: note)
  }

  /// True and false are the same in any case.
  private static func category(_ text: String) -> String {
    let lower = text.lowercased()
    return lower == "true" || lower == "false" ? lower : text
  }

  /// Few texts among many numbers are slips, or marks for what is not known, and no categories.
  private func checkIsNoStrayText(_ column: RawColumn, _ index: Int, row: Int, of file: InputFile) throws {
    let known = column.count - column.missing
    let isMostlyNumbers = column.numberCount * 10 >= known * 9 || column.texts.count <= 3
    guard column.numberCount > 0, column.numberCount * 2 >= known, isMostlyNumbers else { return }
    let text = column.texts[0]
    let place = lines.isEmpty ? file : file.line(Int(lines[row]))
    guard Double(text)?.isInfinite != true else {
      throw place.malformed(
        expected: "a finite number in \(title(index))", found: "\"\(visible(text.prefix(40)))\"")
    }
    throw place.malformed(
      expected: "a number in \(title(index)), as in \(grouped(column.numberCount)) of \(counted(known, "row"))",
      found:
        "\"\(visible(text.prefix(40)))\" (if it stands for a missing value, --missing \"\(visible(text.prefix(40)))\" "
        + "says so; if the column holds names, categories=\(name(of: index)))")
  }
}
