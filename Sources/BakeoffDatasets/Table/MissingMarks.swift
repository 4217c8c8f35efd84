import BakeoffCore

/// What stands for a value that is not known, in lower case.
struct MissingMarks: Sendable {
  /// The first of a user's marks, where those that follow it take the place of the usual ones.
  static let only = "only"

  private let marks: Set<String>

  /// The usual ones and a user's, or the user's alone where they begin with `only`.
  init(_ asked: [String] = []) {
    let lower = asked.map { $0.lowercased() }
    marks = lower.first == Self.only ? Set(lower.dropFirst()) : Self.usual.union(lower)
  }

  /// Whether a text, without blanks around it, stands for a value that is not known.
  func contains(_ text: some StringProtocol) -> Bool {
    text.isEmpty || (text.utf8.count <= 64 && marks.contains(text.lowercased()))
  }

  private static let usual: Set = ["na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "?"]
}

extension RawColumn {
  /// The marks in the column that are words, and could be values: `NA` is also Namibia.
  var missingWords: [(word: String, mark: Mark)] {
    marks.filter { $0.key.contains(where: \.isLetter) }.sorted { $0.value.firstRow < $1.value.firstRow }
      .map { (word: $0.key, mark: $0.value) }
  }

  /// What the rows without a value hold, of which there are so many: nothing, or words that stand for it.
  func missingDescription(rows: Int) -> String {
    let words = missingWords.prefix(3)
    guard !words.isEmpty else { return "nothing" }
    let shown = words.map { visible($0.word) }.joined(separator: " and ")
    let hasOthers = words.reduce(0) { $0 + $1.mark.rows } < rows
    return
      "\(shown), which \(words.count == 1 ? "stands" : "stand") for a missing value\(hasOthers ? ", or nothing" : "")"
  }
}

extension RawTable {
  /// A line on the words among texts that were taken for missing values; nothing where there is none.
  func noteOnMissingWords(in features: [Int]) -> [String] {
    let found = features.filter { columns[$0].texts.contains { !isNumberOrDate($0) } }
      .flatMap { column in columns[column].missingWords.map { (column: column, word: $0.word, mark: $0.mark) } }
    guard let first = found.first else { return [] }
    let place = lines.isEmpty ? "row \(first.mark.firstRow + 1)" : "line \(lines[first.mark.firstRow])"
    let others = Set(found.map(\.column)).count - 1
    let more = others > 0 ? " (\(counted(others, "other column")) \(others == 1 ? "has" : "have") such a word)" : ""
    return [
      "\(visible(first.word)) stands for a missing value in \(counted(first.mark.rows, "row")) of \(title(first.column)), "
        + "the first in \(place)\(more); if it is a value like any other, say --missing only,?"
    ]
  }
}
