/// What a setting is: its name, what it does, the values it takes, and its default.
public struct SettingDeclaration: Hashable, Sendable {
  /// Its name in `--set model.name=value`; the key of the encoded plugin.
  public let name: String
  /// One line: what it does, and its unit.
  public let explanation: String
  /// The values it takes.
  public let domain: SettingDomain
  /// The value where none is given.
  public let fallback: SettingValue
  /// What a search looks through unless told otherwise; nil where it leaves the setting alone.
  public let searched: SearchDomain?
  /// The name it had in an earlier version.
  public let formerName: String?

  /// Makes a declaration.
  public init(
    name: String, explanation: String, domain: SettingDomain, fallback: SettingValue, searched: SearchDomain? = nil,
    formerName: String? = nil
  ) {
    self.name = name
    self.explanation = explanation
    self.domain = domain
    self.fallback = fallback
    self.searched = searched
    self.formerName = formerName
  }

  /// The value as the domain has it. Throws `ConfigurationError` that names model, setting, value and domain.
  public func accepted(_ value: SettingValue, of model: String) throws -> SettingValue {
    guard let accepted = domain.accepted(value) else {
      throw ConfigurationError("\(model).\(name)=\(value): it takes \(domain)")
    }
    return accepted
  }
}

extension [SettingDeclaration] {
  /// The setting of that name, or of that former name.
  public func named(_ name: String) -> SettingDeclaration? {
    first { $0.name == name } ?? first { $0.formerName == name }
  }
}
