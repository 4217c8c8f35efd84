/// Where the table begins among the first records of a file: behind a preamble of free text, if there is one.
struct CSVBody {
  /// The place of its first record.
  let start: Int
  /// Fields in a row.
  let width: Int
  /// Whether the first record is a heading that has no field for the names of the rows.
  let hasRowNames: Bool
  /// Whether every record from there on is as wide.
  let isUniform: Bool

  /// Finds the first of some records that are as wide as most are; nil where what stands before them is no free text,
  /// and may be a row with a mistake in it.
  init?(_ records: [[String]]) {
    let counts = records.reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }
    guard let width = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key, width > 1 else { return nil }
    let fits = records.map { record in
      record.count == width || (record.count == width + 1 && trimmed(record[width]).isEmpty)
    }
    guard var start = fits.indices.first(where: { first in !fits[first..<min(first + 5, fits.count)].contains(false) }),
      start == 0 || records.count - start > 1
    else { return nil }
    var hasRowNames = false
    isUniform = !fits[start...].contains(false)
    if start > 0, records[start - 1].count == width - 1, !Self.isHeading(records[start...]) {
      hasRowNames = Self.haveNames(records[start...], under: records[start - 1])
      let endInSeparators = records[start...].allSatisfy { $0.last.map { trimmed($0).isEmpty } == true }
      if hasRowNames || endInSeparators { start -= 1 }
    }
    // Spreadsheets fill the lines before a table with separators.
    if width > 2, !hasRowNames, let first = records[start...].firstIndex(where: { Self.filled($0) > 1 }),
      first > start, Self.isHeading(records[first...]), records.count - first > 1
    {
      start = first
    }
    let isBeforeHeading = start > 0 && (hasRowNames || Self.isHeading(records[start...]))
    guard records[..<start].allSatisfy({ Self.isFreeText($0, mayBeWide: isBeforeHeading) }) else { return nil }
    (self.start, self.width, self.hasRowNames) = (start, width, hasRowNames)
  }

  /// Whether rows have one field more in front than the heading: a name that no other has.
  private static func haveNames(_ rows: ArraySlice<[String]>, under heading: [String]) -> Bool {
    guard rows.count > 1, heading.allSatisfy(isText) else { return false }
    let names = Set(rows.map { trimmed($0[0]) })
    return names.count == rows.count && !names.contains("") && !rows.allSatisfy { trimmed($0[$0.count - 1]).isEmpty }
  }

  /// Whether the first of some records names the columns: by texts that come again in none of them.
  private static func isHeading(_ records: ArraySlice<[String]>) -> Bool {
    guard let first = records.first else { return false }
    let names = first.indices.filter { !trimmed(first[$0]).isEmpty }
    return names.count * 2 >= first.count
      && names.allSatisfy { column in
        isText(first[column])
          && !records.dropFirst().contains {
            $0.indices.contains(column) && trimmed($0[column]) == trimmed(first[column])
          }
      }
  }

  /// Whether a record is a line of words: in one piece, or, before a heading, in pieces that are mostly no numbers.
  private static func isFreeText(_ record: [String], mayBeWide: Bool) -> Bool {
    let known = record.map { trimmed($0) }.filter { !$0.isEmpty }
    let texts = known.count(where: isText)
    return known.isEmpty || (known.count == 1 && texts == 1) || (mayBeWide && texts * 2 >= known.count && texts > 0)
  }

  /// Fields up to the last one that holds something.
  private static func filled(_ record: [String]) -> Int {
    (record.lastIndex { !trimmed($0).isEmpty } ?? -1) + 1
  }

  private static func isText(_ field: String) -> Bool {
    let text = trimmed(field)
    return !text.isEmpty && !isNumberOrDate(text)
  }
}
