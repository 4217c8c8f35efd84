import BakeoffCore
import BakeoffFiles
import Foundation

extension Dataset {
  /// A data set of one's own numbers: a row of features and a class for each example; the classes are named in the order
  /// of their names.
  ///
  /// Throws `DatasetError` where there is no row, rows differ in length, a number is not finite, or there is not one class
  /// for each row.
  public init(name: String, rows: [[Float]], classes: [String]) throws {
    let width = rows.first?.count ?? 0
    func malformed(_ place: String, _ expected: String, _ found: String) -> DatasetError {
      .malformed(place: "\(name), \(place)", expected: expected, found: found, remedy: "correct the arrays")
    }
    guard width > 0 else { throw malformed("the rows", "at least one row of at least one number", "none") }
    guard rows.count == classes.count else {
      throw malformed("the classes", "\(rows.count), one for each row", "\(classes.count)")
    }
    for (index, row) in rows.enumerated() {
      guard row.count == width else { throw malformed("row \(index)", "\(width) numbers", "\(row.count)") }
      if let value = row.first(where: { !$0.isFinite }) {
        throw malformed("row \(index)", "finite numbers", "\(value)")
      }
    }
    let names = Set(classes).sorted()
    let labelOfName = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let labels = classes.compactMap { labelOfName[$0] }
    let values = rows.flatMap { $0 }
    let numbers = [UInt32(width)] + values.map(\.bitPattern) + labels.map { UInt32($0) }
    let text = Data(names.joined(separator: "\n").utf8)
    self.init(
      name: name,
      examples: Examples(
        features: Features(shape: FeatureShape(features: width), floats: values), labels: labels,
        classCount: names.count),
      classNames: names,
      provenance: Provenance(
        source: "the program's own arrays", version: "1",
        sha256: sha256(numbers.map(\.littleEndian).withUnsafeBytes { Data($0) } + text), licence: ""))
  }
}
