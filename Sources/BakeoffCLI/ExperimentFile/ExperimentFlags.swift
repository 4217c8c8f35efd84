import BakeoffCore

/// The flags of `bakeoff compare` that an experiment file may hold, by their long names, which are the file's keys.
package struct ExperimentFlags: Sendable {
  /// One flag.
  package struct Flag: Hashable, Sendable {
    /// Its long name without the dashes; the key in a file.
    package let name: String
    /// Whether a value follows it.
    package let takesValue: Bool
    /// Its short name with the dash, where it has one.
    package let short: String?

    var spellings: [String] { ["--\(name)"] + (short.map { [$0] } ?? []) }
  }

  /// All of them, by name.
  package let flags: [String: Flag]

  /// Those that say what is compared and how; not those that say where experiments themselves are kept.
  package static let compare = ExperimentFlags(
    values: [
      "models", "set", "tune", "tune-search", "tune-schedule", "tune-budget", "tune-folds", "tune-resource", "prepare",
      "control", "plugin-path", "dataset", "data-dir", "missing", "group", "task",
      "positive",
      "resampling",
      "folds", "repeats",
      "fits-per-split", "learning-curve", "test-fraction", "seed", "limit", "folds-file", "save-folds", "metrics",
      "costs", "cheapest-by", "sort",
      "average", "format",
      "output", "report", "report-html", "jobs", "executor", "isolation", "logs", "time-limit", "memory-limit",
      "on-failure", "store", "shared-dir", "slurm-partition", "slurm-account", "slurm-time", "slurm-mem", "slurm-cpus",
      "slurm-array-limit", "slurm-extra", "submit-command", "cancel-command", "retries", "task-time",
    ],
    switches: [
      "offline", "drop-missing-target", "skip-unreadable", "no-store", "keep-models", "fresh", "retry-failed", "quiet",
      "tune-flat",
      "race", "detach", "sandbox",
    ],
    short: ["output": "-o", "jobs": "-j", "quiet": "-q"])

  private init(values: [String], switches: [String], short: [String: String]) {
    let all =
      values.map { Flag(name: $0, takesValue: true, short: short[$0]) }
      + switches.map { Flag(name: $0, takesValue: false, short: short[$0]) }
    flags = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  /// Names whose flags a file may also give as a block: `slurm:` and below it `time: 30m` for `--slurm-time=30m`.
  static let blocks: Set = ["slurm"]

  /// Flags that add up where they are given several times; others replace what stood before. A list in a file is one flag
  /// for each element.
  static let repeatable: Set = ["dataset", "tune"]

  /// What is wrong with the flag that stands right before `value`, where there is none of that name: the value was then
  /// taken for something else.
  func unknownFlag(before value: String, in arguments: [String]) -> String? {
    guard let place = arguments.firstIndex(of: value), place > 0, arguments[place - 1].hasPrefix("--") else {
      return nil
    }
    let name = String(arguments[place - 1].dropFirst(2))
    let known = Array(flags.keys) + ["save-experiment"]
    guard !known.contains(name) else { return nil }
    let suggestion = nearestName(to: name, among: known.sorted()).map { "; did you mean --\($0)?" } ?? ""
    return "--\(name): no such flag\(suggestion)"
  }

  /// The flags in `arguments` with their values, in order. What is not one of these flags is left out.
  func values(in arguments: [String]) -> [(flag: Flag, value: String?)] {
    let spellings = flags.values.flatMap { flag in flag.spellings.map { ($0, flag) } }
    let bySpelling = Dictionary(uniqueKeysWithValues: spellings)
    var found: [(flag: Flag, value: String?)] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if let flag = bySpelling[argument] {
        found.append((flag, flag.takesValue ? rest.popFirst() : nil))
      } else if sides.count == 2, let flag = bySpelling[sides[0]], flag.takesValue {
        found.append((flag, sides[1]))
      }
    }
    return found
  }
}
