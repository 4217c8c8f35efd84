/// The numbers of a column that is read with one mark before fractions.
struct NumberReading {
  /// The mark.
  let decimal: DecimalMark
  /// The number of each row; NaN where there is nothing.
  let values: [Double]
  /// The currency or percent sign of them all; nil where they have none.
  let unit: String?
}

extension RawColumn {
  /// What may be the numbers of this column, read with `decimal` before their fractions; nil where some text is no such number,
  /// where units differ, or where all stand in brackets, as notes do and losses do not.
  func numbers(decimal: DecimalMark) -> NumberReading? {
    guard !hasFraction || decimal == .point else { return nil }
    var read: [WrittenNumber] = []
    for text in texts {
      guard let number = WrittenNumber(text, decimal: decimal) else { return nil }
      read.append(number)
    }
    let units = Set(read.compactMap { $0.unit?.lowercased() })
    guard units.count <= 1, read.isEmpty || numberCount > 0 || !read.allSatisfy(\.isBracketed) else { return nil }
    // A share without its sign would be a hundredth of what it says.
    if units == ["%"] {
      guard read.allSatisfy({ $0.unit != nil || $0.value == 0 }), numbers.allSatisfy({ $0.isNaN || $0 == 0 }) else {
        return nil
      }
    }
    var values = numbers
    if decimal == .comma { for row in pointedRows { values[Int(row)] = (values[Int(row)] * 1000).rounded() } }
    for row in codes.indices where codes[row] >= 0 { values[row] = read[Int(codes[row])].value }
    return NumberReading(decimal: decimal, values: values, unit: read.lazy.compactMap(\.unit).first)
  }

  /// A number whose marks may begin a fraction or part thousands, such as `1,234`, for each of those marks there is.
  var doubtfulNumbers: [DecimalMark: String] {
    var found: [DecimalMark: String] = [:]
    if let row = pointedRows.first {
      let thousandths = Int((numbers[Int(row)] * 1000).rounded())
      let fraction = String(abs(thousandths) % 1000 + 1000).dropFirst()
      found[.point] = "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(fraction)"
    }
    for text in texts {
      guard let point = WrittenNumber(text, decimal: .point), let comma = WrittenNumber(text, decimal: .comma),
        point != comma
      else { continue }
      let mark: DecimalMark = text.contains(",") ? .comma : .point
      found[mark] = found[mark] ?? text
    }
    return found
  }

  /// Whole numbers with no mark at all: whether there are some below a thousand, and some above.
  var unmarkedNumbers: (small: Bool, large: Bool) {
    let pointed = Set(pointedRows)
    let plain = numbers.indices.lazy.filter { !numbers[$0].isNaN && !pointed.contains(Int32(clamping: $0)) }
    let others = texts.lazy.filter { !$0.contains(".") && !$0.contains(",") }
      .compactMap { WrittenNumber($0, decimal: .point)?.value }
    let sizes = plain.map { abs(numbers[$0]) } + Array(others.map { abs($0) })
    return (sizes.contains { $0 < 1000 }, sizes.contains { $0 >= 1000 })
  }
}
