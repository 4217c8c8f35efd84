import Foundation
import Testing

@Test func aModelIsHeldAgainstTheContractPointByPoint() throws {
  let result = try bakeoff("plugin", "check", "logistic-regression", "--set", "logistic-regression.alpha=1")
  #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.output)\(result.errors)")
  let lines = result.output.split(separator: "\n")
  #expect(lines.allSatisfy { $0.count <= 80 })
  #expect(lines.contains("pass  The same seed gives the same predictions (same-seed)"))
  #expect(lines.contains { $0.hasPrefix("logistic-regression: ") && $0.contains(" 0 fail") })
}

@Test func aBaselineIsExcusedFromLearning() throws {
  let result = try bakeoff("plugin", "check", "majority-class")
  #expect(result.exitCode == 0 && result.output.contains("its card says that it is a baseline"))
}

@Test func aProgramThatAnswersNothingBreaksTheContract() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let json = #"{"id": "mute", "title": "T", "version": "1", "command": ["true"], "probabilities": true}"#
  try Data(json.utf8).write(to: folder.appending(path: "plugin.json"))
  let result = try bakeoff("plugin", "check", "mute", "--plugin-path", folder.path)
  #expect(result.exitCode == 2, "\(result.output)\(result.errors)")
  #expect(result.output.contains("FAIL  A separable toy problem is learned"))
  #expect(result.output.contains("      To do: ") && result.output.contains("mute: 2 pass, 1 fail"))
}

@Test func aTrapIsSaidAndIsABrokenPoint() throws {
  let check = try Command(["plugin", "check", "mlp"])
  #expect(check.waitForOutput(containing: "mlp: "))
  // What a trap in the plugin sends.
  check.send(SIGTRAP)
  let result = try check.result()
  #expect(result.exitCode == 2, "\(result)")
  #expect(result.output.contains("FAIL  The plugin ended the process") && result.output.hasSuffix("checked\n"))
}

@Test func anUnknownModelIsWrongUsage() throws {
  let result = try bakeoff("plugin", "check", "mlpp")
  #expect(result.exitCode == 64 && result.errors.contains("did you mean mlp?"))
}
