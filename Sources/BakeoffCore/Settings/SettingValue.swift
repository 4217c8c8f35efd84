/// The value of one hyperparameter, as it stands in flags, files and results.
public enum SettingValue: Hashable, Sendable {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A number, whole or not.
  case number(Double)
  /// A text.
  case text(String)
  /// Values in an order.
  case list([SettingValue])
  /// Values by name.
  case object([String: SettingValue])
}

/// The settings of a model by name.
public typealias Settings = [String: SettingValue]

extension SettingValue: Codable {
  /// Decodes whatever value stands there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([SettingValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: SettingValue].self))
    }
  }

  /// Encodes the value alone, without the name of its case.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension SettingValue {
  /// The number it is, whole or not; nil for any other value.
  package var asDouble: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension Settings {
  /// The settings in one line, as a user would type them: `hidden=256,128 learningRate=0.002`.
  package var shown: String {
    sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}

extension SettingValue: CustomStringConvertible {
  /// The value as a user would type it after `--set name=`: lists joined by commas.
  public var description: String {
    switch self {
    case .null: "none"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value): shortest(value)
    case .text(let value): value
    case .list(let values): values.map(\.description).joined(separator: ",")
    case .object(let values):
      "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }
}
