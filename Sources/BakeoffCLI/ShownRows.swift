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
  guard let column else { return String(format: "%.4g", value) }
  guard !value.isNaN else { return "\(visible(column.name)) missing" }
  let text = column.categories.map { visible($0[Int(value)]) } ?? String(format: "%.6g", value)
  return "\(visible(column.name)) \(text)"
}
