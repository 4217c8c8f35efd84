import ArgumentParser
import BakeoffCore
import BakeoffExecution
import Foundation

/// The flags of executors whose trials run elsewhere.
struct ClusterFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder that this machine and those of the cluster share, under the same path.", valueName: "folder"))
  var sharedDir: String?

  @Option(help: ArgumentHelp("The partition of Slurm.", valueName: "name"))
  var slurmPartition: String?

  @Option(help: ArgumentHelp("The account of Slurm that pays.", valueName: "name"))
  var slurmAccount: String?

  @Option(help: ArgumentHelp("How long a task may take by Slurm, such as 30m.", valueName: "time"))
  var slurmTime: String?

  @Option(help: ArgumentHelp("The memory of a task by Slurm, such as 4G.", valueName: "size"))
  var slurmMem: String?

  @Option(
    help: ArgumentHelp(
      "Processors of a task; it runs as many trials at a time. Without this flag 1.", valueName: "count"))
  var slurmCpus: Int?

  @Option(help: ArgumentHelp("The most tasks of an array that run at the same time.", valueName: "count"))
  var slurmArrayLimit: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("More arguments of sbatch, in quotes.", valueName: "arguments"))
  var slurmExtra: String?

  @Option(
    help: ArgumentHelp(
      "For --executor command: the line for the shell that hands over a script, whose path is added, and prints an id.",
      valueName: "line"))
  var submitCommand: String?

  @Option(
    help: ArgumentHelp(
      "For --executor command: the line for the shell that cancels jobs, whose ids are added.", valueName: "line"))
  var cancelCommand: String?

  @Option(
    help: ArgumentHelp(
      "How often a trial is tried again whose machine was lost or whose place others needed. Without this flag 3.",
      valueName: "count"))
  var retries: Int?

  @Option(
    help: ArgumentHelp(
      "Bundle short trials until a task has so much work. Without this flag 60s.", valueName: "time"))
  var taskTime: String?

  /// The flags that were given, with their values.
  var given: [(flag: String, value: String)] {
    let values: [(String, String?)] = [
      ("shared-dir", sharedDir), ("slurm-partition", slurmPartition), ("slurm-account", slurmAccount),
      ("slurm-time", slurmTime), ("slurm-mem", slurmMem), ("slurm-cpus", slurmCpus.map(String.init)),
      ("slurm-array-limit", slurmArrayLimit.map(String.init)), ("slurm-extra", slurmExtra),
      ("submit-command", submitCommand), ("cancel-command", cancelCommand), ("retries", retries.map(String.init)),
      ("task-time", taskTime),
    ]
    return values.compactMap { flag, value in value.map { (flag, $0) } }
  }

  /// Throws where flags are given that the executor `id` has no use for, or values that cannot be.
  func validate(for entry: ExecutorEntry) throws {
    let useless = given.map(\.flag).first { flag in
      if !entry.needsSharedFolder { return true }
      if flag.hasPrefix("slurm-") { return entry.id == "command" }
      return flag.hasSuffix("-command") && entry.id == "slurm"
    }
    if let useless {
      let needed =
        useless.hasPrefix("slurm-") ? "slurm" : useless.hasSuffix("-command") ? "command" : "slurm or command"
      throw ValidationError("--\(useless) needs --executor \(needed), not \(entry.id)")
    }
    guard entry.needsSharedFolder else { return }
    guard let sharedDir, !sharedDir.isEmpty else {
      throw ValidationError(
        "--executor \(entry.id) needs --shared-dir, a folder that every machine of the cluster sees under the same path"
      )
    }
    if entry.id == "command", submitCommand == nil {
      throw ValidationError(
        "--executor command needs --submit-command, the line that hands over a script, as in --submit-command qsub")
    }
    for (flag, count) in [("slurm-cpus", slurmCpus), ("slurm-array-limit", slurmArrayLimit)] {
      if let count, count < 1 { throw ValidationError("--\(flag) \(count): give at least 1") }
    }
    if let retries, !(0...100 ~= retries) { throw ValidationError("--retries \(retries): give 0 to 100") }
  }

  /// Throws `ConfigurationError` where a value cannot be.
  func check() throws {
    _ = try slurm()
    _ = try taskSeconds()
  }

  /// What is asked of Slurm. Throws `ConfigurationError`.
  func slurm() throws -> SlurmOptions {
    var options = SlurmOptions()
    options.partition = slurmPartition
    options.account = slurmAccount
    options.time = try slurmTime.map { try parseDuration($0, flag: "--slurm-time") }
    if let slurmMem {
      guard slurmMem.wholeMatch(of: /[1-9][0-9]*[KMGT]?/) != nil else {
        throw ConfigurationError("--slurm-mem \(slurmMem): give a number with K, M, G or T, as in 4G")
      }
      options.memory = slurmMem
    }
    options.cpus = slurmCpus ?? 1
    options.arrayLimit = slurmArrayLimit
    options.extra = try slurmExtra.map(shellWords) ?? []
    return options
  }

  /// The work of a task in seconds. Throws `ConfigurationError`.
  private func taskSeconds() throws -> Double {
    try taskTime.map { try parseDuration($0, flag: "--task-time").seconds } ?? 60
  }

  /// What is asked of an executor whose trials run elsewhere; nil where no shared folder is named. Throws
  /// `ConfigurationError`.
  func options(jobs: Int?) throws -> ClusterOptions? {
    guard let sharedDir else { return nil }
    var options = ClusterOptions(sharedFolder: sharedDir)
    options.retries = retries ?? 3
    options.taskSeconds = try taskSeconds()
    options.width = slurmCpus ?? 1
    options.mostTasks = jobs
    return options
  }
}

/// The words of a line, as a shell splits them: at blanks, but for those in quotes. Throws `ConfigurationError` where a
/// quote has no end.
func shellWords(_ line: String) throws -> [String] {
  var words: [String] = []
  var word: String?
  var quote: Character?
  for character in line {
    if let open = quote {
      if character == open { quote = nil } else { word = (word ?? "") + String(character) }
    } else if character == "'" || character == "\"" {
      quote = character
      word = word ?? ""
    } else if character.isWhitespace {
      if let done = word { words.append(done) }
      word = nil
    } else {
      word = (word ?? "") + String(character)
    }
  }
  guard quote == nil else { throw ConfigurationError("--slurm-extra \(line): a quote has no end") }
  return words + (word.map { [$0] } ?? [])
}
