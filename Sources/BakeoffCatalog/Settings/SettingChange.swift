import BakeoffCore

/// One change to a default as a user writes it: `model.setting=value`.
public struct SettingChange: Hashable, Sendable, CustomStringConvertible {
  /// The name of the model.
  public let model: String
  /// The name of the setting.
  public let setting: String
  /// The value as it was typed.
  public let text: String

  /// Takes a text such as `mlp.hidden=256,128` apart. Throws `ConfigurationError` where it is no such text.
  public init(_ text: String) throws {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, let dot = sides[0].firstIndex(of: ".") else {
      throw ConfigurationError("\(text): write model.setting=value, as in logistic-regression.alpha=0.1")
    }
    model = String(sides[0][..<dot])
    setting = String(sides[0][sides[0].index(after: dot)...])
    self.text = sides[1]
  }

  /// The text it was taken from.
  public var description: String { "\(model).\(setting)=\(text)" }

  /// The setting's name now and the value the text stands for. Throws `ConfigurationError`.
  func parsed(for settings: [SettingDeclaration]) throws -> (name: String, value: SettingValue) {
    guard let declaration = settings.named(setting) else {
      throw unknownSetting(setting, of: model, known: settings.map(\.name))
    }
    guard let value = declaration.domain.parsed(text) else {
      throw ConfigurationError("\(self): it takes \(declaration.domain)")
    }
    return (declaration.name, value)
  }
}

extension SettingDomain {
  /// The value a typed text stands for, or nil where it stands for none of this domain.
  ///
  /// Lists are joined by commas (`256,128`; an empty text is the empty list).
  package func parsed(_ text: String) -> SettingValue? {
    switch self {
    case .boolean:
      ["true", "yes", "1"].contains(text.lowercased())
        ? .bool(true) : ["false", "no", "0"].contains(text.lowercased()) ? .bool(false) : nil
    case .integer: Int(text).flatMap { accepted(.integer($0)) }
    case .real: Double(text).flatMap { accepted(.number($0)) }
    case .choice(let choices): choices.first { $0.description == text } ?? accepted(anyValue(text))
    case .text: .text(text)
    case .list(let element, _): list(text, of: element)
    case .json, .object: accepted(anyValue(text))
    }
  }

  private func list(_ text: String, of element: SettingDomain) -> SettingValue? {
    let pieces = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
    let values = pieces.compactMap { piece in
      element.parsed(String(piece.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()))
    }
    return values.count == pieces.count ? accepted(.list(values)) : nil
  }
}

/// The JSON value `text` stands for, or the text itself.
private func anyValue(_ text: String) -> SettingValue { SettingValue(json: text) ?? .text(text) }

extension [SettingDeclaration] {
  /// The values by the settings' names now, each as its domain has it. Throws `ConfigurationError` for an unknown name
  /// or a value outside its domain.
  func accepted(_ values: Settings, of model: String) throws -> Settings {
    var accepted: Settings = [:]
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let setting = named(name) else { throw unknownSetting(name, of: model, known: map(\.name)) }
      accepted[setting.name] = try setting.accepted(value, of: model)
    }
    return accepted
  }
}

func unknownSetting(_ name: String, of model: String, known: [String]) -> ConfigurationError {
  guard !known.isEmpty else { return ConfigurationError("\(model).\(name): \(model) has no settings; leave it out") }
  let suggestion = nearestName(to: name, among: known).map { "; did you mean \(model).\($0)?" } ?? ""
  return ConfigurationError(
    "\(model).\(name): no such setting\(suggestion) (known: \(known.sorted().joined(separator: ", ")))")
}
