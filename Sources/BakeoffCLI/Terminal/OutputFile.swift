import ArgumentParser
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation

/// Writes results to standard output, for which `-` stands, or whole or not at all to a file. Throws `ConfigurationError` for
/// the file.
func writeResults(_ text: String, to path: String?) throws { try writeResults(Data(text.utf8), to: path) }

/// Writes bytes as `writeResults` writes a text.
func writeResults(_ bytes: Data, to path: String?) throws {
  guard let path, path != standardStream else {
    do {
      return try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      throw OutputError(description: "standard output: cannot be written (\(systemReason(error)))")
    }
  }
  try writeFile(bytes, to: path)
}

/// Throws `ConfigurationError` unless each of these could be written: to be asked before hours of work, not after.
///
/// Standard output takes one of them. A command that prints its result where no file is named gives `-` for none.
func checkOutputs(_ outputs: [(flag: String, path: String?)]) throws {
  for output in outputs where output.path != standardStream { try checkWritable(output.path) }
  let streams = outputs.filter { $0.path == standardStream }
  guard streams.count > 1, let last = streams.last else { return }
  throw ConfigurationError(
    "\(last.flag) \(standardStream): standard output has another result of this command already; name a file")
}

/// Throws `ValidationError` where a stream is named in place of what `kind` says, such as `a folder`.
func checkIsNoStream(_ path: String?, _ flag: String, _ kind: String) throws {
  guard path == standardStream else { return }
  throw ValidationError("\(flag) \(standardStream): \(kind) cannot be a stream; name one")
}

/// Why results could not be printed, in one line.
private struct OutputError: Error, CustomStringConvertible {
  let description: String
}
