/// Bytes as a person writes them, such as `1.5 GB`; powers of 1000.
package func formattedBytes(_ count: Int) -> String {
  let units = ["B", "kB", "MB", "GB", "TB"]
  var value = Double(count)
  var unit = 0
  while value >= 999.5, unit + 1 < units.count {
    value /= 1000
    unit += 1
  }
  let tenths = (value * 10).rounded() / 10
  return unit == 0 || value >= 99.95 ? "\(Int(value.rounded())) \(units[unit])" : "\(tenths) \(units[unit])"
}

/// A count with its thousands set apart by commas.
package func grouped(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  let groups = digits.enumerated().map { index, digit in
    index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : "\(digit)"
  }
  return (count < 0 ? "-" : "") + groups.joined()
}

/// A count and what is counted, such as `1 column`, `3 columns` or `2 categories`.
package func counted(_ count: Int, _ noun: String) -> String {
  guard count != 1 else { return "1 \(noun)" }
  let endsInVowelAndY = ["ay", "ey", "oy"].contains { noun.hasSuffix($0) }
  let plural =
    noun.hasSuffix("y") && !endsInVowelAndY
    ? noun.dropLast() + "ies" : noun.hasSuffix("s") ? noun + "es" : noun + "s"
  return "\(grouped(count)) \(plural)"
}

/// Classes with their rows, such as `a (5), b (7)`; of more than twelve the first ten, and how many more there are.
package func listedCounts(_ names: [String], _ counts: [Int]) -> String {
  let all = zip(names, counts).map { "\(visible($0)) (\(grouped($1)))" }
  let shown = all.count > 12 ? all.prefix(10) + ["and \(all.count - 10) more"] : all[...]
  return shown.joined(separator: ", ")
}
