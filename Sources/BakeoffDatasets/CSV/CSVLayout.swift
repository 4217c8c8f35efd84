import BakeoffCore

/// How a comma-separated file is laid out: what separates its fields.
struct CSVLayout {
  /// Records that are looked at to find out.
  private static let sampleSize = 200

  /// The separator that takes the first records into the most fields, as many in each; a comma where none does.
  static func separator(of bytes: [UInt8], _ file: InputFile) -> Character {
    let candidates: [Character] = [",", ";", "\t", "|"]
    let scored = candidates.compactMap { candidate -> (separator: Character, score: Double)? in
      guard let separator = candidate.asciiValue, let reader = try? CSVReader(bytes, of: file, separator: separator),
        let records = try? reader.sample(20), let width = records.first?.count, width > 1
      else { return nil }
      let alike = Double(records.count { $0.count == width }) / Double(records.count)
      let others = candidates.filter { $0 != candidate && $0 != "," }
      let clean = records.joined().count { field in !others.contains(where: field.contains) }
      return (candidate, alike * Double(clean) / Double(records.count))
    }
    return scored.max { $0.score < $1.score }?.separator ?? ","
  }
}
