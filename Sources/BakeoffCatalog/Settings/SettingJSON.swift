import BakeoffCore
import Foundation

/// JSON that tells 1.0 from 1, which a program in another language may: to scikit-learn `max_features` 1.0 is all of them
/// and 1 is one. Foundation's coders take them for the same.
extension SettingValue {
  /// The value that JSON text stands for; nil for anything else.
  package init?(json: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    else { return nil }
    self.init(object)
  }

  private init?(_ object: Any) {
    switch object {
    case is NSNull: self = .null
    case let text as String: self = .text(text)
    case let values as [Any]:
      let elements = values.compactMap { SettingValue($0) }
      guard elements.count == values.count else { return nil }
      self = .list(elements)
    case let pairs as [String: Any]:
      let values = pairs.compactMapValues { SettingValue($0) }
      guard values.count == pairs.count else { return nil }
      self = .object(values)
    case let number as NSNumber:
      switch String(cString: number.objCType) {
      case "c", "B": self = .bool(number.boolValue)
      case "d", "f": self = .number(number.doubleValue)
      default: self = Int(exactly: number).map { .integer($0) } ?? .number(number.doubleValue)
      }
    default: return nil
    }
  }

  /// The value as JSON, a number that is not an integer with its fraction.
  package var json: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): quoted(value)
    case .list(let values): "[\(values.map(\.json).joined(separator: ","))]"
    case .object(let values):
      "{\(values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
    }
  }
}

/// A text as JSON.
private func quoted(_ text: String) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  // A text can always be encoded.
  return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}
