import BakeoffCore

/// Throws `DatasetError.malformed` unless `bytes` are text in UTF-8; another encoding is named, with the place where it
/// shows.
func checkIsText(_ bytes: [UInt8], _ file: InputFile) throws {
  let sixteenBit: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
  if sixteenBit.contains(where: bytes.starts) {
    throw wrongEncoding(file, "UTF-16 (its first bytes say so)", "UTF-16")
  }
  guard !bytes.isEmpty, !bytes.contains(0) else {
    throw file.malformed(expected: "text in UTF-8", found: contentDescription(bytes), remedy: contentRemedy(bytes))
  }
  guard String(validating: bytes, as: UTF8.self) == nil, let place = firstThatIsNotUTF8(bytes) else { return }
  let description = contentDescription(bytes)
  guard description.hasPrefix("bytes that begin") else {
    throw file.malformed(expected: "text in UTF-8", found: description, remedy: contentRemedy(bytes))
  }
  let line = 1 + bytes[..<place].count { $0 == 0x0A }
  let word = latinWord(around: place, in: bytes)
  throw wrongEncoding(
    file.line(line),
    "byte \(String(bytes[place], radix: 16, uppercase: true)), as Latin-1 has it in \"\(visible(word))\"", "LATIN1")
}

private func wrongEncoding(_ file: InputFile, _ found: String, _ encoding: String) -> DatasetError {
  .malformed(
    place: file.name, expected: "text in UTF-8", found: found,
    remedy: "convert it: iconv -f \(encoding) -t UTF-8 \(file.path) > NEW.csv")
}

/// The first byte that is no part of UTF-8.
private func firstThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
  var index = 0
  while index < bytes.count {
    let length =
      switch bytes[index] {
      case ..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0, index + length <= bytes.count,
      bytes[(index + 1)..<(index + length)].allSatisfy({ (0x80..<0xC0).contains($0) })
    else { return index }
    index += length
  }
  return nil
}

/// The word around a byte, read as Latin-1.
private func latinWord(around place: Int, in bytes: [UInt8]) -> String {
  func isEnd(_ byte: UInt8) -> Bool { byte < 0x30 || byte == UInt8(ascii: ";") }
  let start = bytes[..<place].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
  let end = bytes[place...].firstIndex(where: isEnd) ?? bytes.count
  return String(String.UnicodeScalarView(bytes[start..<end].prefix(40).map { Unicode.Scalar($0) }))
}
