import BakeoffCore
import BakeoffFiles
import Foundation

/// What a `plugin.json` says: a plugin's card, how its program is started, and its settings.
struct ExternalManifest: Sendable {
  let card: PluginCard
  let command: [String]
  /// Leaves with status 0 where the program can run; nil to try nothing.
  let check: [String]?
  /// Whether its scores are probabilities; nil where that depends on the settings.
  let givesProbabilities: Bool?
  let settings: [SettingDeclaration]
  /// The variables of the user's environment that the program is to get, besides those that every program gets.
  let variables: [String]
  /// Whether the program prepares rows itself, and gets them as they are.
  let wantsRawRows: Bool

  /// Reads the file at `path`. Throws `ConfigurationError` naming the file and the key that is wrong.
  init(path: String) throws {
    let data: Data
    do {
      data = try contents(ofFile: path, atMost: 1 << 20, regularOnly: true)
    } catch {
      throw ConfigurationError("\(path): cannot be read (\(error)); check it and its permissions")
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
    settings = try object.objects("settings").map { try SettingDeclaration($0) }
    let names = settings.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ConfigurationError("\(path): settings: \(twice) comes twice; take one of them out")
    }
    card = PluginCard(
      id: id, title: try object.text("title"), version: try object.text("version"),
      summary: try object.text("summary", fallback: ""), reference: try object.text("reference", fallback: ""),
      isBaseline: try object.optionalBoolean("baseline") ?? false, needs: try object.needs("needs"))
    wantsRawRows = try object.optionalBoolean("raw") ?? false
    variables = try object.has("environment") ? object.texts("environment") : []
    try object.checkNothingIsLeft()
  }
}

extension ManifestObject {
  /// What a model asks of rows; nothing where the key is not there.
  fileprivate mutating func needs(_ key: String) throws -> Set<ModelNeed> {
    guard has(key) else { return [] }
    return Set(
      try texts(key).map { text in
        guard let need = ModelNeed(rawValue: text) else {
          throw wrong(key, "any of \(ModelNeed.allCases.map(\.rawValue).joined(separator: ", "))", found: text)
        }
        return need
      })
  }
}

extension ManifestObject {
  /// What a search looks through: a list of values, or a text as `--tune` takes it; nil where the key is not there.
  fileprivate mutating func searched(_ key: String, of name: String, in domain: SettingDomain) throws -> SearchDomain? {
    guard has(key) else { return nil }
    let value = try value(key)
    if case .list(let values) = value {
      let accepted = values.compactMap(domain.accepted)
      guard accepted.count == values.count, !values.isEmpty else {
        throw wrong(key, "a list of values, each \(domain)", found: value.description)
      }
      return .values(accepted)
    }
    guard case .text(let text) = value else {
      throw wrong(key, "a list of values, or a text", found: value.description)
    }
    do {
      return try domain.searchDomain(text, of: name)
    } catch {
      throw wrong(key, "\(error)", found: text)
    }
  }
}

extension SettingDeclaration {
  /// The kinds of values a `plugin.json` names.
  private enum Kind: String, CaseIterable {
    case boolean, integer, number, text, list, object
  }

  /// Reads one element of `settings`. Throws `ConfigurationError` naming file and key.
  fileprivate init(_ source: ManifestObject) throws {
    var object = source
    let name = try object.text("name")
    guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
      throw object.wrong("name", "letters, digits and _", found: name)
    }
    let kind: Kind = try object.choice("type")
    let explanation = try object.text("explanation")
    let range = SettingRange(
      lower: try object.optionalNumber("minimum"), upper: try object.optionalNumber("maximum"),
      scale: try object.has("scale") ? object.choice("scale") : .linear)
    let fallback = try object.value("default")
    var domain = Self.domain(kind, range, like: fallback)
    let choices = try object.optionalList("choices")
    if !choices.isEmpty { domain = .choice(choices.map { domain.accepted($0) ?? $0 }) }
    let searched = try object.searched("tune", of: name, in: domain)
    try object.checkNothingIsLeft()
    guard let fallback = domain.accepted(fallback) else {
      throw object.wrong("default", "\(domain)", found: fallback.description)
    }
    self.init(name: name, explanation: explanation, domain: domain, fallback: fallback, searched: searched)
  }

  /// The domain a kind and a range stand for; what the elements of a list are is told by those of the default.
  private static func domain(_ kind: Kind, _ range: SettingRange, like value: SettingValue) -> SettingDomain {
    switch (kind, value) {
    case (.boolean, _): .boolean
    case (.integer, _): .integer(range)
    case (.number, _): .real(range)
    case (.text, _): .text
    case (.object, _): .object
    case (.list, .list(let elements)): .list(of: elementDomain(range, like: elements))
    case (.list, _): .list(of: .json)
    }
  }

  private static func elementDomain(_ range: SettingRange, like elements: [SettingValue]) -> SettingDomain {
    var types = (whole: false, real: false, other: false)
    for element in elements {
      switch element {
      case .integer: types.whole = true
      case .number: types.real = true
      default: types.other = true
      }
    }
    if !types.other, types.real || types.whole { return types.real ? .real(range) : .integer(range) }
    // Without an element to tell by, a range still says that they are numbers.
    return range.lower == nil && range.upper == nil
      ? (elements.allSatisfy(\.isText) && types.other ? .text : .json) : .real(range)
  }
}

extension SettingValue {
  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
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
