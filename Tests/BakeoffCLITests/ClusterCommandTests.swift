import Foundation
import Testing

private let digits = "synthetic-digits:rows=120,test-rows=20"
private let models = [
  "--models", "majority-class,linear-svm", "--dataset", digits, "--folds", "2", "--format", "json", "-q",
]

/// What a wrong flag of executors whose trials run elsewhere is answered with, in one line.
@Test(
  arguments: [
    (["--executor", "slurm"], 64, "--executor slurm needs --shared-dir"),
    (["--executor", "command", "--shared-dir", "d"], 64, "--executor command needs --submit-command"),
    (["--shared-dir", "d"], 64, "--shared-dir needs --executor slurm or command, not process"),
    (["--slurm-time", "5m"], 64, "--slurm-time needs --executor slurm, not process"),
    (
      ["--executor", "in-process", "--retries", "2"], 64, "--retries needs --executor slurm or command, not in-process"
    ),
    (
      ["--executor", "slurm", "--shared-dir", "d", "--submit-command", "qsub"], 64,
      "--submit-command needs --executor command, not slurm"
    ),
    (
      ["--executor", "command", "--shared-dir", "d", "--submit-command", "qsub", "--slurm-cpus", "2"], 64,
      "--slurm-cpus needs --executor slurm, not command"
    ),
    (["--executor", "slurm", "--shared-dir", "d", "--slurm-time", "30"], 64, "--slurm-time 30: give a number above 0"),
    (
      ["--executor", "slurm", "--shared-dir", "d", "--slurm-mem", "4X"], 64,
      "--slurm-mem 4X: give a number with K, M, G"
    ),
    (["--executor", "slurm", "--shared-dir", "d", "--slurm-cpus", "0"], 64, "--slurm-cpus 0: give at least 1"),
    (
      ["--executor", "slurm", "--shared-dir", "d", "--slurm-array-limit", "0"], 64,
      "--slurm-array-limit 0: give at least 1"
    ),
    (["--executor", "slurm", "--shared-dir", "d", "--slurm-extra", "--a 'b"], 64, "a quote has no end"),
    (["--executor", "slurm", "--shared-dir", "d", "--retries=-1"], 64, "--retries -1: give 0 to 100"),
    (["--executor", "slurm", "--shared-dir", "d", "--task-time", "1"], 64, "--task-time 1: give a number above 0"),
    (["--executor", "slurm", "--shared-dir", "/dev/null/d"], 69, "name a folder that you can write to"),
    (["--detach"], 64, "--detach is for trials that run elsewhere"),
    (
      ["--executor", "slurm", "--shared-dir", "d", "--detach", "--race"], 64,
      "--detach and --race do not go together"
    ),
    (
      ["--executor", "slurm", "--shared-dir", "d", "--detach", "--tune", "linear-svm"], 64,
      "--detach and --tune do not go together"
    ),
    (["--executor", "slurm", "--shared-dir", "d", "--detach", "--no-store"], 64, "leave out --no-store"),
  ] as [([String], Int32, String)])
func whatCannotBeAskedOfAClusterIsSaid(flags: [String], code: Int32, message: String) throws {
  let result = try Command(["compare"] + models + flags).result()
  #expect(result.exitCode == code && result.errors.contains(message), "\(result.exitCode) \(result.errors)")
  #expect(result.output.isEmpty)
}

@Test func onlyARunThatWasLeftCanBeWatchedOrCancelled() throws {
  let store = try temporaryFolder().path
  defer { try? FileManager.default.removeItem(atPath: store) }
  #expect(try Command(["compare"] + models, store: store).result().exitCode == 0)
  for words in [["watch", "1"], ["cancel", "latest"]] {
    let result = try Command(["runs"] + words, store: store).result()
    #expect(result.exitCode == 64, "\(result.errors)")
    #expect(
      result.errors == "bakeoff: run 1: its trials were not left to a scheduler; `bakeoff leaderboard 1` shows it\n")
  }
  #expect(try Command(["runs", "watch", "7"], store: store).result().errors.contains("run 7: no such run"))
}

/// A block of the experiment file stands for the flags that begin with its name.
@Test func aBlockOfTheExperimentFileStandsForItsFlags() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  func errors(_ block: String) throws -> String {
    let file = folder.appending(path: "experiment.yaml")
    try Data("dataset: \(digits)\nexecutor: slurm\nshared-dir: shared\n\(block)\n".utf8).write(to: file)
    return try Command(["compare", file.path, "-q"]).result().errors
  }
  #expect(try errors("slurm:\n  mem: 4X\n").contains("--slurm-mem 4X: give a number"))
  #expect(try errors("slurm:\n  tim: 5m\n").contains("line 5: slurm-tim: no such key; did you mean slurm-time?"))
  #expect(try errors("slurm: 5m\n").contains("line 4: slurm: expected below it lines of `flag: value`"))
}

/// Any command that takes a script will do: here each task is a process that nobody waits for.
@Test func trialsRunByAnyCommandHaveTheNumbersOfHome() throws {
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: "experiment.yaml")
  try Data(
    """
    dataset: \(digits)
    models: [linear-svm, mlp]
    folds: 3
    executor: command
    shared-dir: shared
    submit-command: SLURM_ARRAY_TASK_ID=7 setsid -f sh
    task-time: 1s
    format: json
    """.utf8
  ).write(to: file)
  func scores(_ result: CommandResult) throws -> NSArray {
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let rows = try #require(object?["rows"] as? [[String: Any]], "\(result.errors)")
    return rows.map { $0["metrics"] ?? "" } as NSArray
  }
  let there = try Command(["compare", file.path]).result()
  let here = try Command(
    ["compare", "--dataset", digits, "--models", "linear-svm,mlp", "--folds", "3", "--format", "json"]
  ).result()
  #expect(there.exitCode == 0, "\(there.errors)")
  #expect(try scores(there) == scores(here))
  let shared = folder.appending(path: "shared/bakeoff-\(NSUserName())").path
  #expect(try FileManager.default.contentsOfDirectory(atPath: shared).isEmpty, "nothing stays")
  let mode = try FileManager.default.attributesOfItem(atPath: shared)[.posixPermissions] as? Int
  #expect(mode == 0o700)
}
