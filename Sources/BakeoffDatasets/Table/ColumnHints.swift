import BakeoffCore

/// What looks wrong about a column: it numbers or names the rows, or it gives the answer away.
struct ColumnHints {
  /// A line for each such column.
  let notes: [String]

  /// Looks at every column beside `labels`, the class of each row.
  init(_ columns: [(title: String, typed: TypedColumn)], labels: [Int], classCount: Int) {
    let counts = labels.reduce(into: Array(repeating: 0, count: classCount)) { $0[$1] += 1 }
    let majority = Double(counts.max() ?? 0) / Double(max(labels.count, 1))
    notes = columns.flatMap { title, typed -> [String] in
      let name = visible(typed.column.name)
      switch typed.reading {
      case .numbers where Self.isCount(typed.values):
        return [
          "\(title) looks as if it only numbers the rows (its whole numbers are in order and all different); if so, leave it "
            + "out: ignore=\(name)."
        ]
      case .categories, .unreadNumbers:
        if let texts = NamesOfRows(typed) { return typed.note == nil ? [texts.note(title, name)] : [] }
      // Dates are in order as they come, and the weekday is known before the class.
      case .dates, .datePart: return []
      case .numbers: break
      }
      let isCategory = typed.column.categories != nil
      guard majority < 0.95, let share = Self.foretold(typed.values, labels, isCategory: isCategory), share >= 0.99
      else { return [] }
      let percent = Int((share * 100).rounded(.down))
      return [
        "\(title) alone tells the class in \(percent) % of the rows; only if it is not known before the class is, leave it "
          + "out: ignore=\(name)."
      ]
    }
  }

  /// Whether the values are all different whole numbers in order.
  static func isCount(_ values: [Double]) -> Bool {
    guard values.count >= 20, values.allSatisfy({ $0 == $0.rounded() }) else { return false }
    let pairs = zip(values, values.dropFirst())
    return pairs.allSatisfy { $0 < $1 } || pairs.allSatisfy { $0 > $1 }
  }

  /// The share of rows whose class a few intervals, or the categories, of this column tell; nil where they do not pay.
  static func foretold(_ values: [Double], _ labels: [Int], isCategory: Bool) -> Double? {
    let rows = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
    guard rows.count >= 20, rows.count * 10 >= values.count * 9 else { return nil }
    var right = 0
    var pieces: [Int] = []
    var start = 0
    while start < rows.count {
      var counts: [Int: Int] = [:]
      var end = start
      while end < rows.count, values[rows[end]] == values[rows[start]] {
        counts[labels[rows[end]], default: 0] += 1
        end += 1
      }
      let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
      right += best?.value ?? 0
      if let label = best?.key, isCategory || pieces.last != label { pieces.append(label) }
      start = end
    }
    // Many pieces would fit anything.
    guard pieces.count <= 2 * Set(labels).count + rows.count / 100 else { return nil }
    return Double(right) / Double(rows.count)
  }
}

/// A column of texts nearly all of which are different: what each says is lost, as it is a category of its own.
private struct NamesOfRows {
  let rows: Int
  let distinct: Int
  let areSentences: Bool

  /// Nil for other columns.
  init?(_ typed: TypedColumn) {
    let known = typed.values.filter { !$0.isNaN }
    guard let names = typed.column.categories, known.count >= 20 else { return nil }
    let used = Set(known)
    guard used.count * 10 >= known.count * 9 else { return nil }
    (rows, distinct) = (known.count, used.count)
    let words = used.map { names[Int($0)].split(whereSeparator: \.isWhitespace).count }
    areSentences = words.count { $0 >= 3 } * 2 >= words.count
  }

  func note(_ title: String, _ name: String) -> String {
    let count = "\(title) has \(grouped(distinct)) different texts in \(counted(rows, "row"))"
    if areSentences {
      return
        "\(count), most of several words; the words are not read, so that nearly every text is a category of one row: "
        + "make columns of its words to learn from them."
    }
    let group = distinct < rows ? "; if rows of one text belong together, say so: --group \(name)" : ""
    return "\(count), and a text of one row tells nothing of another; if it only names the rows, leave it out: "
      + "ignore=\(name)\(group)."
  }
}
