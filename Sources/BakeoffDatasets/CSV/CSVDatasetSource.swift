import BakeoffCore
import BakeoffFiles

/// A table of the user's: features and one column of classes in comma-separated text.
///
/// Arguments follow the file: `csv:iris.csv,label=species`, `csv:mnist.csv,label=1,shape=28x28`.
public struct CSVDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "csv", title: "CSV table",
    summary:
      "csv:FILE (- for standard input), with ,label=NAME|POSITION ,ignore=COLUMNS ,group=COLUMN ,categories=COLUMNS ,test=FILE ,shape=28x28 ,header=yes|no ,separator=comma|semicolon|tab|bar if need be; COLUMNS are names, positions and ranges joined by +",
    licence: "the user's own")

  private let file: InputFile
  private let testFile: InputFile?
  private let header: CSVTable.Header
  private let separator: Character?
  private let options: TableOptions

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the table. Throws `DatasetError.malformed` that names the line, and `ConfigurationError` for a
  /// column that is not there.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let bytes = try file.content()
    let separator = separator ?? CSVLayout.separator(of: bytes, file)
    var table = try table(bytes, separator, context)
    var digest = sha256(bytes)
    if let testFile {
      let bytes = try testFile.content()
      var reader = try CSVReader(bytes, of: testFile, separator: separator.asciiValue ?? 0)
      try table.appendHoldOut(&reader, testFile)
      digest = sha256((digest + sha256(bytes)).utf8)
    }
    let dataset = try TableDataset(
      table.table, options, dropsMissingTargets: context.dropsMissingTargets, of: file)
    let separatorNote =
      self.separator == nil && separator != "," ? ["Fields are separated by \(Self.title(separator))."] : []
    return Dataset(
      name: "csv:\(file.name)", examples: dataset.examples, trainingCount: dataset.trainingCount,
      classNames: dataset.classNames,
      provenance: Provenance(
        source: file.name, version: "classes in \(dataset.target)", sha256: digest, licence: card.licence),
      target: dataset.target, groups: dataset.groups, notes: separatorNote + dataset.notes)
  }

  private func table(
    _ bytes: [UInt8], _ separator: Character, _ context: LoadContext, like expected: ExpectedRows? = nil
  ) throws -> CSVTable {
    var reader = try CSVReader(bytes, of: file, separator: separator.asciiValue ?? 0)
    return try CSVTable(
      &reader, file, header: header, options: options, missing: MissingMarks(adding: context.missing), like: expected)
  }

  private static func title(_ separator: Character) -> String {
    switch separator {
    case ";": "semicolons"
    case "\t": "tabs"
    case "|": "bars"
    default: "commas"
    }
  }
}

extension CSVDatasetSource: TableSource {
  package func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict {
    let bytes = try file.content()
    let separator = try separator ?? separator(of: bytes, columns: expected.columns.count)
    let table = try table(bytes, separator, context, like: expected).table
    return try RowsToPredict(table, options, like: expected, of: file)
  }

  package var hasHoldOut: Bool { testFile != nil }

  /// Where a single column is expected and the first line has no separator, what stands in other lines is a decimal comma.
  private func separator(of bytes: [UInt8], columns: Int) throws -> Character {
    let found = CSVLayout.separator(of: bytes, file)
    guard columns == 1, let ascii = found.asciiValue else { return found }
    let first = try CSVReader(bytes, of: file, separator: ascii).sample(1).first
    return first?.count == 1 ? "\u{1F}" : found
  }
}

extension CSVDatasetSource {
  /// The table that `FILE[,key=value…]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(
      specifier, of: Self.card, keys: TableOptions.keys + ["test", "header", "separator"])
    let headers = ["yes": CSVTable.Header.yes, "no": .no, "auto": .automatic]
    let separators: [String: Character] = ["comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"]
    let remedy = "correct the file, or set label, ignore, header or separator"
    file = InputFile(specifier.path, remedy: remedy)
    testFile = specifier.arguments.text("test").map { InputFile(expandingHome($0), remedy: remedy) }
    header = try specifier.arguments.choice("header", of: headers) ?? .automatic
    separator = try specifier.arguments.choice("separator", of: separators)
    options = try TableOptions(specifier.arguments)
  }
}
