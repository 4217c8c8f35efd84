import BakeoffCore

/// The texts and numbers of a NumPy array of Python objects, read off its pickle without running anything.
///
/// Only what such an array is made of is understood: texts, numbers, lists and the calls that rebuild the array, which are
/// passed over. Anything else is refused. Source: Python, "pickletools", protocols 2 to 5.
struct ObjectArray {
  /// The values as texts; nil where one is None.
  let texts: [String?]

  /// Reads `content`, a whole .npy file; nil where it holds no objects. Throws `DatasetError.malformed` for objects that
  /// are neither texts nor numbers.
  init?(_ content: UnsafeRawBufferPointer, of file: InputFile, entry: String) throws {
    let magic = [0x93] + Array("NUMPY".utf8)
    guard content.count >= 12, content.starts(with: magic) else { return nil }
    let isShort = content[6] == 1
    let length = (0..<(isShort ? 2 : 4)).reduce(0) { $0 | Int(content[8 + $1]) << (8 * $1) }
    let start = (isShort ? 10 : 12) + length
    guard start <= content.count else { return nil }
    let header = String(decoding: content[(isShort ? 10 : 12)..<start], as: UTF8.self)
    guard header.firstMatch(of: /'descr'\s*:\s*'\|O'/) != nil else { return nil }
    var reader = PickleReader(Array(content[start...]))
    guard let values = reader.list() else {
      throw file.malformed(
        entry, expected: "numbers or texts", found: "Python objects of another kind, which are not unpickled",
        remedy: "convert the array before it is saved, as with y.astype(str)")
    }
    texts = values
  }
}

/// Walks over a pickle and keeps its longest list of plain values.
private struct PickleReader {
  private enum Value {
    case text(String)
    case none
    case mark
    case list([String?])
    case other
  }

  private let bytes: [UInt8]
  private var position = 0
  private var stack: [Value] = []
  private var memo: [Int: Value] = [:]
  private var longest: [String?]?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The longest list of texts and numbers; nil where there is none, or where something else is in the pickle.
  mutating func list() -> [String?]? {
    while position < bytes.count {
      let code = bytes[position]
      position += 1
      if code == UInt8(ascii: ".") { return longest }
      guard step(code) else { return nil }
    }
    return nil
  }

  /// Carries out one instruction; false for one that is not known, or that is cut off.
  private mutating func step(_ code: UInt8) -> Bool {
    switch code {
    case 0x80: return take(1) != nil  // the protocol
    case 0x95: return take(8) != nil  // a frame
    case 0x8C: return pushText(1)
    case UInt8(ascii: "X"): return pushText(4)
    case UInt8(ascii: "K"): return pushInteger(1)
    case UInt8(ascii: "M"): return pushInteger(2)
    case UInt8(ascii: "J"): return pushInteger(4)
    case UInt8(ascii: "G"): return pushDouble()
    case UInt8(ascii: "C"): return pushOther(lengthBytes: 1)
    case UInt8(ascii: "B"), UInt8(ascii: "U"): return pushOther(lengthBytes: code == UInt8(ascii: "U") ? 1 : 4)
    case 0x88: stack.append(.text("True"))
    case 0x89: stack.append(.text("False"))
    case UInt8(ascii: "N"): stack.append(.none)
    case UInt8(ascii: "("): stack.append(.mark)
    case UInt8(ascii: "]"): stack.append(.list([]))
    case UInt8(ascii: ")"): stack.append(.other)
    case UInt8(ascii: "c"): return skipLine() && skipLine() && push(.other)
    case 0x93: return replace(2)
    case 0x85: return replace(1)
    case 0x86: return replace(2)
    case 0x87: return replace(3)
    case UInt8(ascii: "R"), UInt8(ascii: "b"): return replace(2)
    case UInt8(ascii: "t"): return replaceToMark()
    case UInt8(ascii: "a"): return append()
    case UInt8(ascii: "e"): return appendToMark()
    case 0x94: memo[memo.count] = stack.last
    case UInt8(ascii: "q"): return take(1).map { memo[$0] = stack.last } != nil
    case UInt8(ascii: "r"): return take(4).map { memo[$0] = stack.last } != nil
    case UInt8(ascii: "h"): return take(1).flatMap { memo[$0] }.map { push($0) } ?? false
    case UInt8(ascii: "j"): return take(4).flatMap { memo[$0] }.map { push($0) } ?? false
    default: return false
    }
    return true
  }

  /// A little-endian number of so many bytes.
  private mutating func take(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    defer { position += count }
    return (0..<min(count, 7)).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  private mutating func push(_ value: Value) -> Bool {
    stack.append(value)
    return true
  }

  private mutating func pushText(_ lengthBytes: Int) -> Bool {
    guard let count = take(lengthBytes), position + count <= bytes.count else { return false }
    defer { position += count }
    return push(.text(String(decoding: bytes[position..<position + count], as: UTF8.self)))
  }

  private mutating func pushInteger(_ count: Int) -> Bool {
    guard let bits = take(count) else { return false }
    return push(.text("\(count == 4 ? Int(Int32(truncatingIfNeeded: bits)) : bits)"))
  }

  private mutating func pushDouble() -> Bool {
    guard position + 8 <= bytes.count else { return false }
    let bits = (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[position + $1]) }
    position += 8
    return push(.text(numberText(Double(bitPattern: bits))))
  }

  private mutating func pushOther(lengthBytes: Int) -> Bool {
    guard let count = take(lengthBytes), position + count <= bytes.count else { return false }
    position += count
    return push(.other)
  }

  private mutating func skipLine() -> Bool {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
    position = end + 1
    return true
  }

  private mutating func replace(_ count: Int) -> Bool {
    guard stack.count >= count else { return false }
    keepLongest(stack.suffix(count))
    stack.removeLast(count)
    return push(.other)
  }

  private mutating func replaceToMark() -> Bool {
    guard let values = popToMark() else { return false }
    keepLongest(values[...])
    return push(.other)
  }

  private mutating func popToMark() -> [Value]? {
    guard let mark = stack.lastIndex(where: { if case .mark = $0 { true } else { false } }) else { return nil }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[(mark + 1)...])
  }

  private mutating func append() -> Bool {
    guard let value = stack.popLast() else { return false }
    return extend([value])
  }

  private mutating func appendToMark() -> Bool {
    guard let values = popToMark() else { return false }
    return extend(values)
  }

  private mutating func extend(_ values: [Value]) -> Bool {
    guard case .list(var list)? = stack.popLast() else { return false }
    for value in values {
      switch value {
      case .text(let text): list.append(text)
      case .none: list.append(nil)
      case .mark, .list, .other: return false
      }
    }
    return push(.list(list))
  }

  private mutating func keepLongest(_ values: ArraySlice<Value>) {
    for case .list(let list) in values where list.count > longest?.count ?? -1 { longest = list }
  }
}
