import BakeoffCore

/// A JSON object of a `plugin.json`, whose keys are taken out one by one so that what is left is unknown.
struct ManifestObject {
  private let file: String
  /// Where the object is in the file, such as `settings[0].`.
  private let prefix: String
  private var rest: Settings
  private var known: Set<String> = []

  init(_ keys: Settings, file: String, prefix: String) {
    rest = keys
    self.file = file
    self.prefix = prefix
  }

  /// Whether the key is there.
  func has(_ key: String) -> Bool { rest[key] != nil }

  /// The value of a key that has to be there.
  mutating func value(_ key: String) throws -> SettingValue {
    known.insert(key)
    guard let value = rest.removeValue(forKey: key) else {
      throw ConfigurationError("\(file): \(prefix)\(key) is missing; add it")
    }
    return value
  }

  /// A text; `fallback` where the key is not there, an error where there is none.
  mutating func text(_ key: String, fallback: String? = nil) throws -> String {
    if let fallback, optional(key) == nil { return fallback }
    let value = try value(key)
    guard case .text(let text) = value else { throw wrong(key, "a text", found: value.description) }
    guard !text.isEmpty || fallback != nil, !text.contains(where: \.isNewline) else {
      throw wrong(key, "a text of one line", found: text.isEmpty ? "none" : "several")
    }
    return text
  }

  /// One of the names of an enumeration.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) throws -> Choice
  where Choice.RawValue == String {
    let text = try text(key)
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(key, "one of \(known)", found: text)
    }
    return choice
  }

  /// A list of texts.
  mutating func texts(_ key: String) throws -> [String] {
    let value = try value(key)
    guard case .list(let values) = value else { throw wrong(key, "a list of texts", found: value.description) }
    return try values.map {
      guard case .text(let text) = $0 else { throw wrong(key, "a list of texts", found: $0.description) }
      return text
    }
  }

  /// The objects in a list, each knowing where it is; none where the key is not there.
  mutating func objects(_ key: String) throws -> [ManifestObject] {
    try optionalList(key).enumerated().map { index, value in
      guard case .object(let keys) = value else {
        throw wrong("\(key)[\(index)]", "an object", found: value.description)
      }
      return ManifestObject(keys, file: file, prefix: "\(prefix)\(key)[\(index)].")
    }
  }

  /// A list; empty where the key is not there.
  mutating func optionalList(_ key: String) throws -> [SettingValue] {
    guard let value = optional(key) else { return [] }
    rest[key] = nil
    guard case .list(let values) = value else { throw wrong(key, "a list", found: value.description) }
    return values
  }

  /// A number, or nil where the key is not there.
  mutating func optionalNumber(_ key: String) throws -> Double? {
    guard let value = optional(key) else { return nil }
    rest[key] = nil
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw wrong(key, "a number", found: value.description)
    }
  }

  /// True or false, or nil where the key is not there.
  mutating func optionalBoolean(_ key: String) throws -> Bool? {
    guard let value = optional(key) else { return nil }
    rest[key] = nil
    guard case .bool(let flag) = value else { throw wrong(key, "true or false", found: value.description) }
    return flag
  }

  /// Throws for a key that was not asked for, with the nearest that was.
  func checkNothingIsLeft() throws {
    guard let key = rest.keys.min() else { return }
    throw ConfigurationError(
      "\(file): \(prefix)\(key): no such key\(didYouMean(key, among: known)) (known: \(known.sorted().joined(separator: ", ")))"
    )
  }

  /// The error for a key whose value is not what it should be.
  func wrong(_ key: String, _ expected: String, found: String) -> ConfigurationError {
    ConfigurationError("\(file): \(prefix)\(key): expected \(expected), found \(found.prefix(60))")
  }

  private mutating func optional(_ key: String) -> SettingValue? {
    known.insert(key)
    return rest[key]
  }
}
