/// The values a setting takes: what a user may type, what is checked, listed and searched is derived from it.
public indirect enum SettingDomain: Hashable, Sendable {
  /// True or false.
  case boolean
  /// A whole number.
  case integer(SettingRange)
  /// A finite number, whole or not: `1` means 1.0.
  case real(SettingRange)
  /// One of these values.
  case choice([SettingValue])
  /// Any text.
  case text
  /// Values of one domain, as many as `count` says.
  case list(of: SettingDomain, count: ClosedRange<Int>)
  /// Any JSON value, where 1.0 and 1 are two things; a program's own business.
  case json
  /// A JSON object, where 1.0 and 1 are two things; a program's own business.
  case object

  /// Whole numbers in a range.
  public static func integer(_ range: ClosedRange<Int>, scale: SettingRange.Scale = .linear) -> SettingDomain {
    .integer(SettingRange(lower: Double(range.lowerBound), upper: Double(range.upperBound), scale: scale))
  }

  /// Whole numbers from a bound on.
  public static func integer(_ range: PartialRangeFrom<Int>, scale: SettingRange.Scale = .linear) -> SettingDomain {
    .integer(SettingRange(lower: Double(range.lowerBound), scale: scale))
  }

  /// Numbers in a range, both ends included.
  public static func real(_ range: ClosedRange<Double>, scale: SettingRange.Scale = .linear) -> SettingDomain {
    .real(SettingRange(lower: range.lowerBound, upper: range.upperBound, scale: scale))
  }

  /// Numbers from the lower end, which is included, up to the upper end, which is not.
  public static func real(_ range: Range<Double>, scale: SettingRange.Scale = .linear) -> SettingDomain {
    .real(SettingRange(lower: range.lowerBound, upper: range.upperBound, excludesUpper: true, scale: scale))
  }

  /// Numbers above a bound, which is not included.
  public static func real(above bound: Double, scale: SettingRange.Scale = .linear) -> SettingDomain {
    .real(SettingRange(lower: bound, excludesLower: true, scale: scale))
  }

  /// Lists of any length.
  public static func list(of element: SettingDomain) -> SettingDomain { .list(of: element, count: 0...Int.max) }
}

extension SettingDomain {
  /// The value as this domain has it (a whole number becomes a real one where those are asked for), or nil where it
  /// does not belong to the domain.
  public func accepted(_ value: SettingValue) -> SettingValue? {
    switch (self, value) {
    case (.boolean, .bool), (.text, .text), (.object, .object), (.json, _): value
    case (.integer(let range), .integer(let number)): range.contains(Double(number)) ? value : nil
    case (.real(let range), .integer(let number)): range.contains(Double(number)) ? .number(Double(number)) : nil
    case (.real(let range), .number(let number)): range.contains(number) ? value : nil
    case (.choice(let choices), _): choices.first { $0.isEqual(to: value) }
    case (.list(let element, let count), .list(let values)): Self.accepted(values, of: element, count: count)
    default: nil
    }
  }

  private static func accepted(
    _ values: [SettingValue], of element: SettingDomain, count: ClosedRange<Int>
  ) -> SettingValue? {
    let accepted = values.compactMap(element.accepted)
    return accepted.count == values.count && count.contains(values.count) ? .list(accepted) : nil
  }
}

extension SettingDomain: CustomStringConvertible {
  /// What it takes, in words, such as `a whole number from 1 to 100`.
  public var description: String {
    switch self {
    case .boolean: "true or false"
    case .integer(let range): "a whole number" + range.words
    case .real(let range): "a number" + range.words
    case .choice(let values): "one of " + values.map(\.description).joined(separator: ", ")
    case .text: "a text"
    case .list(let element, let count): count.words + "values joined by commas, each \(element)"
    case .json: "a JSON value"
    case .object: "a JSON object such as {\"name\": 1}"
    }
  }
}

extension ClosedRange<Int> {
  /// A number of values in words, with a space behind them; nothing where any number will do.
  fileprivate var words: String {
    if lowerBound == upperBound { return "\(lowerBound) " }
    if upperBound == .max { return lowerBound == 0 ? "" : "at least \(lowerBound) " }
    return "\(lowerBound) to \(upperBound) "
  }
}

extension SettingValue {
  /// Whether both are the same value, be a number written as 1 or as 1.0.
  fileprivate func isEqual(to other: SettingValue) -> Bool {
    if case (.integer(let whole), .number(let number)) = (self, other) { return Double(whole) == number }
    if case (.number(let number), .integer(let whole)) = (self, other) { return Double(whole) == number }
    return self == other
  }
}
