/// The type of the values of an NPY array.
package struct NPYElement: Hashable, Sendable {
  /// What the bytes of a value mean; the value is NumPy's letter.
  package enum Kind: String, Sendable {
    case unsigned = "u"
    case signed = "i"
    case float = "f"
    case bool = "b"
    /// Unicode scalars, four bytes each, padded with zeros.
    case text = "U"
  }

  /// What the bytes of a value mean.
  package let kind: Kind
  /// Bytes in a value.
  package let size: Int
  /// Whether the highest byte comes first.
  package let isBigEndian: Bool

  /// An unsigned byte, `|u1`.
  package static let byte = NPYElement(kind: .unsigned, size: 1)
  /// An IEEE 32-bit float, `<f4`.
  package static let float = NPYElement(kind: .float, size: 4)
  /// An IEEE 64-bit float, `<f8`.
  package static let double = NPYElement(kind: .float, size: 8)
  /// A signed 64-bit integer, `<i8`.
  package static let integer = NPYElement(kind: .signed, size: 8)

  private init(kind: Kind, size: Int, isBigEndian: Bool = false) {
    self.kind = kind
    self.size = size
    self.isBigEndian = isBigEndian
  }

  /// Reads NumPy's notation, such as `<f4`; nil for what is not among the kinds.
  init?(description: String) {
    guard let match = description.wholeMatch(of: /([<>|=])([uifbU])(\d{1,6})/), let kind = Kind(rawValue: "\(match.2)"),
      let number = Int(match.3), number > 0
    else { return nil }
    let sizes: [Kind: [Int]] = [.unsigned: [1, 2, 4, 8], .signed: [1, 2, 4, 8], .float: [2, 4, 8], .bool: [1]]
    guard sizes[kind]?.contains(number) ?? true else { return nil }
    self.init(kind: kind, size: kind == .text ? 4 * number : number, isBigEndian: match.1 == ">")
  }

  /// NumPy's notation, such as `<f4`.
  var description: String {
    "\(size == 1 ? "|" : isBigEndian ? ">" : "<")\(kind.rawValue)\(kind == .text ? size / 4 : size)"
  }
}
