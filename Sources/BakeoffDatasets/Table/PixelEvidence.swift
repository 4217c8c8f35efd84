import BakeoffCore

extension Pixels {
  /// The fewest shades that pictures without names for their pixels have, unless they are black and white.
  private static let fewestShades = 17

  /// Why columns of bytes are taken for pixels, as the end of a sentence; nil where nothing says that they are.
  ///
  /// Their names say so, or there are as many as a square has, or three times as many, of one series, and their values go from
  /// black to white. `isCut` where columns of zeros at the end may be lacking.
  static func reason(names: [String], bytes: [UInt8], isCut: Bool = false) -> String? {
    if names.allSatisfy(isNameOfPixel) { return "as their names say" }
    guard isPicture(names.count, isCut: isCut), isSeries(names) else { return nil }
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let shades = counts.count { $0 > 0 }
    guard counts[0] > 0, counts[255] > 0, shades >= fewestShades || shades == 2 else { return nil }
    let square = isPicture(names.count, isCut: false) ? "a square" : "a square but for the end"
    return "as they are \(square) of one series, from 0 to 255"
  }

  /// What is said of columns that were taken for pixels.
  static func note(_ count: Int, because reason: String? = nil, isShaped: Bool = false) -> String {
    let why = reason.map { ", \($0)" } ?? ""
    let shape = isShaped ? [] : ["shape=HEIGHTxWIDTH makes pictures of them"]
    let remedies = shape + (reason == nil ? [] : ["pixels=no reads them as numbers"])
    return "The \(count) columns were read as pixels\(why): 0 is black and 255 white"
      + (remedies.isEmpty ? "." : " (\(remedies.joined(separator: ", "))).")
  }

  /// What is said of columns that could be pixels and were not taken for them.
  static func noteOnNumbers(_ count: Int) -> String {
    "The \(count) columns were read as numbers; if they are pixels, 0 black and 255 white, pixels=yes says so."
  }

  /// The error where pixels were asked for and there are none.
  static func refusal(of file: InputFile) -> DatasetError {
    file.malformed(
      expected: "pixels, as pixels=yes says: whole numbers 0...255 or those divided by 255", found: "other values")
  }

  /// Whether a name is that of a pixel: `pixel7`, `px_1_2`, `1x1`, `r0c1`, `(0, 1)`.
  static func isNameOfPixel(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.flatMap(wordsAndNumbers)
    let letters = words.filter { Int($0) == nil }
    guard (1...3).contains(words.count - letters.count), words.last.flatMap({ Int($0) }) != nil else { return false }
    let isPair = words.count - letters.count == 2
    return [["pixel"], ["pixels"], ["pix"], ["px"]].contains(letters)
      || isPair
        && [["x"], ["r", "c"], ["row", "col"], ["row", "column"], ["x", "y"], ["y", "x"]].contains(letters)
      || isPair && letters.isEmpty && name.hasPrefix("(")
  }

  private static func wordsAndNumbers(_ text: Substring) -> [Substring] {
    var words: [Substring] = []
    var rest = text
    while let first = rest.first {
      let word = rest.prefix { $0.isNumber == first.isNumber }
      words.append(word)
      rest = rest.dropFirst(word.count)
    }
    return words
  }

  /// Whether names are one word with numbers after it, or numbers alone.
  private static func isSeries(_ names: [String]) -> Bool {
    let stems = Set(names.map { name in String(name.reversed().drop(while: \.isNumber).reversed()) })
    return stems.count == 1 && names.allSatisfy { $0.last?.isNumber == true }
  }

  /// Whether pictures that are as high as wide have so many pixels, of one channel or three.
  private static func isPicture(_ count: Int, isCut: Bool) -> Bool {
    [1, 3].contains { channels in
      var side = 1
      while side * side * channels < count { side += 1 }
      let whole = side * side * channels
      return count == whole || isCut && count > whole - side * channels
    }
  }
}
