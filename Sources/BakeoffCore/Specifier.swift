/// What a user writes to select from a registry: an id, and after a colon whatever its entry needs to know, as in
/// `synthetic-digits:rows=500,seed=3`.
public struct Specifier: Hashable, Sendable {
  /// The id of the entry.
  public let id: String
  /// What follows the colon; nil where there is none.
  public let argument: String?

  /// Splits the text at its first colon.
  public init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    id = parts[0]
    argument = parts.count > 1 ? parts[1] : nil
  }

  /// The argument as pairs. Throws `ConfigurationError` as `Arguments.init` does.
  public func arguments(_ keys: [String]) throws -> Arguments { try Arguments(argument, of: id, keys: keys) }
}

/// The `key=value,key=value` part of a specifier.
public struct Arguments: Hashable, Sendable {
  private let id: String
  private let values: [String: String]

  /// Reads pairs joined by commas; nil stands for none. Throws `ConfigurationError` on a pair without `=`, a key given
  /// twice, or one that is not among `keys`.
  public init(_ text: String?, of id: String, keys: [String]) throws {
    self.id = id
    var values: [String: String] = [:]
    for pair in (text ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard keys.contains(parts[0]) else {
        let known = keys.isEmpty ? "it takes none" : "it takes \(keys.joined(separator: ", "))"
        throw ConfigurationError("\(id): no argument \(parts[0])\(didYouMean(parts[0], among: keys)) (\(known))")
      }
      guard parts.count == 2 else {
        throw ConfigurationError("\(id): \(parts[0]) needs a value, as in \(parts[0])=VALUE")
      }
      guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw ConfigurationError("\(id): \(parts[0]) is given twice")
      }
    }
    self.values = values
  }

  /// The keys that were written.
  public var keys: Set<String> { Set(values.keys) }

  /// The value of a key as it was written, nil where it was not.
  public func text(_ key: String) -> String? { values[key] }

  /// The value of a key as one of the named choices, nil where it was not written. Throws `ConfigurationError`.
  public func choice<Value>(_ key: String, of choices: [String: Value]) throws -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = choices[text] else {
      let names = choices.keys.sorted().joined(separator: ", ")
      throw ConfigurationError("\(id): \(key) is one of \(names), not \(text)")
    }
    return value
  }

  /// The value of a key as a whole number in `range`, or `fallback`. Throws `ConfigurationError`.
  public func integer<Value: FixedWidthInteger>(
    _ key: String, in range: ClosedRange<Value>, default fallback: Value
  ) throws -> Value {
    try integer(key, in: range) ?? fallback
  }

  /// A whole number in a range; nil where it is not given. Throws `ConfigurationError` for anything else.
  public func integer<Value: FixedWidthInteger>(_ key: String, in range: ClosedRange<Value>) throws -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = Value(text), range.contains(value) else {
      let bounds =
        range.upperBound == .max ? "from \(range.lowerBound) on" : "from \(range.lowerBound) to \(range.upperBound)"
      throw ConfigurationError("\(id): \(key) is a whole number \(bounds), not \(text)")
    }
    return value
  }

  /// The value of a key as a number above `lower` and below `upper`, or `fallback`. Throws `ConfigurationError`.
  public func number(_ key: String, above lower: Double, below upper: Double, default fallback: Double) throws
    -> Double
  {
    guard let text = values[key] else { return fallback }
    guard let value = Double(text), value > lower, value < upper else {
      throw ConfigurationError("\(id): \(key) is a number between \(lower) and \(upper), not \(text)")
    }
    return value
  }
}
