import Foundation
import Testing

/// Compares a rendering with Golden/`name`; with `BAKEOFF_RECORD_GOLDEN` set it writes the file and fails.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
  if ProcessInfo.processInfo.environment["BAKEOFF_RECORD_GOLDEN"] != nil {
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name); read it, then run without BAKEOFF_RECORD_GOLDEN", sourceLocation: sourceLocation)
  }
  let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == golden, sourceLocation: sourceLocation)
}
