import BakeoffCatalog
import BakeoffCore
import Foundation

extension WorkerRequest {
  /// The request as one line of JSON.
  ///
  /// Rows and labels are written and read by hand, for they are nearly all of it: Foundation takes 0.1 s over the
  /// 108000 numbers of a fold of MNIST, which is more than the whole process costs.
  func json() throws -> [UInt8] {
    var head = self
    head.settings = [:]
    for numbers in Self.numberLists { head[keyPath: numbers.path] = [] }
    let encoder = JSONEncoder()
    // Paths as they are, for workers that look for them without a JSON parser; and the numbers after the settings.
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    var json = Array(try encoder.encode(head))
    for (key, path) in Self.numberLists {
      guard let end = lastEnd(of: "\"\(key)\":[", in: json) else { continue }
      json.insert(contentsOf: commaSeparated(self[keyPath: path]), at: end)
    }
    // By hand for another reason: Foundation writes 1.0 as 1.
    if let end = lastEnd(of: "\"settings\":{", in: json) {
      json.insert(contentsOf: SettingValue.object(settings).json.utf8.dropFirst().dropLast(), at: end)
    }
    return json
  }

  /// Reads a request. Throws `ConfigurationError` for one that this program does not understand.
  init(json: Data) throws {
    var head = Array(json)
    let numbers = Self.numberLists.map { key, path in (path, removeNumbers(of: key, from: &head)) }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(head))
    } catch {
      throw ConfigurationError("the request is not one of \(Self.currentProtocol): \(oneLine(error))")
    }
    for case (let path, .some(let values)) in numbers { self[keyPath: path] = values }
    guard version == Self.currentProtocol else {
      throw ConfigurationError("the request speaks \(version), this worker \(Self.currentProtocol)")
    }
  }

  /// The long lists, the last of the encoded ones first.
  private static var numberLists: [(key: String, path: WritableKeyPath<WorkerRequest, [Int]>)] {
    [
      ("training_rows", \.trainingRows), ("training_labels", \.trainingLabels), ("test_rows", \.testRows),
    ]
  }
}

private func commaSeparated(_ values: [Int]) -> [UInt8] {
  var text: [UInt8] = []
  text.reserveCapacity(values.count * 6)
  for value in values {
    if !text.isEmpty { text.append(UInt8(ascii: ",")) }
    text.append(contentsOf: String(value).utf8)
  }
  return text
}

/// Takes the numbers out of the list after `key`; nil, and nothing taken, where it is not digits and commas alone.
private func removeNumbers(of key: String, from json: inout [UInt8]) -> [Int]? {
  guard let start = lastEnd(of: "\"\(key)\":[", in: json) else { return nil }
  var values: [Int] = []
  var value: Int?
  var position = start
  while position < json.count {
    switch json[position] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      // A number this long is no row; what comes of it is left to the decoder.
      guard value ?? 0 < 1 << 50 else { return nil }
      value = (value ?? 0) * 10 + Int(json[position] - UInt8(ascii: "0"))
    case UInt8(ascii: ","), UInt8(ascii: "]"):
      if let value { values.append(value) } else if position > start { return nil }
      if json[position] == UInt8(ascii: "]") {
        json.removeSubrange(start..<position)
        return values
      }
      guard value != nil else { return nil }
      value = nil
    default: return nil
    }
    position += 1
  }
  return nil
}

/// Where the last occurrence of `text` ends.
private func lastEnd(of text: String, in bytes: [UInt8]) -> Int? {
  let pattern = Array(text.utf8)
  var start = bytes.count - pattern.count
  while start >= 0 {
    if bytes[start] == pattern[0], bytes[start..<start + pattern.count].elementsEqual(pattern) {
      return start + pattern.count
    }
    start -= 1
  }
  return nil
}
