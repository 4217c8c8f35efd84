import BakeoffCore
import BakeoffDatasets
import BakeoffReports
import Foundation

extension Dataset {
  /// A row as a page shows it: its picture, or its first values with the names of their columns.
  func shown(_ row: Int) -> ShownRow? {
    guard examples.features.count > row else { return nil }
    if let picture = examples.picture(ofRow: row), let bytes = try? picture.pngBytes() {
      return .picture("data:image/png;base64," + Data(bytes).base64EncodedString())
    }
    return .values(examples.features.shownValues(ofRow: row, limit: 8))
  }
}

extension Features {
  /// The first values of a row, with the names of their columns where those are known.
  func shownValues(ofRow row: Int, limit: Int) -> String {
    let values = doubles(ofRow: row).prefix(limit).enumerated().map { column, value in
      shownValue(value, in: table?.columns[column])
    }
    return values.joined(separator: ", ") + (shape.count > limit ? ", ..." : "")
  }
}

/// A value with the name of its column, a category by its name.
private func shownValue(_ value: Double, in column: FeatureColumn?) -> String {
  guard let column else { return readable(value, digits: 4) }
  guard !value.isNaN else { return "\(visible(column.name)) missing" }
  let text = column.categories.map { visible($0[Int(value)]) } ?? readable(value, digits: 6)
  return "\(visible(column.name)) \(text)"
}

/// A number as a person writes it: every digit before the point, of what has one some digits, and no power of ten unless there
/// would be many zeros.
package func readable(_ value: Double, digits: Int) -> String {
  let size = abs(value)
  guard size < 1e15, size >= 1e-4 || value == 0 else { return String(format: "%.\(digits)g", value) }
  // Of a large number the fraction keeps two digits, as cents and hundredths of seconds.
  let whole = size < 1 ? 0 : Int(log10(size)) + 1
  let fraction = size < 1 ? digits + (value == 0 ? 0 : Int(-log10(size))) : max(digits - whole, 2)
  let text = String(format: "%.\(fraction)f", value)
  guard text.contains(".") else { return text }
  let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(short.reversed())
}
