import BakeoffCore
import Foundation

/// A JSON value whose objects keep their order, so that a file reads as its contract is written.
public indirect enum JSON: Sendable {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A number in decimal notation.
  case digits(String)
  /// A text.
  case string(String)
  /// Values in an order.
  case array([JSON])
  /// Values by key, in an order; no key twice.
  case object([(key: String, value: JSON)])

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSON { .digits("\(value)") }

  /// A number in full precision; null where there is none or it is not finite.
  public static func number(_ value: Double?) -> JSON {
    value.flatMap { $0.isFinite ? .digits("\($0)") : nil } ?? .null
  }

  /// The value of a hyperparameter; a whole number has no point, whatever its type.
  static func setting(_ value: SettingValue) -> JSON {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .number(let number): number.isFinite ? .digits(value.description) : .null
    case .text(let value): .string(value)
    case .list(let values): .array(values.map { setting($0) })
    case .object(let values): settings(values)
    }
  }

  /// Hyperparameters by name, in alphabetical order.
  static func settings(_ settings: Settings) -> JSON {
    .object(settings.sorted { $0.key < $1.key }.map { ($0.key, setting($0.value)) })
  }
}

extension JSON {
  /// Puts a value at the end of a path of keys, making the objects on the way; nil makes only those.
  mutating func insert(_ value: JSON?, at path: ArraySlice<String>) {
    guard let key = path.first else { return self = value ?? self }
    guard path.count > 1 || value != nil else { return }
    var members: [(key: String, value: JSON)] = if case .object(let members) = self { members } else { [] }
    let index = members.firstIndex { $0.key == key }
    var member = index.map { members[$0].value } ?? .object([])
    member.insert(value, at: path.dropFirst())
    if let index { members[index].value = member } else { members.append((key, member)) }
    self = .object(members)
  }
}

extension JSON {
  /// The text, indented by two spaces a level; arrays of plain values stand on one line.
  func text(indentation: String = "") -> String {
    let inner = indentation + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .digits(let value): return value
    case .string(let value): return Self.quoted(value)
    case .array(let values) where values.allSatisfy(\.isPlain):
      return "[" + values.map { $0.text() }.joined(separator: ", ") + "]"
    case .array(let values):
      return "[\n" + values.map { inner + $0.text(indentation: inner) }.joined(separator: ",\n") + "\n\(indentation)]"
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.map { inner + Self.quoted($0.key) + ": " + $0.value.text(indentation: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// What a terminal or a page would obey and not show, such as an escape or a mark that turns the order of letters.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// RFC 8259, section 7.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case _ where isUnseen(scalar): scalar.utf16.map { String(format: "\\u%04x", $0) }.joined()
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
