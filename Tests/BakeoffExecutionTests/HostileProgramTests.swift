import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation
import Testing

/// Whether a process is there and has not ended.
private func isAlive(_ process: Int32) -> Bool {
  let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
  return !stat.isEmpty && !stat.contains(") Z ")
}

/// The number in a file that a program has written.
private func number(in path: String) -> Int32? {
  (try? String(contentsOfFile: path, encoding: .utf8))
    .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
}

/// What a program does to the file of features, whose path it takes out of its request.
private let vandalisms = [
  "zeroes": "dd if=/dev/zero of=\"$path\" bs=1 seek=$(($(wc -c < \"$path\") - 9)) count=9 conv=notrunc 2> /dev/null",
  "empties": ": > \"$path\"",
  "deletes": "rm -f \"$path\"",
  "replaces": "echo nonsense > \"$path.new\"; mv -f \"$path.new\" \"$path\"",
]

@Test(arguments: vandalisms.keys.sorted(), [1, 2])
func whoWritesToTheFeaturesCostsItsOwnTrialsOnly(what: String, jobs: Int) async throws {
  let folder = try PluginFolder()
  let deed = try #require(vandalisms[what])
  let script = #"""
    #!/bin/sh
    request=$(cat)
    path=$(echo "$request" | sed 's/.*"path":"\([^"]*\)".*/\1/')
    chmod u+w "$path"
    \#(deed)
    echo '{"event":"failed","message":"done"}'
    """#
  try folder.plugin("vandal", script: script)
  try folder.plugin("shell", script: shellPlugin)
  let models = [try folder.model("vandal"), try folder.model("shell"), try folder.model("shell")]
  let trials = await experiment(models).run(by: ProcessExecutor(jobs: jobs, program: workerProgram))
  #expect(trials.count == 6)
  for trial in trials {
    if trial.model == 0 {
      #expect(trial.outcome.failure?.kind == .failed, "\(trial.outcome)")
      #expect(trial.outcome.failure?.message.hasPrefix("it wrote to the features") == true, "\(trial.outcome)")
    } else {
      #expect(trial.outcome.predictions != nil, "\(what), \(jobs) jobs: \(trial.outcome)")
    }
  }
}

@Test(.timeLimit(.minutes(2))) func aSupervisorThatIsStoppedIsWoken() async throws {
  let folder = try PluginFolder()
  try folder.plugin("shell", script: shellPlugin)
  let answer = shellPlugin.replacing("#!/bin/sh\n", with: "#!/bin/sh\nkill -STOP $PPID\n")
  try #require(answer != shellPlugin)
  try folder.plugin("stopper", script: answer)
  try folder.plugin("tormentor", script: "#!/bin/sh\nwhile :; do kill -STOP $PPID; sleep 0.05; done\n")
  let models = [try folder.model("stopper"), try folder.model("tormentor"), try folder.model("shell")]
  let trials = await experiment(models).run(by: ProcessExecutor(jobs: 3, program: workerProgram))
  for trial in trials {
    if trial.model == 1 {
      #expect(trial.outcome.failure?.kind == .crashed, "\(trial.outcome)")
    } else {
      #expect(trial.outcome.predictions != nil, "\(trial.outcome)")
    }
  }
}

@Test func aDaemonDoesNotOutliveASupervisorThatIsKilled() async throws {
  let folder = try PluginFolder()
  // In a session of its own, deaf to SIGTERM, and its supervisor dies before it could be found.
  let script = """
    #!/bin/sh
    setsid sh -c 'trap "" TERM; echo $$ > daemon; while :; do sleep 1; done' > /dev/null 2>&1 &
    while [ ! -s daemon ]; do :; done
    kill -KILL $PPID
    sleep 100
    """
  try folder.plugin("demon", script: script)
  let model = try folder.model("demon")
  let trials = await experiment([model]).run(by: ProcessExecutor(jobs: 1, program: workerProgram))
  #expect(trials.allSatisfy { $0.outcome.failure?.kind == .crashed }, "\(trials)")
  let daemon = try #require(number(in: "\(folder.path)/demon/daemon"))
  #expect(!isAlive(daemon))
}

@Test func aCheckLeavesNothingBehind() throws {
  let folder = try PluginFolder()
  let check =
    "setsid sh -c 'trap \\\"\\\" TERM; echo $$ > daemon; while :; do sleep 1; done' > /dev/null 2>&1 & "
    + "while [ ! -s daemon ]; do :; done"
  try folder.plugin("demon", command: #"["true"]"#, keys: #", "check": ["sh", "-c", "\#(check)"]"#)
  let entry = try #require(folder.catalog().entries.first)
  #expect(entry.unavailable == nil)
  let daemon = try #require(number(in: "\(folder.path)/demon/daemon"))
  #expect(!isAlive(daemon))
}

@Test func checksAreTriedAtTheSameTime() throws {
  let folder = try PluginFolder()
  let ids = ["a", "b", "c", "d"]
  // Each waits for all of them, which none would see that ran before the next.
  let check =
    "touch '\(folder.path)/here-'$0; while [ $(ls '\(folder.path)' | grep -c here-) -lt 4 ]; do sleep 0.02; done"
  for id in ids {
    try folder.plugin(id, command: #"["true"]"#, keys: #", "check": ["sh", "-c", "\#(check)", "\#(id)"]"#)
  }
  let models = try Registry("model", folder.catalog().entries).tryingAll()
  #expect(models.entries.map(\.id) == ids && models.entries.allSatisfy { $0.unavailable == nil })
}

@Test func aProgramGetsACleanEnvironmentAndAFolderOfItsOwn() async throws {
  setenv("BAKEOFF_TEST_TOKEN", "secret", 1)
  setenv("BAKEOFF_TEST_NAMED", "wanted", 1)
  let folder = try PluginFolder()
  let script = shellPlugin.replacing(
    "#!/bin/sh\n", with: "#!/bin/sh\nenv > seen\n[ -w \"$TMPDIR\" ] && touch \"$TMPDIR/mine\" && echo yes > wrote\n")
  try folder.plugin("curious", keys: #", "environment": ["BAKEOFF_TEST_NAMED"]"#, script: script)
  let trials = await experiment([try folder.model("curious")]).run(
    by: ProcessExecutor(jobs: 1, program: workerProgram))
  #expect(trials.allSatisfy { $0.outcome.predictions != nil }, "\(trials)")
  let seen = try String(contentsOfFile: "\(folder.path)/curious/seen", encoding: .utf8)
  let variables = seen.split(separator: "\n").map { String($0) }
  #expect(!seen.contains("secret") && variables.contains("BAKEOFF_TEST_NAMED=wanted"))
  #expect(variables.contains("OPENBLAS_NUM_THREADS=1") && variables.contains { $0.hasPrefix("PATH=") })
  let own = try #require(variables.first { $0.hasPrefix("TMPDIR=") }).dropFirst("TMPDIR=".count)
  #expect(FileManager.default.fileExists(atPath: "\(folder.path)/curious/wrote"))
  #expect(!FileManager.default.fileExists(atPath: String(own)), "it is removed with the trial")
}

@Test(arguments: [
  #""parameters":-9223372036854775808"#, #""model_bytes":9223372036854775807"#, #""latency_p50_seconds":-1"#,
  #""latency_p95_seconds":1e308"#,
])
func absurdCostsAreAMalformedAnswer(cost: String) async throws {
  let folder = try PluginFolder()
  let script = shellPlugin.replacing(#""parameters":1"#, with: cost)
  try #require(script != shellPlugin)
  try folder.plugin("braggart", script: script)
  let trials = await experiment([try folder.model("braggart")]).run(
    by: ProcessExecutor(jobs: 2, program: workerProgram))
  #expect(trials.allSatisfy { $0.outcome.failure?.kind == .malformed }, "\(trials)")
}

@Test func whatAProgramSaysIsShownAndNotObeyed() async throws {
  let folder = try PluginFolder()
  let message = #"red \u001b[31m\u0007\u202eline\nbreak"#
  try folder.plugin(
    "painter",
    script: "#!/bin/sh\ncat > /dev/null\nprintf '%s\\n' '{\"event\":\"failed\",\"message\":\"\(message)\"}'\n")
  let trials = await experiment([try folder.model("painter")]).run(
    by: ProcessExecutor(jobs: 1, program: workerProgram))
  let text = trials.first?.outcome.failure?.message
  #expect(text == #"red \u{1B}[31m\u{7}\u{202E}line break"#, "\(text ?? "")")
}

@Test func threadsThatCannotBeHadAreFoundOut() async {
  #expect(MachineLimits.allowThreads(50))
  #expect(MachineLimits.mostJobs >= 1 && MachineLimits.openFiles > 0)
  await #expect(processExitsWith: .success) {
    // Root may have as many as it likes.
    if getuid() == 0 { #expect(setuid(65534) == 0) }
    var limit = rlimit(rlim_cur: 1, rlim_max: 1)
    #expect(setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &limit) == 0)
    #expect(!MachineLimits.allowThreads(8))
  }
}

@Test(.enabled(if: (try? Sandbox()) != nil, "bubblewrap is there and may confine"))
func aConfinedProgramWritesNowhereAndReachesNobody() async throws {
  let folder = try PluginFolder()
  let script = shellPlugin.replacing(
    "#!/bin/sh\n",
    with: """
      #!/bin/sh
      touch here 2> /dev/null && exit 7
      touch /tmp/bakeoff-escaped-$$ 2> /dev/null && exit 8
      [ "$(grep -c : /proc/net/dev)" -le 1 ] || exit 9
      [ "$(ls -d /proc/[0-9]* | wc -l)" -lt 20 ] || exit 10
      touch "$TMPDIR/mine" || exit 11

      """)
  try folder.plugin("confined", script: script)
  try folder.plugin("free", script: script)
  let model = try folder.model("confined")
  let confined = await experiment([model]).run(
    by: ProcessExecutor(jobs: 2, program: workerProgram, sandbox: try Sandbox()))
  #expect(confined.count == 2 && confined.allSatisfy { $0.outcome.predictions != nil }, "\(confined)")
  // The same program is not so by itself.
  let free = await experiment([try folder.model("free")]).run(by: ProcessExecutor(jobs: 2, program: workerProgram))
  #expect(free.allSatisfy { $0.outcome.failure?.message.contains("status 7") == true }, "\(free)")
}

@Test(.enabled(if: (try? Sandbox()) != nil, "bubblewrap is there and may confine"))
func aCheckIsConfinedToo() throws {
  let folder = try PluginFolder()
  let check = "touch here 2> /dev/null && exit 7; touch \\\"$TMPDIR/mine\\\" && echo confined"
  try folder.plugin("curious", command: #"["true"]"#, keys: #", "check": ["sh", "-c", "\#(check)"]"#)
  let confined = ExternalCatalog(searching: [folder.path], sandbox: try Sandbox())
  #expect(try #require(confined.entries.first).unavailable == nil)
  let free = ExternalCatalog(searching: [folder.path])
  #expect(try #require(free.entries.first).unavailable?.contains("status 7") == true)
}

@Test(.timeLimit(.minutes(1))) func sourcesOfAnySizeCountAndPipesAreNotReadFrom() throws {
  let folder = try PluginFolder()
  let large = "\(folder.path)/table.py"
  try Data("import table\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/plugin.py"))
  #expect(mkfifo("\(folder.path)/pipe.py", 0o600) == 0)
  FileManager.default.createFile(atPath: large, contents: nil)
  #expect(truncate(large, (1 << 30) + 1) == 0)
  let program = ExternalProgram(folder: folder.path, command: ["python3", "plugin.py"], python: nil)
  let before = program.sourceDigest
  let file = try FileHandle(forWritingTo: URL(fileURLWithPath: large))
  try file.seek(toOffset: 1 << 30)
  try file.write(contentsOf: Data([1]))
  try file.close()
  #expect(program.sourceDigest != before)
}
