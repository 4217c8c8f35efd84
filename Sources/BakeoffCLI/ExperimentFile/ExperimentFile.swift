import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation
import Yams

/// An experiment as a YAML file: the long flags of `bakeoff compare` without their dashes, and their values.
///
/// Lists stand for values joined by commas, `set` maps a model to its settings, and paths are relative to the file. A file
/// is read as the arguments it stands for, which go before the user's own, so that those override it.
struct ExperimentFile {
  private let pairs: [(key: Node, value: Node)]
  private let name: String
  private let flags: ExperimentFlags
  private let paths: ExperimentPaths

  /// Reads the text of the file called `name`. Throws `ConfigurationError` naming the line.
  init(_ text: String, name: String, flags: ExperimentFlags) throws {
    self.name = name
    self.flags = flags
    paths = ExperimentPaths(ofFile: name)
    try Self.checkSize(text, name: name)
    do {
      guard let root = try compose(yaml: text), root != "" else {
        pairs = []
        return
      }
      guard let mapping = root.mapping else {
        throw ConfigurationError("\(name): line 1: expected lines of `flag: value`; see `bakeoff compare --help`")
      }
      pairs = mapping.map { ($0.key, $0.value) }
    } catch let error as YamlError {
      throw ConfigurationError("\(name): \(place(error)): not YAML; fix that line")
    }
  }

  /// The most that a file may hold: bytes, and aliases. A few aliases of aliases stand for billions of values.
  private static let (mostBytes, mostAliases) = (1 << 20, 20)

  private static func checkSize(_ text: String, name: String) throws {
    guard text.utf8.count <= mostBytes else {
      throw ConfigurationError(
        "\(name): more than \(formattedBytes(mostBytes)); an experiment file holds flags, no data")
    }
    guard text.matches(of: /(?:^|[\s\[{,:?-])\*[^\s,\]}]/).count <= mostAliases else {
      throw ConfigurationError("\(name): more than \(mostAliases) aliases (*name); write the values out")
    }
  }

  /// The arguments the file stands for but for the flags `unwanted`; settings of models that are not among `models` are
  /// left out, nil for none.
  ///
  /// Throws `ConfigurationError` naming the line of a key that is not known or a value that cannot be.
  func arguments(onlyFor models: Set<String>? = nil, leavingOut unwanted: Set<String> = []) throws -> [String] {
    try pairs.flatMap(blockLines).flatMap { key, value -> [String] in
      let text = key.string ?? ""
      guard let flag = flags.flags[text] else {
        let known = flags.flags.keys.sorted()
        let suggestion = didYouMean(text, among: known)
        let help = suggestion.isEmpty ? "; known: " + known.joined(separator: ", ") : suggestion
        throw wrong(key, "\(text): no such key\(help)")
      }
      if unwanted.contains(flag.name) { return [] }
      if flag.name == "set" { return try settings(value, onlyFor: models) }
      if ExperimentFlags.repeatable.contains(flag.name), let names = value.sequence {
        return try names.map { "--\(flag.name)=" + paths.resolved(try scalarOrList($0, of: text), of: flag.name) }
      }
      if flag.takesValue {
        return ["--\(flag.name)=" + paths.resolved(try scalarOrList(value, of: text), of: flag.name)]
      }
      guard let isOn = value.bool else { throw wrong(value, "\(text): expected true or false") }
      return isOn ? ["--\(flag.name)"] : []
    }
  }

  /// The lines of a block, each with its whole key; any other line as it stands.
  private func blockLines(_ key: Node, _ value: Node) throws -> [(key: Node, value: Node)] {
    guard let block = key.string, ExperimentFlags.blocks.contains(block) else { return [(key, value)] }
    guard let mapping = value.mapping else { throw wrong(key, "\(block): expected below it lines of `flag: value`") }
    return mapping.map { inner, value in
      (Node.scalar(.init("\(block)-\(inner.string ?? "")", .implicit, .any, inner.mark)), value)
    }
  }

  /// `--set` for each setting of each model.
  private func settings(_ value: Node, onlyFor models: Set<String>?) throws -> [String] {
    guard let mapping = value.mapping else { throw wrong(value, "set: expected `model:` and below it its settings") }
    return try mapping.flatMap { model, settings -> [String] in
      let name = model.string ?? ""
      guard let settings = settings.mapping else {
        throw wrong(model, "set: \(name): expected below it lines of `setting: value`")
      }
      guard models?.contains(name) != false else { return [] }
      return try settings.map { key, value in
        let setting = key.string ?? ""
        let text = value.mapping == nil ? try scalarOrList(value, of: setting) : try json(value, of: setting)
        return "--set=\(name).\(setting)=\(text)"
      }
    }
  }

  private func scalarOrList(_ value: Node, of key: String) throws -> String {
    if let scalar = value.scalar { return scalar.string }
    guard let sequence = value.sequence else { throw wrong(value, "\(key): expected a value or a list of values") }
    return try sequence.map {
      guard let scalar = $0.scalar else { throw wrong($0, "\(key): expected a list of values") }
      return scalar.string
    }.joined(separator: ",")
  }

  private func json(_ value: Node, of key: String) throws -> String {
    try settingValue(value, of: key).json
  }

  private func settingValue(_ node: Node, of key: String) throws -> SettingValue {
    if let mapping = node.mapping {
      let pairs = try mapping.map { ($0.key.string ?? "", try settingValue($0.value, of: key)) }
      return .object(Dictionary(pairs) { first, _ in first })
    }
    if let sequence = node.sequence { return .list(try sequence.map { try settingValue($0, of: key) }) }
    if node.null != nil { return .null }
    if let value = node.int { return .integer(value) }
    if let value = node.float { return .number(value) }
    if let value = node.bool { return .bool(value) }
    guard let text = node.string else { throw wrong(node, "\(key): expected a value") }
    return .text(text)
  }

  private func wrong(_ node: Node, _ problem: String) -> ConfigurationError {
    ConfigurationError("\(name): line \(node.mark?.line ?? 1): \(problem)")
  }
}

/// Where the text stops being YAML, and why.
private func place(_ error: YamlError) -> String {
  switch error {
  case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
    .composer(_, let problem, let mark, _):
    "line \(mark.line): \(problem)"
  case .duplicatedKeysInMapping(let duplicates, _): "\(duplicates.sorted().joined(separator: ", ")) comes twice"
  default: "line 1"
  }
}
