import BakeoffCore
import Foundation

/// Throws `DatasetError.malformed` unless `bytes` are text in UTF-8; another encoding is named, with the place where it
/// shows.
func checkIsText(_ bytes: [UInt8], _ file: InputFile) throws {
  if let encoding = sixteenBitEncoding(bytes) {
    throw file.malformed(
      expected: "text in UTF-8", found: "\(encoding.name) (its first bytes say so)",
      remedy: conversion(of: file, from: encoding.command))
  }
  guard !bytes.isEmpty, !bytes.contains(0) else {
    throw file.malformed(expected: "text in UTF-8", found: contentDescription(bytes), remedy: contentRemedy(bytes))
  }
  guard String(validating: bytes, as: UTF8.self) == nil, let place = firstThatIsNotUTF8(bytes) else { return }
  let description = contentDescription(bytes)
  guard ["bytes that begin", "text that begins"].contains(where: description.hasPrefix) else {
    throw file.malformed(expected: "text in UTF-8", found: description, remedy: contentRemedy(bytes))
  }
  throw LatinText(bytes, place).error(file)
}

/// Text whose letters above ASCII are a byte each, at the first of them.
private struct LatinText {
  let bytes: [UInt8]
  let place: Int

  init(_ bytes: [UInt8], _ place: Int) {
    self.bytes = bytes
    self.place = place
  }

  /// The error that names line, byte, letter and word, and a command that makes UTF-8 of the file.
  func error(_ file: InputFile) -> DatasetError {
    let line = 1 + bytes[..<place].count { $0 == 0x0A }
    let byte = String(bytes[place], radix: 16, uppercase: true)
    let isWindows = bytes.contains { (0x80..<0xA0).contains($0) } && !hasUTF8
    let encoding =
      isWindows && !bytes.contains { [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) } ? "WINDOWS-1252" : "LATIN1"
    let title = encoding == "LATIN1" ? "Latin-1" : "Windows-1252"
    let remedy =
      hasUTF8
      ? "the file's other letters are UTF-8: write this one so, too"
      : conversion(of: file, from: encoding)
    return file.line(line).malformed(
      expected: "text in UTF-8", found: "byte \(byte), as \(title) has it in \"\(visible(word(encoding)))\"",
      remedy: remedy)
  }

  /// Whether other letters above ASCII are UTF-8: then no one command is right for all.
  private var hasUTF8: Bool {
    bytes[..<place].contains { $0 >= 0x80 }
      || bytes[place...].indices.dropFirst().contains { index in
        (0xC3..<0xF0).contains(bytes[index]) && utf8Length(at: index, in: bytes) != nil
      }
  }

  /// The word around the byte.
  private func word(_ encoding: String) -> String {
    func isEnd(_ byte: UInt8) -> Bool { byte < 0x30 || byte == UInt8(ascii: ";") }
    let start = bytes[..<place].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(where: isEnd) ?? bytes.count
    let word = bytes[max(start, place - 20)..<end].prefix(40)
    let foundation: String.Encoding = encoding == "LATIN1" ? .isoLatin1 : .windowsCP1252
    return String(bytes: word, encoding: foundation)
      ?? String(String.UnicodeScalarView(word.map { Unicode.Scalar($0) }))
  }
}

/// UTF-16, by the mark at its front or by every other byte of its beginning being zero.
private func sixteenBitEncoding(_ bytes: [UInt8]) -> (name: String, command: String)? {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return ("UTF-16", "UTF-16") }
  let start = bytes.prefix(64)
  guard start.count >= 8 else { return nil }
  if start.indices.allSatisfy({ ($0 % 2 == 1) == (start[$0] == 0) }) { return ("UTF-16", "UTF-16LE") }
  if start.indices.allSatisfy({ ($0 % 2 == 0) == (start[$0] == 0) }) { return ("UTF-16", "UTF-16BE") }
  return nil
}

/// A command that writes a file as UTF-8, unpacking it where it is packed.
private func conversion(of file: InputFile, from encoding: String) -> String {
  let name = file.path.split(separator: "/").last.map(String.init) ?? ""
  let packing = [".gz", ".bz2"].first(where: name.hasSuffix) ?? ""
  let plain = name.dropLast(packing.count)
  let ending = plain.split(separator: ".").dropFirst().last.map { ".\($0)" } ?? ""
  let command = "iconv -f \(encoding) -t UTF-8"
  let output = shellQuoted("NEW\(file.path == "-" ? ".csv" : ending)")
  let path = shellQuoted(file.path)
  guard let unpack = unpackingCommand(of: file) else {
    return "convert it: \(command) \(file.path == "-" ? "" : "\(path) ")> \(output)"
  }
  return "convert it: \(unpack) < \(path) | \(command) > \(output)"
}

/// The command that unpacks a file, by its first bytes; nil where it is not packed.
private func unpackingCommand(of file: InputFile) -> String? {
  guard file.path != "-", let handle = FileHandle(forReadingAtPath: file.path) else { return nil }
  defer { try? handle.close() }
  let start = (try? handle.read(upToCount: 3)) ?? Data()
  return start.starts(with: [0x1F, 0x8B]) ? "gzip -dc" : start.starts(with: "BZh".utf8) ? "bzip2 -dc" : nil
}

/// The first byte that is no part of UTF-8.
private func firstThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
  var index = 0
  while index < bytes.count {
    guard let length = utf8Length(at: index, in: bytes) else { return index }
    index += length
  }
  return nil
}

/// The bytes of the letter that begins at `index`; nil where none does.
private func utf8Length(at index: Int, in bytes: [UInt8]) -> Int? {
  let length =
    switch bytes[index] {
    case ..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  guard length > 0, index + length <= bytes.count else { return nil }
  let isWhole = bytes[(index + 1)..<(index + length)].allSatisfy { (0x80..<0xC0).contains($0) }
  return isWhole ? length : nil
}
