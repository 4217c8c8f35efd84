import ArgumentParser
import Foundation

/// The flags of `bakeoff compare`, as the argument parser itself describes them: what an experiment file may hold.
struct ExperimentFlags {
  /// One flag.
  struct Flag: Hashable {
    /// Its long name without the dashes; the key in a file.
    let name: String
    /// Its names with dashes.
    let spellings: [String]
    /// Whether a value follows it.
    let takesValue: Bool
    /// Whether it may be given several times.
    let isRepeating: Bool
  }

  /// Those a file may hold, by name.
  let flags: [String: Flag]

  /// The flags of `command`, but for those that say where experiments themselves are kept.
  init(of command: any ParsableArguments.Type) throws {
    let dump = try JSONDecoder().decode(Dump.self, from: Data(command._dumpHelp().utf8))
    let flags = (dump.command.arguments ?? []).compactMap(\.flag)
    let kept = flags.filter { !["help", "version", "save-experiment"].contains($0.name) }
    self.flags = Dictionary(kept.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The flags in `arguments` with their values, in order. What is not one of these flags is left out.
  func values(in arguments: [String]) -> [(flag: Flag, value: String?)] {
    let bySpelling = Dictionary(flags.values.flatMap { flag in flag.spellings.map { ($0, flag) } }) { first, _ in first
    }
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

/// The part of the parser's description that is needed here.
private struct Dump: Decodable {
  let command: Command

  struct Command: Decodable {
    let arguments: [Argument]?
  }

  struct Argument: Decodable {
    let kind: String
    let names: [Name]?
    let isRepeating: Bool

    var flag: ExperimentFlags.Flag? {
      guard kind != "positional", let long = names?.first(where: { $0.kind == "long" }) else { return nil }
      return ExperimentFlags.Flag(
        name: long.name, spellings: (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name },
        takesValue: kind == "option", isRepeating: isRepeating)
    }
  }

  struct Name: Decodable {
    let kind: String
    let name: String
  }
}
