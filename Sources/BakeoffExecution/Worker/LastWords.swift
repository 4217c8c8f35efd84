import Foundation

/// The last three lines of what a program printed that say something, joined on one, each cut to 200 characters; nil where
/// there are none. One line would not do: R ends with "Execution halted", and the reason stands before it.
///
/// Left out, unless there is nothing else, are the places a call came from, which Java and JavaScript print below the reason
/// ("at ...") and Python above it ("File ...", and the line of the program), and lines without a letter or digit, such as
/// those that underline.
func lastWords(of text: String) -> String? {
  let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
  var (reasons, isBelowPlace): ([String], Bool) = ([], false)
  for line in lines {
    let words = line.trimmingCharacters(in: .whitespaces)
    let isQuoted = isBelowPlace && line.first?.isWhitespace == true
    isBelowPlace = words.hasPrefix("File \"") || isQuoted
    let saysSomething = words.contains { $0.isLetter || $0.isNumber }
    if saysSomething, !isBelowPlace, !words.hasPrefix("at "), !words.hasPrefix("Traceback (") { reasons.append(words) }
  }
  if reasons.isEmpty { reasons = lines.map { $0.trimmingCharacters(in: .whitespaces) } }
  let last = reasons.suffix(3).map { $0.count > 200 ? $0.prefix(200) + "..." : $0 }
  return last.isEmpty ? nil : last.joined(separator: " | ")
}
