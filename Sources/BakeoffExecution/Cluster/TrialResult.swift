import BakeoffCore
import BakeoffFiles
import Foundation

/// How a trial of a task ended, as it is written into the shared folder.
///
/// The first line of the file is the SHA-256 of the rest; the scores lie in a file beside it, which is there before.
package struct TrialResult: Codable, Sendable, Equatable {
  /// What the trial is known by.
  package let key: String
  /// Which attempt at its task this was, from 0.
  let attempt: Int
  /// The machine.
  let node: String
  /// Its processor and numeric kernels.
  let kernels: String
  /// The worker's events; of its progress the first 999 reports and the last.
  var events: [String]
  /// How it ended; nil where whoever watched it was killed.
  let report: LaunchReport?
  /// SHA-256 of the scores; nil where there are none.
  let predictions: String?
  /// Whether it took the system to end it, because memory ran out.
  package var isOutOfMemory = false
  /// Whether the features were written to while it ran, by itself or another.
  package var hasOtherFeatures = false
  /// Whether it wrote to the copy of the features that it had for itself; nil for no.
  package var wroteToFeatures: Bool?

  /// Writes it. Throws `WriteFailure`.
  package func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    let json = try encoder.encode(self)
    try writePrivateFile(Data("\(sha256(json))\n".utf8) + json, to: path)
  }

  /// Reads it; nil where it is not whole, or scores that belong to it are not.
  package init?(at path: String, predictions: String) {
    guard let bytes = FileManager.default.contents(atPath: path), let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let json = bytes[(end + 1)...]
    guard String(decoding: bytes[..<end], as: UTF8.self) == sha256(json),
      let result = try? JSONDecoder().decode(Self.self, from: json)
    else { return nil }
    if let digest = result.predictions, (try? sha256(ofFile: predictions)) != digest { return nil }
    self = result
  }

  package init(
    key: String, attempt: Int, node: String, kernels: String, events: [String], report: LaunchReport?,
    predictions: String?
  ) {
    self.key = key
    self.attempt = attempt
    self.node = node
    self.kernels = kernels
    self.events = events
    self.report = report
    self.predictions = predictions
  }
}
