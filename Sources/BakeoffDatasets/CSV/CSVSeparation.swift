/// Finds out what separates the fields of a text.
enum CSVSeparation {
  /// The mark that takes the first records into the most fields, as many in each; runs of tabs or blanks where no mark
  /// does that and they do; a comma where nothing does.
  static func separator(of bytes: [UInt8], _ file: InputFile, _ form: CSVForm) -> CSVSeparator {
    func candidate(_ separator: CSVSeparator) -> Candidate? {
      var form = form
      form.separator = separator
      var sample = form.sample(bytes, file)
      if sample.records.count < 2 {
        // Every line begins as a comment does.
        form.comments = []
        sample = form.sample(bytes, file)
      }
      return Candidate(separator, sample)
    }
    let best = [CSVSeparator.comma, .semicolon, .tab, .bar].compactMap(candidate).max { $0.score < $1.score }
    if let best, best.isUniform {
      let isDecimal = best.separator == .comma && candidate(.blanks)?.hasDecimalCommas == true
      return isDecimal ? .blanks : best.separator
    }
    let runs = [CSVSeparator.tabs, .blanks].compactMap(candidate).filter(\.isPlausibleRun)
    if let run = runs.max(by: { $0.share < $1.share }), run.isUniform || run.share > best?.share ?? 0 {
      return run.separator
    }
    return best?.separator ?? .comma
  }

  /// The first records as one separator has them.
  private struct Candidate {
    let separator: CSVSeparator
    /// The share of records that are as wide as most.
    let share: Double
    /// That share times the fields of a record without another separator in them.
    let score: Double
    private let fields: [String]
    private let isWhole: Bool
    private let body: CSVBody?
    private let count: Int

    init?(_ separator: CSVSeparator, _ sample: CSVForm.Sample) {
      let records = sample.records.map(\.fields)
      let counts = records.reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }
      guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), most.key > 1 else { return nil }
      let others = [CSVSeparator.semicolon, .tab, .bar].filter { $0 != separator }
      let clean = records.joined().count { field in !others.contains { $0.isIn(field) } }
      self.separator = separator
      fields = Array(records.joined())
      isWhole = sample.isWhole
      body = CSVBody(records)
      count = records.count
      share = Double(most.value) / Double(records.count)
      score = share * Double(clean) / Double(records.count)
    }

    /// Whether all records are as wide, but for a preamble that is no longer than they are.
    var isUniform: Bool { body.map { $0.isUniform && $0.start * 2 <= count } == true && share >= 0.5 }

    /// Whether a run may separate the fields: they are read to the end of the sample, and hardly one holds another separator.
    var isPlausibleRun: Bool {
      let odd = fields.count { field in
        CSVSeparator.semicolon.isIn(field) || CSVSeparator.bar.isIn(field)
          || (CSVSeparator.comma.isIn(field) && WrittenNumber(trimmed(field), decimal: .comma) == nil)
      }
      return isWhole && body != nil && share >= 0.5 && odd * 20 <= fields.count && fields.count > 2
    }

    /// Whether all fields with a comma in them, of which there are some, are numbers with a decimal comma.
    var hasDecimalCommas: Bool {
      let withComma = fields.filter(CSVSeparator.comma.isIn)
      return isUniform && isWhole && !withComma.isEmpty
        && withComma.allSatisfy { WrittenNumber(trimmed($0), decimal: .comma) != nil }
    }
  }
}
