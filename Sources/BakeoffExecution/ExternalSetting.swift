import BakeoffCore

/// One setting of a plugin in another language, as its `plugin.json` declares it.
struct ExternalSetting: Sendable, Equatable {
  /// What values it takes.
  enum Kind: String, Sendable, CaseIterable {
    case boolean, integer, number, text, list, object
  }

  let name: String
  let kind: Kind
  let fallback: SettingValue
  let explanation: String
  /// The lowest and the highest value; each element's, for a list.
  let minimum: Double?
  let maximum: Double?
  /// The only values there are; empty for any.
  let choices: [SettingValue]

  /// Throws `ConfigurationError` naming the setting, the value and what it takes, unless it takes `value`.
  func check(_ value: SettingValue, of id: String) throws {
    guard takes(value) else {
      throw ConfigurationError("\(id).\(name)=\(value): it takes \(domain); see `bakeoff models \(id)`")
    }
  }

  /// Whether the kind, the range and the choices allow `value`.
  func takes(_ value: SettingValue) -> Bool {
    guard choices.isEmpty || choices.contains(value) else { return false }
    switch (kind, value) {
    case (.boolean, .bool), (.text, .text), (.object, .object): return true
    case (.integer, .integer(let number)): return isInRange(Double(number))
    case (.number, .integer(let number)): return isInRange(Double(number))
    case (.number, .number(let number)): return isInRange(number)
    case (.list, .list(let elements)): return elements.allSatisfy(takesElement)
    default: return false
    }
  }

  /// What it takes, in words, such as `an integer from 1 to 100`.
  var domain: String {
    if !choices.isEmpty { return "one of " + choices.map(\.description).joined(separator: ", ") }
    let noun: String =
      switch kind {
      case .boolean: "true or false"
      case .integer: "an integer"
      case .number: "a number"
      case .text: "a text"
      case .list: "values joined by commas"
      case .object: "a JSON object such as {\"name\": 1}"
      }
    switch (minimum, maximum) {
    case (let low?, let high?): return "\(noun) from \(plain(low)) to \(plain(high))"
    case (let low?, nil): return "\(noun) of at least \(plain(low))"
    case (nil, let high?): return "\(noun) of at most \(plain(high))"
    case (nil, nil): return noun
    }
  }

  private func takesElement(_ element: SettingValue) -> Bool {
    switch element {
    case .integer(let number): isInRange(Double(number))
    case .number(let number): isInRange(number)
    default: minimum == nil && maximum == nil
    }
  }

  private func isInRange(_ number: Double) -> Bool {
    number.isFinite && minimum.map { number >= $0 } ?? true && maximum.map { number <= $0 } ?? true
  }

  private func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}
