import BakeoffCore

/// How an ARFF file says that its dates are written, such as `MM/dd/yyyy HH:mm`.
///
/// Source: Java's `SimpleDateFormat`, which Weka reads dates with; its letters y, M, d, E, H, k, K, h, m, s, S, a, z, Z and X.
struct DatePattern: Sendable {
  /// What Weka takes where a file does not say.
  static let standard = "yyyy-MM-dd'T'HH:mm:ss"

  private enum Element {
    /// The same letter so many times.
    case field(Character, Int)
    case literal(Character)
  }

  /// As it is declared.
  let text: String
  private let elements: [Element]

  /// Reads a pattern; nil where it has a letter that is not known.
  init?(_ text: String) {
    self.text = text
    var elements: [Element] = []
    var isQuoted = false
    var rest = Array(text)[...]
    while let letter = rest.popFirst() {
      if letter == "'" {
        if rest.first == "'" { elements.append(.literal(rest.removeFirst())) } else { isQuoted.toggle() }
      } else if isQuoted || !(letter.isASCII && letter.isLetter) {
        elements.append(.literal(letter))
      } else {
        guard "yMdEHkKhmsSazZX".contains(letter) else { return nil }
        let more = rest.prefix { $0 == letter }.count
        rest = rest.dropFirst(more)
        elements.append(.field(letter, more + 1))
      }
    }
    guard !isQuoted else { return nil }
    self.elements = elements
  }

  /// The moment a text says that is written so; nil where it is not.
  func moment(_ text: String) -> Moment? {
    var cell = CellScanner(text)
    var found = Fields()
    for (index, element) in elements.enumerated() {
      switch element {
      case .literal(let character): guard cell.takes(character) else { return nil }
      case .field(let letter, let count):
        // Numbers that stand side by side have the digits of their letters.
        var isFollowedByNumber = false
        if elements.indices.contains(index + 1), case .field(let next, _) = elements[index + 1] {
          isFollowedByNumber = "ydHkKhmsS".contains(next) || next == "M"
        }
        guard found.take(letter, count, isFixed: isFollowedByNumber, from: &cell) else { return nil }
      }
    }
    return cell.isAtEnd ? found.moment : nil
  }
}

/// What the letters of a pattern stand for in a text.
private struct Fields {
  private var year = 1970, month = 1, day = 1
  private var hour = 0, minute = 0, second = 0.0, half: Int?, offset = 0.0
  private var hasTime = false

  var moment: Moment? {
    guard let date = daysSince1970(year, month, day), hour < 25, minute < 60, second < 61 else { return nil }
    let hour = half.map { self.hour % 12 + $0 } ?? self.hour
    return Moment(
      day: date, secondOfDay: Double(hour * 3600 + minute * 60) + second, offset: offset, hasTime: hasTime)
  }

  mutating func take(
    _ letter: Character, _ count: Int, isFixed: Bool, from cell: inout CellScanner
  ) -> Bool {
    func number() -> Int? { isFixed ? cell.number(ofDigits: count) : cell.number(1...9) }
    switch letter {
    case "y":
      guard let written = number() else { return false }
      year = count == 2 && written < 100 ? century(of: written) : written
      return true
    case "M" where count > 2: return set(&month, monthNames[cell.word().lowercased()])
    case "M": return set(&month, number())
    case "d": return set(&day, number())
    case "E": return weekdayNames[cell.word().lowercased()] != nil
    case "H", "K", "h", "k":
      hasTime = true
      guard set(&hour, number()) else { return false }
      if letter == "k", hour == 24 { hour = 0 }
      return true
    case "m": return set(&minute, number())
    case "s": return add(number(), per: 1)
    case "S": return add(number(), per: 1000)
    case "a":
      half = ["am": 0, "pm": 12][cell.word().lowercased()]
      return half != nil
    default:
      guard let zone = cell.zone() else { return false }
      offset = zone
      return true
    }
  }

  private mutating func add(_ number: Int?, per second: Double) -> Bool {
    guard let number else { return false }
    self.second += Double(number) / second
    return true
  }
}

private func set(_ field: inout Int, _ number: Int?) -> Bool {
  guard let number else { return false }
  field = number
  return true
}
