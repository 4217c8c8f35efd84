import BakeoffCore

extension FoldFile {
  /// Reads the text of a fold file. Throws `DatasetError.malformed` with `name` and the number of the line.
  public init(parsing text: String, name: String = "the fold file") throws(DatasetError) {
    // A byte-order mark, as spreadsheets write it, is no part of the heading.
    let lines = text.trimmingPrefix("\u{FEFF}").split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    let columns = try FoldColumns(lines.first ?? "", name: name)
    var repeats: [Int: [Int: Int]] = [:]
    var sha256: String?
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
      guard let entry = columns.entry(line) else {
        throw malformed(name, line: index + 1, expected: columns.expectation, found: line)
      }
      guard repeats[entry.repetition, default: [:]].updateValue(entry.fold, forKey: entry.row) == nil else {
        throw malformed(name, line: index + 1, expected: "each row once", found: "row \(entry.row) again")
      }
      if let data = entry.data { sha256 = data }
    }
    let numbers = repeats.keys.sorted()
    guard numbers == Array(numbers.indices) else {
      throw malformed(name, line: lines.count, expected: "repeats numbered from 0 without gaps", found: "\(numbers)")
    }
    let folds = numbers.map { Set(repeats[$0]?.values.map { $0 } ?? []) }
    guard let first = folds.first, first.count >= 2, folds.allSatisfy({ $0.max() == $0.count - 1 && $0 == first })
    else {
      throw malformed(
        name, line: lines.count, expected: "two folds or more, numbered from 0 without gaps, the same in each repeat",
        found: "folds \(Set(folds.flatMap(\.self)).sorted())")
    }
    self.init(name: name, repeats: numbers.compactMap { repeats[$0] }, folds: first.count, sha256: sha256)
  }
}

/// Where the fields of a line are.
private struct FoldColumns {
  private let places: [String: Int]
  private let count: Int

  init(_ heading: Substring, name: String) throws(DatasetError) {
    let fields = Self.fields(heading).map { $0.lowercased() }
    places = Dictionary(fields.enumerated().map { ($1, $0) }) { first, _ in first }
    count = fields.count
    let known: Set = ["row", "fold", "repeat", "data"]
    guard places["row"] != nil, places["fold"] != nil, places.count == count, known.isSuperset(of: places.keys) else {
      throw malformed(name, line: 1, expected: "the heading row,fold", found: heading)
    }
  }

  /// What a line holds, in words.
  var expectation: String {
    count == 2
      ? "two counts from 0 such as 17,3"
      : "counts from 0 for \(places.keys.filter { $0 != "data" }.sorted().joined(separator: ", "))"
  }

  /// The fields of a line; nil where they are none.
  func entry(_ line: Substring) -> (repetition: Int, row: Int, fold: Int, data: String?)? {
    let fields = Self.fields(line)
    guard fields.count == count, let row = number(fields, "row"), let fold = number(fields, "fold") else { return nil }
    guard let repetition = places["repeat"] == nil ? 0 : number(fields, "repeat") else { return nil }
    let data = places["data"].map { String(fields[$0]) }
    return (repetition, row, fold, data.flatMap { $0.isEmpty ? nil : $0 })
  }

  private func number(_ fields: [Substring], _ name: String) -> Int? {
    places[name].flatMap { Int(fields[$0]) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Fields between commas or tabs, without blanks and quotes around them.
  private static func fields(_ line: Substring) -> [Substring] {
    line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "\t" }.map { field in
      var field = field.drop(while: \.isWhitespace)
      while let last = field.last, last.isWhitespace { field.removeLast() }
      return field.count >= 2 && field.first == "\"" && field.last == "\"" ? field.dropFirst().dropLast() : field
    }
  }
}

private func malformed(_ name: String, line: Int, expected: String, found: some StringProtocol) -> DatasetError {
  .malformed(
    place: "\(name), line \(line)", expected: expected, found: found.isEmpty ? "nothing" : "\(found)",
    remedy: "write one line row,fold for each row")
}
