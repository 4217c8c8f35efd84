/// A column as it was read: numbers until the first text, and from then on both.
struct RawColumn: Sendable {
  /// What the column is called.
  let name: String
  /// The number of each row; NaN where there is a text, or nothing.
  private(set) var numbers: [Double] = []
  /// The place of each row's text in `texts`, -1 where there is none; empty while the column has no text.
  private(set) var codes: [Int32] = []
  /// Every text there is, in the order of appearance.
  private(set) var texts: [String] = []
  /// The row of the first text.
  private(set) var firstTextRow: Int?
  /// Rows that have neither.
  private(set) var missing = 0
  /// Whether a number has a fraction that can be nothing else, so that the point is no mark of thousands.
  private(set) var hasFraction = false
  /// The rows of numbers such as `1.234`, whose point may be either; empty once it is known to begin a fraction.
  private(set) var pointedRows: [Int32] = []
  /// What was written in the rows that have neither, such as `NA`.
  private(set) var marks: [String: Mark] = [:]
  private var codeOfText: [String: Int32] = [:]

  /// Where a mark for a missing value stands.
  struct Mark: Sendable {
    /// The first row that has it.
    let firstRow: Int
    /// How many have it.
    var rows = 0
  }

  /// Begins a column without rows.
  init(_ name: String) {
    self.name = name
  }

  /// A column of texts alone.
  init(_ name: String, texts: [String]) {
    self.init(name)
    for text in texts { append(text: text) }
  }

  /// Makes room for so many rows.
  mutating func reserveCapacity(_ rows: Int) { numbers.reserveCapacity(rows) }

  /// Rows in the column.
  var count: Int { numbers.count }
  /// How many rows have a text.
  var textCount: Int { codes.count { $0 >= 0 } }
  /// How many rows have a number.
  var numberCount: Int { count - missing - textCount }

  /// Adds a row with a number; `isPointed` where it is written like `1.234`.
  mutating func append(_ number: Double, isPointed: Bool = false) {
    if !hasFraction {
      if isPointed {
        pointedRows.append(Int32(clamping: numbers.count))
      } else if number != number.rounded(), number.isFinite {
        hasFraction = true
        pointedRows = []
      }
    }
    numbers.append(number)
    if !texts.isEmpty { codes.append(-1) }
  }

  /// Adds a row with nothing in it, or with a mark that stands for nothing.
  mutating func appendMissing(_ mark: String = "") {
    let row = count
    if !mark.isEmpty { marks[mark, default: Mark(firstRow: row)].rows += 1 }
    append(.nan)
    missing += 1
  }

  /// Adds a row with a text.
  mutating func append(text: String) {
    if texts.isEmpty {
      firstTextRow = numbers.count
      codes = Array(repeating: -1, count: numbers.count)
    }
    numbers.append(.nan)
    let code = codeOfText[text] ?? Int32(texts.count)
    if code == texts.count {
      codeOfText[text] = code
      texts.append(text)
    }
    codes.append(code)
  }

  /// The text of a row, numbers written as they are usually; nil where there is nothing.
  func text(_ row: Int) -> String? {
    if !codes.isEmpty, codes[row] >= 0 { return texts[Int(codes[row])] }
    return numbers[row].isNaN ? nil : numberText(numbers[row])
  }

  /// The number of each row that has a text, by a rule that finds one in every text; nil where it does not.
  func numbers(reading rule: (String) -> Double?) -> [Double]? {
    let read = texts.map(rule)
    guard !texts.isEmpty, !read.contains(nil) else { return nil }
    return (0..<count).map { row in codes[row] >= 0 ? read[Int(codes[row])] ?? .nan : numbers[row] }
  }

  /// The first row that has a text.
  func row(ofText text: String) -> Int? { codeOfText[text].flatMap { codes.firstIndex(of: $0) } }

  /// How many rows have each text.
  var textCounts: [Int] {
    codes.reduce(into: Array(repeating: 0, count: texts.count)) { if $1 >= 0 { $0[Int($1)] += 1 } }
  }

  /// Whether its values count the rows, from 0 or 1, or are texts of which no two are alike.
  var namesRows: Bool {
    guard count > 1, missing == 0 else { return false }
    if texts.isEmpty {
      return (numbers[0] == 0 || numbers[0] == 1)
        && numbers.indices.allSatisfy { numbers[$0] == numbers[0] + Double($0) }
    }
    return count > 2 && texts.count == count
  }

  /// Whether nothing at all is in it.
  var isEmpty: Bool { missing == count }
}

/// A number as a person writes it: without a fraction where it has none.
func numberText(_ number: Double) -> String {
  Int(exactly: number).map(String.init) ?? "\(number)"
}
