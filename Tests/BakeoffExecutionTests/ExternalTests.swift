import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Synchronization
import Testing

@Test func aPluginInAShellIsRunByBothExecutors() async throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", script: shellPlugin)
  let (isolated, inProcess) = await outcomes([try folder.model("shell")])
  for outcome in isolated + inProcess {
    #expect(outcome.predictions?.kind == .probabilities, "\(outcome)")
    #expect(outcome.predictions?.scores == (0..<10).flatMap { _ in [Float](arrayLiteral: 1, 0, 0, 0) })
  }
  #expect(isolated.count == 2 && inProcess.count == 2)
}

@Test func progressOfAProgramIsPassedOn() async throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", script: shellPlugin)
  let seen = Mutex<[FitProgress]>([])
  let data = fourClasses().examples
  _ = await trialOutcome(
    of: try folder.model("shell"), training: data, test: data.features, seed: 1, program: workerProgram
  ) { progress in seen.withLock { $0.append(progress) } }
  #expect(seen.withLock { $0 } == [FitProgress(epoch: 1, epochs: 1, loss: 0.5)])
}

@Test(arguments: [
  ("echo '{\"event\":\"failed\",\"message\":\"too few rows\"}'", TrialFailure(.failed, "too few rows")),
  ("echo oh no >&2; exit 3", TrialFailure(.crashed, "left with status 3: oh no")),
  ("kill -SEGV $$", TrialFailure(.crashed, "SIGSEGV")),
  ("kill -TERM $$", TrialFailure(.cancelled, "SIGTERM, sent by another process")),
  ("echo hello", TrialFailure(.crashed, "left with status 0 before it had answered: hello")),
  (
    "printf 'Error in f(x) :\n  no such column\nExecution halted\n'; exit 1",
    TrialFailure(.crashed, "left with status 1: Error in f(x) : | no such column | Execution halted")
  ),
  (
    "echo '{ [Error: out of memory] code: 3 }'; exit 7",
    TrialFailure(.crashed, "left with status 7: { [Error: out of memory] code: 3 }")
  ),
  (
    "printf 'Exception in thread main: no heap\n\tat A.b(A.java:5)\n\tat A.c(A.java:6)\n\tat A.d(A.java:7)\n\tat A.e(A.java:8)\n' >&2; exit 1",
    TrialFailure(.crashed, "left with status 1: Exception in thread main: no heap")
  ),
  ("echo last words; kill -SEGV $$", TrialFailure(.crashed, "SIGSEGV: last words")),
  ("sh -c 'kill -SEGV $$'; exit 139", TrialFailure(.crashed, "left with status 139 (SIGSEGV)")),
  ("printf 'a\\033[2Jb\\n' >&2; exit 2", TrialFailure(.crashed, #"left with status 2: a\u{1B}[2Jb"#)),
])
func whatAProgramDoesWrongCostsItsOwnTrialsOnly(script: String, failure: TrialFailure) async throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", script: shellPlugin)
  try folder.plugin("bad", script: "#!/bin/sh\ncat > /dev/null\n\(script)\n")
  let (isolated, inProcess) = await outcomes([try folder.model("bad"), try folder.model("shell")])
  for outcomes in [isolated, inProcess] {
    for outcome in [outcomes[0], outcomes[2]] {
      #expect(outcome.failure?.kind == failure.kind)
      #expect(outcome.failure.map { $0.message.hasPrefix(failure.message) } == true, "\(outcome)")
    }
    #expect(outcomes[1].predictions != nil && outcomes[3].predictions != nil)
  }
}

@Test func cancellingEndsAProgram() async throws {
  let folder = try PluginFolder()
  // The shell's own process is the one that sleeps, so that its end is the end of all.
  try folder.plugin("slow", script: "#!/bin/sh\necho $$ > started\nexec sleep 600\n")
  let model = try folder.model("slow")
  let data = fourClasses().examples
  let mark = "\(folder.path)/slow/started"
  let run = Task {
    await trialOutcome(of: model, training: data, test: data.features, seed: 1, program: workerProgram)
  }
  var process: Int32?
  while process == nil {
    process = (try? String(contentsOfFile: mark, encoding: .utf8)).flatMap {
      Int32($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    await Task.yield()
  }
  run.cancel()
  let outcome = await run.value
  #expect(outcome.failure?.kind == .cancelled)
  #expect(try kill(#require(process), 0) != 0, "it is gone")
}

@Test func theFolderIsWhereACommandStarts() async throws {
  let folder = try PluginFolder()
  try folder.plugin("elsewhere", command: #"["sh", "script.sh", "a b"]"#)
  try folder.write("#!/bin/sh\nwc -l < data >&2; echo \"$1\" >&2; exit 1\n", to: "script.sh", of: "elsewhere")
  try folder.write("", to: "data", of: "elsewhere")
  let (isolated, _) = await outcomes([try folder.model("elsewhere")])
  #expect(isolated[0].failure?.message.hasSuffix("a b") == true, "\(isolated[0])")
}

private let settings = #"""
  , "settings": [
    {"name": "rate", "type": "number", "default": 0.5, "minimum": 0, "maximum": 1, "explanation": "e"},
    {"name": "units", "type": "list", "default": [8], "minimum": 1, "explanation": "e"},
    {"name": "how", "type": "text", "default": "fast", "choices": ["fast", "slow"], "explanation": "e"},
    {"name": "extra", "type": "object", "default": {}, "explanation": "e"}
  ]
  """#

@Test func settingsAreTypedAndRanged() throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", keys: settings, script: shellPlugin)
  let catalog = folder.catalog()
  #expect(catalog.problems.isEmpty)
  func model(_ settings: String...) throws -> ConfiguredModel {
    try catalog.model("shell", settings)
  }
  let changed = try model("rate=1", "units=64,32", "how=slow", #"extra={"depth": 3}"#)
  #expect(
    changed.settings == [
      "rate": .number(1), "units": .list([.integer(64), .integer(32)]), "how": .text("slow"),
      "extra": .object(["depth": .integer(3)]),
    ])
  for (change, expected) in [
    ("rate=1.5", "a number from 0 to 1"), ("units=4,0", "at least 1"), ("how=best", "one of fast, slow"),
    ("extra=3", "a JSON object"), ("rat=1", "did you mean shell.rate?"), ("rate=x", "a number from 0 to 1"),
  ] {
    let error = #expect(throws: ConfigurationError.self) { try model(change) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }
}

@Test(arguments: [
  ("no JSON", #"{"id": "x", "#, "not JSON"),
  ("a list", "[]", "not a JSON object"),
  ("no id", #"{"title": "T", "version": "1", "command": ["a"]}"#, "id is missing"),
  ("a bad id", #"{"id": "My Model", "title": "T", "version": "1", "command": ["a"]}"#, "id: expected lower-case words"),
  ("a text command", #"{"id": "x", "title": "T", "version": "1", "command": "a b"}"#, "command: expected a list"),
  ("no command", #"{"id": "x", "title": "T", "version": "1", "command": []}"#, "command: expected the program"),
  ("a number as version", #"{"id": "x", "title": "T", "version": 1, "command": ["a"]}"#, "version: expected a text"),
  (
    "a slip", #"{"id": "x", "title": "T", "version": "1", "command": ["a"], "setings": []}"#,
    "setings: no such key; did you mean settings?"
  ),
  (
    "an unknown type",
    #"{"id": "x", "title": "T", "version": "1", "command": ["a"], "settings": [{"name": "n", "type": "real"}]}"#,
    "settings[0].type: expected one of boolean, integer"
  ),
  (
    "a default out of range",
    #"{"id": "x", "title": "T", "version": "1", "command": ["a"], "settings": [{"name": "n", "type": "integer", "default": 0, "minimum": 1, "explanation": "e"}]}"#,
    "settings[0].default: expected a whole number of at least 1, found 0"
  ),
])
func aMalformedManifestIsOneLineAndTheOthersStillLoad(what: String, json: String, message: String) throws {
  let folder = try PluginFolder()
  try folder.plugin("good", script: shellPlugin)
  try folder.write(json, to: "plugin.json", of: "bad")
  let catalog = folder.catalog()
  #expect(catalog.entries.map(\.card.id) == ["good"])
  let problem = try #require(catalog.problems.first)
  #expect(problem.contains("bad/plugin.json") && problem.contains(message) && !problem.contains("\n"), "\(problem)")
}

@Test func aPathThatLeadsToNoPluginIsSaid() throws {
  let folder = try PluginFolder()
  let catalog = ExternalCatalog(searching: [folder.path, "\(folder.path)/nowhere"])
  #expect(catalog.entries.isEmpty && catalog.problems.count == 2)
  #expect(catalog.problems[1].contains("no such folder"))
}

@Test func twoPluginsOfOneNameAreBothNamed() throws {
  let folder = try PluginFolder()
  try folder.plugin("scripted", script: shellPlugin)
  let error = #expect(throws: ConfigurationError.self) {
    try Registry("model", [CatalogEntry(Scripted.self)]).joined(with: folder.catalog().entries)
  }
  let text = try #require(error?.description)
  #expect(text.contains("scripted: built in and") && text.contains("scripted/plugin.json"))
}

@Test(arguments: [
  (#"["no-such-interpreter", "x"]"#, "", "no-such-interpreter: not installed"),
  (#"["./missing"]"#, "", "./missing: no such program"),
  (#"["sh"]"#, #", "check": ["sh", "-c", "echo no such library >&2; exit 1"]"#, "no such library"),
  (#"["sh"]"#, #", "check": ["sh", "-c", "exec sleep 600"]"#, "took longer"),
])
func whatCannotBeRunIsNotAvailableAndSaysWhy(command: String, keys: String, reason: String) throws {
  let folder = try PluginFolder()
  try folder.plugin("lame", command: command, keys: keys)
  let entry = try #require(ExternalCatalog(searching: [folder.path], checkLimit: .milliseconds(300)).entries.first)
  #expect(entry.unavailable?.contains(reason) == true, "\(entry.unavailable ?? "available")")
  let error = #expect(throws: ConfigurationError.self) { try entry.model() }
  #expect(error?.description.contains(reason) == true)
}

@Test func programsAreTriedOutAtOnce() async throws {
  let folder = try PluginFolder()
  for number in 0..<8 { try folder.plugin("p\(number)", command: #"["true"]"#, keys: #", "check": ["true"]"#) }
  let entries = folder.catalog().entries
  let reasons = await withTaskGroup(of: String?.self) { group in
    for entry in entries { group.addTask { entry.unavailable } }
    return await group.reduce(into: []) { $0.append($1) }
  }
  #expect(reasons == Array(repeating: nil, count: 8))
}

@Test func aPluginSaysThatItIsABaseline() throws {
  let folder = try PluginFolder()
  try folder.plugin("floor", command: #"["true"]"#, keys: #", "baseline": true"#)
  try folder.plugin("model", command: #"["true"]"#)
  #expect(folder.catalog().entries.map(\.card.isBaseline) == [true, false])
}

@Test func whatACheckPrintsIsPartOfTheVersion() throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", keys: #", "check": ["echo", "library 2.3"]"#, script: shellPlugin)
  #expect(try folder.model("shell").card.version == "1 (library 2.3)")
}
