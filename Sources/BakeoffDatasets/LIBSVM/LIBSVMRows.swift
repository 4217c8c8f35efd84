import BakeoffCore

extension LIBSVMDatasetSource: TableSource {
  /// The rows with the columns that were learned from: an index that comes in no line is a column of zeros, which the width of
  /// this file alone would not have.
  package func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict {
    let part = try LIBSVMReader(file.content(), file)
    let columns = try places(of: expected)
    let width = columns.count
    guard Double(part.labels.count) * Double(width) <= Double(mostValues(of: [part])) else {
      throw file.malformed(
        expected: "at most \(grouped(mostValues(of: [part]))) values with the zeros written out",
        found: "\(counted(part.labels.count, "row")) of \(counted(width, "column"))")
    }
    var values = [Double](repeating: 0, count: part.labels.count * width)
    var unused: Set<Int32> = []
    for row in part.labels.indices {
      for position in part.starts[row]..<part.starts[row + 1] {
        if let column = columns[Int(part.indices[position])] {
          values[row * width + column] = part.values[position]
        } else {
          unused.insert(part.indices[position])
        }
      }
    }
    let left = unused.sorted().prefix(5).map { "\($0)" }.joined(separator: ", ")
    let note =
      "left out, as they were not learned from: \(left)\(unused.count > 5 ? ", and \(unused.count - 5) more" : "")."
    return RowsToPredict(
      features: try features(values, like: expected),
      truths: TargetLabels(RawColumn("", texts: part.labels), title: "").names,
      notes: unused.isEmpty ? [] : [note])
  }

  package var hasHoldOut: Bool { testFile != nil }

  /// The place of each index among the columns that were learned from. Throws `DatasetError.malformed` for columns with names,
  /// which lines of index:value do not have.
  private func places(of expected: ExpectedRows) throws -> [Int: Int] {
    let names = expected.columns.map(\.name)
    let numbers = names.compactMap { Int($0) }
    guard numbers.count == names.count else {
      let name = names.first { Int($0) == nil } ?? ""
      throw file.malformed(
        expected: "a column \(visible(name)), which was learned from", found: "columns that have numbers and no names",
        remedy: "write the table as CSV with a header, or as ARFF")
    }
    return Dictionary(zip(numbers, numbers.indices)) { first, _ in first }
  }

  private func features(_ values: [Double], like expected: ExpectedRows) throws -> Features {
    if let table = expected.table {
      return Features(shape: expected.shape, buffer: FeatureBuffer(compacting: values), table: table)
    }
    guard let bytes = Pixels.bytes(ofPictures: values) else {
      throw file.malformed(
        expected: "pixels, whole numbers 0...255 or those divided by 255, as were learned from", found: "other values")
    }
    return Features(shape: expected.shape, bytes: bytes)
  }
}
