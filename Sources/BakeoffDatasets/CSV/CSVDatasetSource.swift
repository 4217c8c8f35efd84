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
      "csv:FILE (- for standard input), with ,label=NAME|POSITION ,ignore=COLUMNS ,group=COLUMN ,categories=COLUMNS ,test=FILE ,shape=28x28 ,pixels=yes|no ,decimal=point|comma ,dates=dmy|mdy|ymd ,header=yes|no ,separator=comma|semicolon|tab|bar|tabs|blanks ,comments=none|#|%|// ,skip=LINES if need be; COLUMNS are names, positions and ranges joined by +",
    licence: "the user's own")

  private let file: InputFile
  private let testFile: InputFile?
  private let header: CSVTable.Header
  private let form: CSVForm.Asked
  private let options: TableOptions

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the table. Throws `DatasetError.malformed` that names the line, and `ConfigurationError` for a
  /// column that is not there.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let bytes = try file.content()
    var (table, form) = try table(bytes, context)
    var digest = sha256(bytes)
    if let testFile {
      let bytes = try testFile.content()
      var asked = self.form
      asked.separator = form.separator
      try table.appendHoldOut(bytes, CSVForm(of: bytes, testFile, asked), testFile)
      digest = sha256((digest + sha256(bytes)).utf8)
    }
    // Files whose names of rows were a feature once are other data without them.
    if !table.table.omitted.isEmpty { digest = sha256((digest + "without the names of rows").utf8) }
    let dataset = try TableDataset(
      table.table, options, dropsMissingTargets: context.dropsMissingTargets, of: file)
    if !dataset.reading.isEmpty { digest = sha256("\(digest)\n\(dataset.reading)".utf8) }
    return Dataset(
      name: "csv:\(file.name)", examples: dataset.examples, trainingCount: dataset.trainingCount,
      classNames: dataset.classNames,
      provenance: Provenance(
        source: file.name, version: "classes in \(dataset.target)", sha256: digest, licence: card.licence),
      target: dataset.target, groups: dataset.groups, notes: dataset.notes)
  }

  private func table(
    _ bytes: [UInt8], _ context: LoadContext, like expected: ExpectedRows? = nil
  ) throws -> (CSVTable, CSVForm) {
    let form = try CSVForm(of: bytes, file, form, like: expected)
    var table = try CSVTable(
      bytes, form, file, header: header, options: options, missing: MissingMarks(context.missing), like: expected)
    table.table.separator = form.separator.mark
    return (table, form)
  }
}

extension CSVDatasetSource: TableSource {
  package func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict {
    let table = try table(file.content(), context, like: expected).0.table
    return try RowsToPredict(table, options, like: expected, of: file)
  }

  package var hasHoldOut: Bool { testFile != nil }
}

extension CSVDatasetSource {
  /// The table that `FILE[,key=value…]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(
      specifier, of: Self.card, keys: TableOptions.keys + ["test", "header", "separator", "comments", "skip"])
    let headers = ["yes": CSVTable.Header.yes, "no": .no, "auto": .automatic]
    let remedy = "correct the file, or set label, ignore, header, separator or skip"
    file = InputFile(specifier.path, remedy: remedy)
    try specifier.arguments.text("test").map { try checkIsNoAddress($0, id: "test") }
    testFile = specifier.arguments.text("test").map { InputFile(expandingHome($0), remedy: remedy) }
    header = try specifier.arguments.choice("header", of: headers) ?? .automatic
    form = try CSVForm.Asked(specifier.arguments)
    options = try TableOptions(specifier.arguments)
  }
}
