/// The words of ARFF's lines: names, values and comments, quoted or not.
enum ARFFText {
  /// The name at the front, quoted or not, and what follows it.
  static func name(_ text: Substring) -> (String, Substring) {
    let text = text.drop(while: \.isWhitespace)
    if let quote = text.first, quote == "'" || quote == "\"" {
      var name = ""
      var isEscaped = false
      for index in text.indices.dropFirst() {
        if isEscaped || (text[index] != "\\" && text[index] != quote) {
          name.append(text[index])
          isEscaped = false
        } else if text[index] == "\\" {
          isEscaped = true
        } else {
          return (name, text[text.index(after: index)...])
        }
      }
      return (name, "")
    }
    let end = text.firstIndex { $0.isWhitespace || $0 == "{" } ?? text.endIndex
    return (String(text[..<end]), text[end...])
  }

  /// The values of a line, separated by commas or tabs outside quotation marks, without those marks and blanks around
  /// them.
  static func fields(_ line: some StringProtocol) -> [String] {
    pieces(line) { $0 == "," || $0 == "\t" }.map(unquoted)
  }

  /// The values of a line as Weka takes it apart: separated by any run of commas and blanks.
  static func words(_ line: some StringProtocol) -> [String] {
    pieces(line) { $0 == "," || $0.isWhitespace }.filter { !$0.isEmpty }.map(unquoted)
  }

  /// A line up to the comment at its end: a percent sign after a blank.
  static func withoutComment(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "%")) else { return line }
    return end(of: line, where: { $0.isWhitespace && $1 == "%" }).map { trimmed(line[..<$0]) } ?? line
  }

  /// What stands between the braces that a text begins with; nil where they are not closed.
  static func braced(_ text: String) -> Substring? {
    guard text.hasPrefix("{"), let end = end(of: text, where: { $1 == "}" }) else { return nil }
    return text[text.index(after: text.startIndex)..<end]
  }

  /// Without its quotation marks.
  static func unquoted(_ text: String) -> String {
    guard text.count > 1, let quote = text.first, quote == "'" || quote == "\"", text.last == quote else { return text }
    let inner = String(text.dropFirst().dropLast())
    return inner.replacing("\\\(quote)", with: String(quote)).replacing("\\\\", with: "\\")
  }

  /// The pieces of a line between what separates outside quotation marks, without blanks around them.
  private static func pieces(_ line: some StringProtocol, where separates: (Character) -> Bool) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        piece.append(character)
        isEscaped = false
      } else if character == "\\", quote != nil {
        piece.append(character)
        isEscaped = true
      } else if let open = quote {
        piece.append(character)
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        // A mark in the middle of a word is an apostrophe.
        if piece.allSatisfy({ $0.isWhitespace || $0.isNumber }) { quote = character }
        piece.append(character)
      } else if separates(character) {
        pieces.append(trimmed(piece))
        piece = ""
      } else {
        piece.append(character)
      }
    }
    return pieces + [trimmed(piece)]
  }

  /// The first place outside quotation marks where a rule holds for the character before and the one there.
  private static func end(of text: String, where rule: (Character, Character) -> Bool) -> String.Index? {
    var previous: Character = " "
    var quote: Character?
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if let open = quote {
        if character == "\\" { isEscaped = true }
        if character == open { quote = nil }
      } else if character == "'" || character == "\"", previous.isWhitespace || ",{".contains(previous) {
        quote = character
      } else if rule(previous, character) {
        return index
      }
      previous = character
    }
    return nil
  }
}
