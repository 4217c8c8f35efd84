import Foundation

/// Why the content of a file is not taken, in a few words.
package struct UnfitFile: Error, CustomStringConvertible {
  package let description: String
}

/// Every byte of the file at `path`. Throws `UnfitFile` where it cannot be read, is a folder, or has more than `limit`
/// bytes, as a device without end has; with `regularOnly` also for what is no file, which might never answer.
package func contents(ofFile path: String, atMost limit: Int, regularOnly: Bool = false) throws(UnfitFile) -> Data {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | (regularOnly ? O_NONBLOCK : 0))
  guard descriptor >= 0 else { throw UnfitFile(description: systemErrorDescription()) }
  defer { close(descriptor) }
  var facts = stat()
  guard fstat(descriptor, &facts) == 0 else { throw UnfitFile(description: systemErrorDescription()) }
  let kind = facts.st_mode & S_IFMT
  guard kind != S_IFDIR else { throw UnfitFile(description: "it is a folder") }
  guard kind == S_IFREG || !regularOnly else { throw UnfitFile(description: "it is a device or a pipe") }
  var data = Data()
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &piece, piece.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw UnfitFile(description: systemErrorDescription()) }
    guard count > 0 else { return data }
    data.append(contentsOf: piece[..<count])
    guard data.count <= limit else { throw UnfitFile(description: "it has more than \(limit >> 20) MiB") }
  }
}
