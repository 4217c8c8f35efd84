import Foundation

/// A score with four decimals, `-` where there is none.
func score(_ value: Double?) -> String {
  value.map { String(format: "%.4f", $0) } ?? "-"
}

/// Seconds with about three digits, `-` where there are none.
func seconds(_ value: Double?) -> String {
  guard let value else { return "-" }
  return String(format: value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value)
}

/// A count with its thousands set apart by commas.
func grouped(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  let groups = digits.enumerated().map { index, digit in
    index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : "\(digit)"
  }
  return (count < 0 ? "-" : "") + groups.joined()
}

/// The text on one line: whatever breaks a line becomes a space.
func oneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).joined(separator: " ")
}
