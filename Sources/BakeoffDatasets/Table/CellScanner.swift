/// Reads a cell from its front, byte by byte: each step takes what it names, or nothing at all.
///
/// A table has millions of cells, and a regular expression takes a hundred times as long for each.
struct CellScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes the next byte if it is one of these, and returns it.
  mutating func take(_ wanted: StaticString) -> UInt8? {
    guard let next = rest.first, wanted.withUTF8Buffer({ $0.contains(next) }) else { return nil }
    rest.removeFirst()
    return next
  }

  /// Takes a character; false where another stands there.
  mutating func takes(_ character: Character) -> Bool {
    guard rest.starts(with: character.utf8) else { return false }
    rest.removeFirst(character.utf8.count)
    return true
  }

  /// Takes as many digits as there are, and returns them if they are as many as `counts` allows.
  mutating func digits(_ counts: some RangeExpression<Int>) -> Substring? {
    let found = rest.prefix { (0x30...0x39).contains($0) }
    guard counts.contains(found.count) else { return nil }
    rest = rest[found.endIndex...]
    return Substring(found)
  }

  /// The number that as many digits as `counts` allows stand for.
  mutating func number(_ counts: ClosedRange<Int>) -> Int? { digits(counts).flatMap { Int($0) } }

  /// The number that the next `count` digits stand for, whatever follows them.
  mutating func number(ofDigits count: Int) -> Int? {
    let found = rest.prefix(count)
    guard found.count == count, found.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest[found.endIndex...]
    return Int(Substring(found))
  }

  /// Takes as many letters as there are, those beside the Latin ones too.
  mutating func word() -> Substring {
    let found = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 >= 0x80 }
    rest = rest[found.endIndex...]
    return Substring(found)
  }
}
