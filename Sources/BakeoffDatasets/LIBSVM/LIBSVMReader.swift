import BakeoffCore

/// Reads lines of `label index:value index:value ...`, as LIBSVM and SVMlight write them: indices ascend, what is not
/// named is 0, a `#` begins a comment, `qid:N` is passed over.
struct LIBSVMReader {
  /// The class of each row.
  private(set) var labels: [String] = []
  /// Where each row begins in `indices`, and the end of the last.
  private(set) var starts: [Int] = [0]
  /// The index of each value, as it is written.
  private(set) var indices: [Int32] = []
  /// The values.
  private(set) var values: [Double] = []
  /// Whether some value is a whole number that a 32-bit float would change, such as a time in seconds.
  private(set) var needsDoubles = false
  /// The largest index.
  var largest: Int { indices.max().map(Int.init) ?? 0 }
  /// The smallest index: 0 where a file counts from there.
  var smallest: Int { indices.min().map(Int.init) ?? 1 }

  private let bytes: [UInt8]
  private let file: InputFile

  /// Reads the whole of `bytes`. Throws `DatasetError.malformed` that names the line.
  init(_ bytes: [UInt8], _ file: InputFile) throws {
    try checkIsText(bytes, file)
    self.bytes = bytes
    self.file = file
    var start = 0
    var line = 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      try readLine(start..<end, file.line(line))
      start = end + 1
      line += 1
    }
    guard !labels.isEmpty else { throw file.malformed(expected: "rows", found: "none") }
  }

  private mutating func readLine(_ range: Range<Int>, _ place: InputFile) throws {
    let end = bytes[range].firstIndex(of: UInt8(ascii: "#")) ?? range.upperBound
    let words = bytes[range.lowerBound..<end].split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard let first = words.first else { return }
    let label = String(decoding: first, as: UTF8.self)
    guard !label.contains(":"), !label.contains(",") else {
      throw place.malformed(
        expected: "one class and then index:value pairs",
        found: label.contains(",") ? "several classes, \(label)" : "\"\(visible(label.prefix(40)))\"")
    }
    labels.append(label.hasPrefix("+") ? String(label.dropFirst()) : label)
    var last = -1
    for word in words.dropFirst() where !word.starts(with: "qid:".utf8) {
      let (index, value) = try pair(word, after: last, place)
      last = index
      indices.append(Int32(index))
      values.append(value)
      needsDoubles = needsDoubles || (value == value.rounded() && Double(Float(value)) != value)
    }
    starts.append(indices.count)
  }

  private func pair(_ word: ArraySlice<UInt8>, after last: Int, _ place: InputFile) throws -> (Int, Double) {
    func malformed(_ expected: String) -> DatasetError {
      place.malformed(
        expected: expected, found: "\"\(visible(String(decoding: word.prefix(40), as: UTF8.self)))\"")
    }
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")),
      let index = Int(String(decoding: word[..<colon], as: UTF8.self)), index > last, index <= Int(Int32.max)
    else { throw malformed("pairs of an index, larger than the one before, and a finite number") }
    let text = String(decoding: word[(colon + 1)...], as: UTF8.self)
    guard let value = Double(text) else { throw malformed("a number after the colon") }
    // What is too large for a double is read as infinite.
    let isWritten = value.isInfinite && text.contains { ("1"..."9").contains($0) }
    guard value.isFinite || isWritten else { throw malformed("a finite number after the colon") }
    guard Float(value).isFinite else {
      throw place.malformed(
        expected: "numbers up to 3.4e38, the largest of a 32-bit float, after the colon",
        found: "\"\(visible(String(decoding: word.prefix(40), as: UTF8.self)))\", which is larger",
        remedy: "divide column \(index) by a power of ten, or leave that row out")
    }
    return (index, value)
  }

  /// Writes the rows, `width` numbers each, from `row` on; index `first` is the first column.
  func write<Number: BinaryFloatingPoint>(to output: inout [Number], fromRow row: Int, width: Int, first: Int) {
    for index in labels.indices {
      for position in starts[index]..<starts[index + 1] {
        output[(row + index) * width + Int(indices[position]) - first] = Number(values[position])
      }
    }
  }
}
