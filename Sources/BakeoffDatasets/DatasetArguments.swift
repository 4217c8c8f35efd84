import BakeoffCore

/// The `key=value,key=value` part of a dataset's specifier.
struct DatasetArguments: Sendable {
  private let id: String
  private let values: [String: String]

  /// Reads pairs joined by commas. Throws `ConfigurationError` on a pair without `=`, a key given twice, or one that is
  /// not among `keys`.
  init(_ text: String?, of id: String, keys: [String]) throws {
    self.id = id
    var values: [String: String] = [:]
    for pair in (text ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard keys.contains(parts[0]) else {
        let suggestion = nearestName(to: parts[0], among: keys).map { "did you mean \($0)? " } ?? ""
        throw ConfigurationError(
          "\(id) has no argument \(parts[0]); \(suggestion)It takes: \(keys.joined(separator: ", "))")
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

  /// The value of a key as it was written, nil where it was not.
  func text(_ key: String) -> String? { values[key] }

  /// The value of a key as one of the named choices, nil where it was not written. Throws `ConfigurationError`.
  func choice<Value>(_ key: String, of choices: [String: Value]) throws -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = choices[text] else {
      let names = choices.keys.sorted().joined(separator: ", ")
      throw ConfigurationError("\(id): \(key) is one of \(names), not \(text)")
    }
    return value
  }

  /// The value of a key as a whole number in `range`, or `standard`. Throws `ConfigurationError`.
  func integer<Value: FixedWidthInteger>(_ key: String, in range: ClosedRange<Value>, default standard: Value) throws
    -> Value
  {
    guard let text = values[key] else { return standard }
    guard let value = Value(text), range.contains(value) else {
      throw ConfigurationError(
        "\(id): \(key) is a whole number in \(range.lowerBound)...\(range.upperBound), not \(text)")
    }
    return value
  }
}
