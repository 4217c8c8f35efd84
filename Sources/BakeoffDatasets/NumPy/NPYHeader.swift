import BakeoffCore

/// What an NPY file says of its values: their type, their order, and the shape of the array.
///
/// Format: `\x93NUMPY`, a version, the length of the rest, and a Python dictionary padded so that the values are
/// aligned (NumPy, "numpy.lib.format", versions 1.0 to 3.0).
struct NPYHeader: Hashable, Sendable {
  /// The type of the values.
  let element: NPYElement
  /// The length of each axis; empty for a single value.
  let shape: [Int]
  /// Whether the first axis varies fastest (Fortran order), not the last.
  let isColumnMajor: Bool

  init(element: NPYElement, shape: [Int], isColumnMajor: Bool = false) {
    self.element = element
    self.shape = shape
    self.isColumnMajor = isColumnMajor
  }

  /// Values in the array.
  var count: Int { shape.reduce(1, *) }

  /// Reads the header at the front of `bytes`; returns it and the offset of the first value. Throws
  /// `DatasetError.malformed` where it is none, or the bytes after it are not as many as it says.
  static func parse(_ bytes: UnsafeRawBufferPointer, of file: InputFile, entry: String? = nil) throws -> (
    header: NPYHeader, offset: Int
  ) {
    let magic = [0x93] + Array("NUMPY".utf8)
    guard bytes.count >= 12, bytes.starts(with: magic), (1...3).contains(bytes[6]) else {
      throw file.malformed(entry, expected: "a NumPy array (.npy, version 1 to 3)", found: contentDescription(bytes))
    }
    let isShort = bytes[6] == 1
    let length = (0..<(isShort ? 2 : 4)).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let offset = (isShort ? 10 : 12) + length
    guard offset <= bytes.count else {
      throw file.malformed(entry, expected: "a header of \(offset) bytes", found: "\(bytes.count) bytes")
    }
    let text = String(decoding: bytes[(isShort ? 10 : 12)..<offset], as: UTF8.self)
    let header = try parse(text, of: file, entry: entry)
    try header.check(bytes.count - offset, of: file, entry: entry)
    return (header, offset)
  }

  private static func parse(_ text: String, of file: InputFile, entry: String?) throws -> NPYHeader {
    guard let order = text.firstMatch(of: /'fortran_order'\s*:\s*(True|False)/)?.1,
      let sizes = text.firstMatch(of: /'shape'\s*:\s*\(([0-9L,\s]*)\)/)?.1
    else {
      throw file.malformed(
        entry, expected: "a NumPy header with 'descr', 'fortran_order' and 'shape'", found: "\(text.prefix(60))")
    }
    guard let description = text.firstMatch(of: /'descr'\s*:\s*'([^']+)'/)?.1,
      let element = NPYElement(description: String(description))
    else {
      let found = text.firstMatch(of: /'descr'\s*:\s*('[^']*'|\[)/)?.1 ?? "none"
      throw file.malformed(
        entry, expected: "numbers or text of a fixed size (u1 to u8, i1 to i8, f4, f8, b1, U)",
        found: found == "[" ? "records of several fields" : "the type \(found)", remedy: remedy(forType: String(found)))
    }
    guard let shape = lengths(sizes) else {
      throw file.malformed(entry, expected: "a shape of whole numbers up to \(Int.max)", found: "(\(sizes))")
    }
    return NPYHeader(element: element, shape: shape, isColumnMajor: order == "True")
  }

  /// What to do with an array of a type that is not read.
  private static func remedy(forType type: String) -> String {
    if type == "[" { return "save one array of numbers, as numpy.lib.recfunctions.structured_to_unstructured makes it" }
    if type.contains("O") {
      return "the array holds Python objects: convert it before it is saved, as with X.astype(float)"
    }
    if type.contains("M") || type.contains("m") {
      return "convert the times to numbers before they are saved, as with X.astype('int64')"
    }
    return type.contains("S")
      ? "convert it before it is saved, as with y.astype(str)"
      : "convert it before it is saved, as with X.astype(float)"
  }

  /// The numbers of a Python tuple, which may end in a comma; nil unless all are numbers that fit.
  private static func lengths(_ tuple: Substring) -> [Int]? {
    var parts = tuple.split(separator: ",", omittingEmptySubsequences: false)
    if parts.last?.allSatisfy(\.isWhitespace) == true { parts.removeLast() }
    let lengths = parts.compactMap { part in
      let digits = part.drop(while: \.isWhitespace).prefix(while: \.isNumber)
      // Python 2 wrote an L behind large numbers.
      let rest = part[digits.endIndex...]
      return (rest.first == "L" ? rest.dropFirst() : rest).allSatisfy(\.isWhitespace) ? Int(digits) : nil
    }
    return lengths.count == parts.count ? lengths : nil
  }

  private func check(_ available: Int, of file: InputFile, entry: String?) throws {
    var size = element.size
    var isAbsurd = false
    for length in shape {
      let product = size.multipliedReportingOverflow(by: length)
      size = product.partialValue
      isAbsurd = isAbsurd || product.overflow
    }
    guard !isAbsurd, size == available else {
      throw file.malformed(
        entry,
        expected:
          "\(shape.map(String.init).joined(separator: "x")) values of \(element.size) bytes, as its header says",
        found: "\(available) bytes")
    }
  }

  /// The bytes of a version 1.0 header, as long as a multiple of 64.
  var bytes: [UInt8] {
    let sizes = shape.map { "\($0), " }.joined()
    let text = "{'descr': '\(element.description)', 'fortran_order': False, 'shape': (\(sizes)), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    let padding = Array(repeating: UInt8(ascii: " "), count: length - text.utf8.count - 1)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8) + padding
      + [UInt8(ascii: "\n")]
  }
}
