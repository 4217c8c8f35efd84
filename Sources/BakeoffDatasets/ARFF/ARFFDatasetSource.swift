import BakeoffCore
import BakeoffFiles

/// A table in Weka's format, dense or sparse.
public struct ARFFDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "arff", title: "ARFF table",
    summary: "arff:FILE, with ,label=NAME ,ignore=COLUMNS ,group=COLUMN ,categories=COLUMNS ,shape=28x28 as for csv",
    licence: "the user's own")

  private let file: InputFile
  private let options: TableOptions

  init(_ file: InputFile, _ options: TableOptions) {
    self.file = file
    self.options = options
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the table. Throws `DatasetError.malformed` that names the line, and `ConfigurationError` for a
  /// column that is not there.
  public func load(_ context: LoadContext) async throws -> Dataset {
    try dataset(named: "arff:\(file.name)", try file.content(), context)
  }

  func dataset(named name: String, _ bytes: [UInt8], _ context: LoadContext) throws -> Dataset {
    let reader = try ARFFReader(bytes, file, missing: MissingMarks(context.missing), ignoring: options.ignore)
    try reader.checkTypes()
    let dataset = try TableDataset(
      reader.table, options, dropsMissingTargets: context.dropsMissingTargets, of: file)
    let digest = dataset.reading.isEmpty ? sha256(bytes) : sha256("\(sha256(bytes))\n\(dataset.reading)".utf8)
    return Dataset(
      name: name, examples: dataset.examples, trainingCount: dataset.trainingCount, classNames: dataset.classNames,
      provenance: Provenance(
        source: file.name, version: "classes in \(dataset.target)", sha256: digest, licence: card.licence),
      target: dataset.target, groups: dataset.groups, notes: dataset.notes)
  }
}

extension ARFFDatasetSource: TableSource {
  package func rows(_ context: LoadContext, like expected: ExpectedRows) throws -> RowsToPredict {
    let reader = try ARFFReader(
      file.content(), file, missing: MissingMarks(context.missing), ignoring: options.ignore)
    return try RowsToPredict(reader.table, options, like: expected, of: file)
  }
}

extension ARFFDatasetSource {
  /// The table that `FILE[,key=value…]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(specifier, of: Self.card, keys: TableOptions.keys)
    self.init(
      InputFile(specifier.path, remedy: "correct the file, or set label or ignore"),
      try TableOptions(specifier.arguments))
  }
}
