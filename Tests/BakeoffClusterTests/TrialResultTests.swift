import BakeoffExecution
import BakeoffFiles
import Foundation
import Testing

private func result(predictions: String?) -> TrialResult {
  TrialResult(
    key: "k", attempt: 1, node: "n1", kernels: "A", events: [#"{"event":"done"}"#], report: LaunchReport(exitStatus: 0),
    predictions: predictions)
}

@Test func aResultIsReadAsItWasWritten() async throws {
  try await withSharedFolder { folder in
    let (file, scores) = ("\(folder)/0-0.json", "\(folder)/0-0.npy")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: scores))
    let written = result(predictions: sha256([1, 2, 3]))
    try written.write(to: file)
    #expect(TrialResult(at: file, predictions: scores) == written)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}

/// Every byte of a result and every cut of it counts: what is not whole is not there.
@Test func aResultThatIsNotWholeIsNone() async throws {
  try await withSharedFolder { folder in
    let (file, scores) = ("\(folder)/0-0.json", "\(folder)/0-0.npy")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: scores))
    try result(predictions: sha256([1, 2, 3])).write(to: file)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1
      try bytes.write(to: URL(fileURLWithPath: file))
      #expect(TrialResult(at: file, predictions: scores) == nil, "byte \(place) changed")
      try whole.prefix(place).write(to: URL(fileURLWithPath: file))
      #expect(TrialResult(at: file, predictions: scores) == nil, "cut at \(place)")
    }
    try whole.write(to: URL(fileURLWithPath: file))
    try Data([1, 2, 4]).write(to: URL(fileURLWithPath: scores))
    #expect(TrialResult(at: file, predictions: scores) == nil, "other scores")
    #expect(TrialResult(at: file, predictions: "\(folder)/none") == nil, "no scores")
  }
}
