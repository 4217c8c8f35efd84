import BakeoffCore

/// The classes of a table's rows, cleaned: blanks trimmed, one class under one name.
struct TargetLabels {
  /// The class of each row; nil where it is missing.
  let names: [String?]
  /// What was made one, and what looks alike and was kept apart.
  let notes: [String]

  /// Cleans the values of a column; `title` is what a note calls it.
  init(_ column: RawColumn, title: String) {
    let values = (0..<column.count).map { column.text($0) }
    let counts = values.compactMap(\.self).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let same = Dictionary(grouping: counts.keys, by: canonical).values.filter { $0.count > 1 }
      .map { names in names.sorted { (-counts[$0, default: 0], $0) < (-counts[$1, default: 0], $1) } }
      .sorted { $0[0] < $1[0] }
    let name = Dictionary(uniqueKeysWithValues: same.flatMap { names in names.map { ($0, names[0]) } })
    names = values.map { value in value.map { name[$0] ?? $0 } }
    let merged = same.map { names in
      "In \(title), \(names.map(visible).joined(separator: ", ")) are one class, called \(visible(names[0]))."
    }
    notes = merged + Self.lookAlikes(Set(counts.keys.map { name[$0] ?? $0 }), title: title)
  }

  private static func lookAlikes(_ names: Set<String>, title: String) -> [String] {
    // Marks tell numbers apart: -1 and 1.
    let words = names.filter { $0.contains(where: \.isLetter) }
    let alike = Dictionary(grouping: words) { $0.lowercased().filter { $0.isLetter || $0.isNumber || $0.isSymbol } }
    return alike.values
      .filter { $0.count > 1 && $0[0].count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
      .map { names in
        "In \(title), \(names.map { "\"\(visible($0))\"" }.joined(separator: " and ")) look alike and are different "
          + "classes; write them alike where they are one."
      }
  }
}

/// What two spellings of one class have in common: words for true and false in any case, and numbers of one value.
private func canonical(_ name: String) -> String {
  let lower = name.lowercased()
  if ["true", "false", "yes", "no"].contains(lower) { return lower }
  guard isWholeWithPoint(name), let number = Double(name) else { return name }
  return numberText(number)
}

/// Whether a name is a whole number with a decimal point, such as `7.0`; not one with zeros in front, which is a code.
private func isWholeWithPoint(_ name: String) -> Bool {
  var cell = CellScanner(name)
  _ = cell.take("-")
  guard let whole = cell.digits(1...), whole == "0" || !whole.hasPrefix("0"), cell.take(".") != nil else {
    return false
  }
  while cell.take("0") != nil {}
  return cell.isAtEnd
}

/// A line where the classes are so many whole numbers that they may be measurements; nothing otherwise.
func noteOnManyNumbers(_ classNames: [String], _ title: String) -> [String] {
  guard classNames.count > 20, classNames.allSatisfy({ Int($0) != nil }) else { return [] }
  return [
    "The \(classNames.count) classes in \(title) are all whole numbers; if they measure something, bin them into a few classes "
      + "with names: regression is not offered."
  ]
}

/// Throws `DatasetError.malformed` where values are measurements, or names of rows, rather than classes.
func checkAreClasses(
  _ names: [String], _ title: String, _ file: InputFile, suggesting hint: String = ""
) throws {
  let distinct = Set(names)
  guard names.count >= 20, distinct.count > 10 else { return }
  let numbers = distinct.compactMap { Double($0) }
  if numbers.count == distinct.count {
    let haveFractions = numbers.contains { $0 != $0.rounded() }
    guard haveFractions || distinct.count * 3 > names.count else { return }
    throw file.malformed(
      expected: "classes in \(title)",
      found:
        "a measurement, not a class: \(distinct.count) different numbers in \(names.count) rows (regression is not "
        + "offered; bin the numbers into a few classes with names, or say label= for another column\(hint))")
  }
  guard distinct.count * 3 > names.count * 2 else { return }
  throw file.malformed(
    expected: "classes in \(title)",
    found: "\(distinct.count) different texts in \(names.count) rows, nearly one for each row (say label= for another "
      + "column)")
}
