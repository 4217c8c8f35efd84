import BakeoffCore
import Foundation

/// What a `plugin.json` says: a plugin's card, how its program is started, and its settings.
struct ExternalManifest: Sendable {
  let card: PluginCard
  let command: [String]
  /// Leaves with status 0 where the program can run; nil to try nothing.
  let check: [String]?
  /// Whether its scores are probabilities; nil where that depends on the settings.
  let givesProbabilities: Bool?
  let settings: [ExternalSetting]

  /// Reads the file at `path`. Throws `ConfigurationError` naming the file and the key that is wrong.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError("\(path): cannot be read; check its permissions")
    }
    guard case .object(let keys)? = SettingValue(json: String(decoding: data, as: UTF8.self)) else {
      throw ConfigurationError("\(path): \(jsonProblem(data)); write a JSON object with id, title, command, ...")
    }
    var object = ManifestObject(keys, file: path, prefix: "")
    let id = try object.text("id")
    guard id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil else {
      throw object.wrong("id", "lower-case words joined by hyphens", found: id)
    }
    command = try object.texts("command")
    guard !command.isEmpty else { throw object.wrong("command", "the program and its arguments", found: "[]") }
    check = try object.has("check") ? object.texts("check") : nil
    guard check?.isEmpty != true else { throw object.wrong("check", "a program and its arguments", found: "[]") }
    givesProbabilities = try object.optionalBoolean("probabilities")
    settings = try object.objects("settings").map { try ExternalSetting($0) }
    let names = settings.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ConfigurationError("\(path): settings: \(twice) comes twice; take one of them out")
    }
    card = PluginCard(
      id: id, title: try object.text("title"), version: try object.text("version"),
      summary: try object.text("summary", fallback: ""), reference: try object.text("reference", fallback: ""),
      settings: settings.map { SettingCard($0.name, "\($0.explanation) (\($0.domain))") },
      isBaseline: try object.optionalBoolean("baseline") ?? false)
    try object.checkNothingIsLeft()
  }
}

extension ExternalSetting.Kind {
  /// The value as a setting of this kind has it: a number is one with a fraction, be that 0.
  fileprivate func read(_ value: SettingValue) -> SettingValue {
    if self == .number, case .integer(let number) = value { .number(Double(number)) } else { value }
  }
}

extension ExternalSetting {
  /// Reads one element of `settings`. Throws `ConfigurationError` naming file and key.
  init(_ source: ManifestObject) throws {
    var object = source
    name = try object.text("name")
    guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
      throw object.wrong("name", "letters, digits and _", found: name)
    }
    let type = try object.text("type")
    guard let kind = Kind(rawValue: type) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw object.wrong("type", "one of \(known)", found: type)
    }
    self.kind = kind
    explanation = try object.text("explanation")
    minimum = try object.optionalNumber("minimum")
    maximum = try object.optionalNumber("maximum")
    choices = try object.optionalList("choices").map { kind.read($0) }
    fallback = kind.read(try object.value("default"))
    try object.checkNothingIsLeft()
    guard takes(fallback) else { throw object.wrong("default", domain, found: fallback.description) }
  }
}

/// Why `data` is not a JSON object, in few words.
private func jsonProblem(_ data: Data) -> String {
  do {
    _ = try JSONDecoder().decode(Settings.self, from: data)
    return "not a JSON object"
  } catch DecodingError.dataCorrupted(let context) {
    let cause = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
    return "not JSON (\(cause ?? context.debugDescription))"
  } catch {
    return "not a JSON object"
  }
}
