import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation
import Testing

@Test(arguments: [
  ("1", SettingValue.integer(1)), ("1.0", .number(1)), ("-2", .integer(-2)), ("1e3", .number(1000)),
  ("true", .bool(true)),
  ("0", .integer(0)), ("null", .null), (#""a\"é/""#, .text("a\"é/")), ("[1,2.0]", .list([.integer(1), .number(2)])),
  (#"{"a":{"b":[]},"c":false}"#, .object(["a": .object(["b": .list([])]), "c": .bool(false)])),
])
func jsonKeepsWhatANumberLooksLike(text: String, value: SettingValue) throws {
  #expect(SettingValue(json: text) == value)
  #expect(SettingValue(json: value.json) == value)
}

@Test(arguments: ["", "a", "{", "[1,", "1 2", "nan"])
func whatIsNotJSONIsNoValue(text: String) {
  #expect(SettingValue(json: text) == nil)
}

@Test func aProgramIsSentTheFractionAsItWasGiven() async throws {
  let folder = try PluginFolder()
  let keys =
    #", "settings": [{"name": "x", "type": "object", "default": {"d": 3.0}, "explanation": "e"}, "#
    + #"{"name": "n", "type": "number", "default": 2, "explanation": "e"}]"#
  try folder.plugin("shell", keys: keys, script: "#!/bin/sh\ncat > request\n")
  let catalog = folder.catalog()
  for (settings, expected) in [
    ([], #""settings":{"n":2.0,"x":{"d":3.0}}"#),
    ([#"x={"share": 1.0, "count": 1}"#, "n=4"], #""settings":{"n":4.0,"x":{"count":1,"share":1.0}}"#),
  ] {
    let model = try catalog.model("shell", settings)
    let data = fourClasses().examples
    _ = await trialOutcome(of: model, training: data, test: data.features, seed: 1, program: workerProgram)
    let request = try String(contentsOfFile: "\(folder.path)/shell/request", encoding: .utf8)
    #expect(request.contains(expected), "\(request.prefix(600))")
  }
}
