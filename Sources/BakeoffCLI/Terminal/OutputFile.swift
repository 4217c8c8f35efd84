import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import Foundation

/// Writes results to standard output, or whole or not at all to a file. Throws `ConfigurationError` for the file.
func writeResults(_ text: String, to path: String?) throws {
  guard let path else {
    do {
      return try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError(description: "standard output: cannot be written (\(systemReason(error)))")
    }
  }
  try writeFile(text, to: path)
}

/// Why results could not be printed, in one line.
private struct OutputError: Error, CustomStringConvertible {
  let description: String
}
