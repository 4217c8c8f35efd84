/// A hyperparameter of a plugin: what it does, the values it takes and its default, said once beside the property.
///
///     @Setting("passes over the training rows", .integer(1...100_000)) public var epochs = 10
///
/// `bakeoff models`, checks with their messages and search spaces are derived from it. Decoding a plugin fills in values
/// alone; what a setting is comes from the plugin's `init()`.
@propertyWrapper
public struct Setting<Value: SettingRepresentable>: Sendable {
  /// The value.
  public var wrappedValue: Value
  private let explanation: String
  private let domain: SettingDomain?
  private let searched: SearchDomain?
  private let formerName: String?

  /// Declares a setting. `tuned` is what a search looks through that is told no more than the model's name; `formerly` is
  /// the name it had in an earlier version: it is still understood, and stands for the setting in the keys of stored trials.
  public init(
    wrappedValue: Value, _ explanation: String, _ domain: SettingDomain, tuned searched: SearchDomain? = nil,
    formerly formerName: String? = nil
  ) {
    self.wrappedValue = wrappedValue
    self.explanation = explanation
    self.domain = domain
    self.searched = searched
    self.formerName = formerName
  }
}

extension Setting: Codable {
  /// Reads the value alone.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try Value(from: decoder)
    explanation = ""
    domain = nil
    searched = nil
    formerName = nil
  }

  /// Writes the value alone.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// A type of setting.
public protocol SettingRepresentable: Codable, Sendable {
  /// The value as it stands in flags, files and results.
  var settingValue: SettingValue { get }
}

extension SettingRepresentable where Self: RawRepresentable<String> {
  /// The text of an enumeration's case.
  public var settingValue: SettingValue { .text(rawValue) }
}

extension Bool: SettingRepresentable {
  /// True or false.
  public var settingValue: SettingValue { .bool(self) }
}

extension Int: SettingRepresentable {
  /// A whole number.
  public var settingValue: SettingValue { .integer(self) }
}

extension Double: SettingRepresentable {
  /// A number.
  public var settingValue: SettingValue { .number(self) }
}

extension String: SettingRepresentable {
  /// A text.
  public var settingValue: SettingValue { .text(self) }
}

extension Array: SettingRepresentable where Element: SettingRepresentable {
  /// A list.
  public var settingValue: SettingValue { .list(map(\.settingValue)) }
}

/// What can be read off a setting of any type.
private protocol AnySetting {
  func declaration(named name: String) -> SettingDeclaration?
  var value: SettingValue { get }
}

/// A stored property without `@Setting`: it takes whatever its type takes, and nothing explains it.
private struct PlainSetting: AnySetting {
  let value: SettingValue

  func declaration(named name: String) -> SettingDeclaration? {
    SettingDeclaration(name: name, explanation: "", domain: value.widestDomain, fallback: value)
  }
}

extension SettingValue {
  /// Every value of the same type.
  fileprivate var widestDomain: SettingDomain {
    switch self {
    case .bool: .boolean
    case .integer: .integer(SettingRange())
    case .number: .real(SettingRange())
    case .text: .text
    case .list(let values): .list(of: values.first?.widestDomain ?? .json)
    case .null: .json
    case .object: .object
    }
  }
}

extension Setting: AnySetting {
  fileprivate var value: SettingValue { wrappedValue.settingValue }

  fileprivate func declaration(named name: String) -> SettingDeclaration? {
    domain.map {
      SettingDeclaration(
        name: name, explanation: explanation, domain: $0, fallback: $0.accepted(value) ?? value, searched: searched,
        formerName: formerName)
    }
  }
}

extension ClassifierPlugin {
  /// What its settings are, in the order of its properties.
  public static var settings: [SettingDeclaration] {
    settingProperties(of: Self()).compactMap { $0.setting.declaration(named: $0.name) }
  }

  /// The values of its settings by name.
  public var settingValues: Settings {
    Dictionary(settingProperties(of: self).map { ($0.name, $0.setting.value) }) { first, _ in first }
  }

  /// Throws `ConfigurationError` that names the first setting outside its domain.
  public func checkSettings() throws {
    let values = settingValues
    for setting in Self.settings {
      if let value = values[setting.name] { _ = try setting.accepted(value, of: Self.card.id) }
    }
  }
}

/// The stored properties of a plugin that are settings; reflection gives wrapped ones the names of their storage.
private func settingProperties(of plugin: some ClassifierPlugin) -> [(name: String, setting: any AnySetting)] {
  Mirror(reflecting: plugin).children.compactMap { child in
    guard let name = child.label else { return nil }
    if let setting = child.value as? any AnySetting { return (String(name.drop { $0 == "_" }), setting) }
    return (child.value as? any SettingRepresentable).map { (name, PlainSetting(value: $0.settingValue)) }
  }
}
