import BakeoffCore

/// What the columns of a file are called, and where that is written.
struct CSVHeading {
  /// The name of each column; its position where none is written.
  let columns: [String]
  /// Whether the file names its columns.
  let hasNames: Bool
  /// Whether the names are the first record, which then is no row.
  let isRecord: Bool
  /// What alone says so, where the rows may still speak against it.
  let doubt: HeaderEvidence.Kind?
  /// The column that seems to hold the classes.
  let classes: Int
  /// Where the names come from, where that is not plain.
  let notes: [String]

  /// Looks at the first records. Throws `DatasetError.malformed` where they are no table.
  init(
    _ sample: [[String]], _ form: CSVForm, _ file: InputFile, header: CSVTable.Header, options: TableOptions,
    isQuotedAlone: Bool, missing: MissingMarks, like expected: ExpectedRows? = nil
  ) throws {
    guard let first = sample.first else {
      throw file.malformed(expected: "a row of fields", found: "nothing but empty lines")
    }
    guard first.count > 1 || expected != nil else {
      throw file.line(form.firstLine).malformed(
        expected: "at least two columns, one of them the classes",
        found: "one: \(visible(first[0].prefix(40)))")
    }
    let names = (form.hasRowNames ? [""] : []) + first.map(trimmed)
    let known = (expected?.table?.columns.map(\.name) ?? []) + [options.label].compactMap(\.self)
    let isNamed = known.contains { Int($0) == nil && names.contains($0) }
    classes = options.label.flatMap { Int($0) }.map { $0 - 1 } ?? names.count - 1
    let evidence = HeaderEvidence(
      Self.withoutRepeats(sample), classes: classes, isQuotedAlone: isQuotedAlone, missing: missing)
    // A single line that has none of the names learned from is the row to predict.
    let isLoneRow = expected != nil && sample.count == 1
    let kind = form.hasRowNames ? .nameOfFeature : isLoneRow ? nil : evidence.kind
    isRecord = header == .yes || (header == .automatic && (isNamed || kind != nil))
    let isJudged = header == .automatic && !isNamed
    doubt = isJudged ? kind : nil
    if !isRecord, header == .automatic, let commented = form.commentedNames {
      (columns, hasNames) = (commented, true)
      notes = ["The names of the columns were taken from the comment above the rows."]
      return
    }
    columns = isRecord ? names : names.indices.map { "\($0 + 1)" }
    hasNames = isRecord
    notes = isJudged && !form.hasRowNames ? [evidence.note].compactMap(\.self) : []
  }

  /// The records without those that repeat the first, if nothing in it comes in any other: where files were joined, the
  /// heading comes again.
  private static func withoutRepeats(_ records: [[String]]) -> [[String]] {
    guard let first = records.first else { return records }
    let others = records.dropFirst().filter { $0 != first }
    let isApart = first.indices.allSatisfy { column in
      !others.contains { $0.indices.contains(column) && $0[column] == first[column] }
    }
    return isApart && !others.isEmpty ? [first] + others : records
  }
}
