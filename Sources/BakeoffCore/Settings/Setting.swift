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
  private let formerName: String?

  /// Declares a setting. `formerly` is the name it had in an earlier version: it is still understood, and stands for the
  /// setting in the keys of stored trials.
  public init(wrappedValue: Value, _ explanation: String, _ domain: SettingDomain, formerly formerName: String? = nil) {
    self.wrappedValue = wrappedValue
    self.explanation = explanation
    self.domain = domain
    self.formerName = formerName
  }
}

extension Setting: Codable {
  /// Reads the value alone.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try Value(from: decoder)
    explanation = ""
    domain = nil
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

extension Setting: AnySetting {
  fileprivate var value: SettingValue { wrappedValue.settingValue }

  fileprivate func declaration(named name: String) -> SettingDeclaration? {
    domain.map {
      SettingDeclaration(
        name: name, explanation: explanation, domain: $0, fallback: $0.accepted(value) ?? value, formerName: formerName)
    }
  }
}

extension ClassifierPlugin {
  /// What its settings are, in the order of its properties.
  public static var settings: [SettingDeclaration] {
    settingProperties(of: Self()).compactMap { $0.setting.declaration(named: $0.name) }
  }

  /// Throws `ConfigurationError` that names the first setting outside its domain.
  public func checkSettings() throws {
    let values = Dictionary(settingProperties(of: self).map { ($0.name, $0.setting.value) }) { first, _ in first }
    for setting in Self.settings {
      if let value = values[setting.name] { _ = try setting.accepted(value, of: Self.card.id) }
    }
  }
}

/// The wrapped properties of a plugin; reflection gives them the names of their storage.
private func settingProperties(of plugin: some ClassifierPlugin) -> [(name: String, setting: any AnySetting)] {
  Mirror(reflecting: plugin).children.compactMap { child in
    guard let name = child.label, let setting = child.value as? any AnySetting else { return nil }
    return (String(name.drop { $0 == "_" }), setting)
  }
}
