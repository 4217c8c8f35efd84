import BakeoffCore
import BakeoffFiles
import Foundation

/// A file to be read, and what its reader is told to do where it is not what it should be.
struct InputFile: Sendable {
  /// Where its bytes are.
  let path: String
  /// What an error calls it: its path, or the address it was fetched from.
  let name: String
  /// What to do about it, as the end of a sentence.
  let remedy: String

  init(_ path: String, name: String? = nil, remedy: String) {
    self.path = path
    self.name = name ?? (path == standardStream ? "standard input" : path)
    self.remedy = remedy
  }

  /// The error that names this file, or a part of it.
  func malformed(
    _ part: String? = nil, expected: String, found: String, remedy: String? = nil
  ) -> DatasetError {
    .malformed(
      place: part.map { "\(name), \($0)" } ?? name, expected: oneLine(expected), found: oneLine(found),
      remedy: remedy ?? self.remedy)
  }

  /// The same file, called by one of its lines (counted from 1) in errors.
  func line(_ number: Int) -> InputFile { InputFile(path, name: "\(name):\(number)", remedy: remedy) }

  /// Every byte of the file, of standard input where its path is `-`. Throws `DatasetError.malformed` unless it is a readable
  /// file of at most `limit` bytes.
  func bytes(limit: Int = 4 << 30) throws -> [UInt8] {
    if path == standardStream { return try standardInput(limit: limit) }
    return try withDescriptor { descriptor, size in
      guard size <= limit else { throw malformed(expected: "at most \(limit) bytes", found: "\(size) bytes") }
      // An array without room is one that all threads share, and filling it would write its count.
      guard size > 0 else { return [] }
      return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while count < size {
          let got = read(descriptor, buffer.baseAddress?.advanced(by: count), min(size - count, 1 << 30))
          if got < 0 && errno == EINTR { continue }
          guard got >= 0 else { throw unreadable() }
          guard got > 0 else { return }
          count += got
        }
      }
    }
  }

  private func standardInput(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(STDIN_FILENO, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw malformed(expected: "readable standard input", found: systemErrorDescription()) }
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= limit else { throw malformed(expected: "at most \(limit) bytes", found: "more") }
    }
  }

  /// Opens the file and calls `body` with its descriptor and size. Throws `DatasetError.malformed` unless it is a
  /// readable file, and no folder, device or pipe.
  func withDescriptor<Result>(_ body: (Int32, Int) throws -> Result) throws -> Result {
    guard path != standardStream else {
      throw malformed(
        expected: "a file", found: "a stream", remedy: "write what it gives to a file and name that")
    }
    // Without O_NONBLOCK a pipe would keep us waiting for its writer; a file does not mind it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw malformed(
        expected: "a file", found: isFolder ? "a folder" : "a device or a pipe",
        remedy: isFolder ? "name a file in it" : "write what it gives to a file and name that")
    }
    return try body(descriptor, Int(status.st_size))
  }

  private func unreadable() -> DatasetError {
    let reason = systemErrorDescription()
    return .unavailable(
      name: name, tried: ["reading it: \(reason)"],
      remedy: errno == ENOENT ? "check the path\(nearMiss)" : "check its permissions")
  }

  /// A file beside it whose name is nearly the same.
  private var nearMiss: String {
    let url = URL(fileURLWithPath: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
    return didYouMean(url.lastPathComponent, among: names)
  }
}

/// What to do with a file that is no text, by what it is.
func contentRemedy(_ bytes: some Collection<UInt8>) -> String? {
  switch contentDescription(bytes) {
  case "a JPEG picture", "a PNG picture": "for a folder of pictures use images:FOLDER"
  case "a zip archive": "unpack it first; for arrays of NumPy use npz:FILE"
  case "a Parquet file", "a Feather (Arrow) file": "write it as CSV, as pandas does with to_csv"
  case "an HTML page", "a PDF document": "save the table itself as CSV"
  case "a NumPy array": "write it with numpy.savez(FILE, X=features, y=classes) and use npz:FILE"
  default: nil
  }
}

/// What a person would call something that begins with these bytes.
func contentDescription(_ bytes: some Collection<UInt8>) -> String {
  guard !bytes.isEmpty else { return "an empty file" }
  if let kind = pictureKind(bytes) { return kind }
  let start = Array(bytes.prefix(512))
  let signatures: [(signature: [UInt8], title: String)] = [
    ([0x1F, 0x8B], "gzip"), (Array("BZh".utf8), "bzip2"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (Array("GIF8".utf8), "a GIF picture"), (Array("RIFF".utf8), "a WebP picture or another RIFF file"),
    (Array("PAR1".utf8), "a Parquet file"), (Array("ARROW1".utf8), "a Feather (Arrow) file"),
    ([0x50, 0x4B, 3, 4], "a zip archive"), ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
    (Array("%PDF".utf8), "a PDF document"), ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
  ]
  if let known = signatures.first(where: { start.starts(with: $0.signature) }) { return known.title }
  let text = String(decoding: start, as: UTF8.self).lowercased().drop { $0.isWhitespace || $0 == "\u{FEFF}" }
  if ["<!doctype html", "<html", "<head", "<?xml"].contains(where: text.hasPrefix) { return "an HTML page" }
  let beginning = text.prefix(20)
  if !beginning.isEmpty, String(validating: start.prefix(20), as: UTF8.self) != nil,
    start.prefix(20).allSatisfy({ $0 >= 32 || (9...13).contains($0) })
  {
    return "text that begins with \"\(visible(oneLine(String(decoding: start.prefix(20), as: UTF8.self))))\""
  }
  let first = start.prefix(4).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
  return "bytes that begin with \(first.joined(separator: " "))"
}
