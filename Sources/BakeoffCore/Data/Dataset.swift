/// Where a data set comes from, so that a result can be traced to its bytes.
public struct Provenance: Hashable, Sendable, Codable {
  /// The folder, address or generator the data came from.
  public let source: String
  /// The version of the data or of its generator.
  public let version: String
  /// SHA-256 in lower-case hexadecimal over what determines features and labels.
  public let sha256: String
  /// The licence of the data.
  public let licence: String

  /// Makes a provenance.
  public init(source: String, version: String, sha256: String, licence: String) {
    self.source = source
    self.version = version
    self.sha256 = sha256
    self.licence = licence
  }
}

/// Features, labels, class names and provenance; the first `trainingCount` rows are cross-validated, the rest are a
/// fixed hold-out.
public struct Dataset: Sendable {
  /// The name a user selects it by, such as `mnist`.
  public let name: String
  /// Every row: those to cross-validate first, then the fixed hold-out.
  public let examples: Examples
  /// The rows 0..<trainingCount may be cross-validated.
  public let trainingCount: Int
  /// A name for each class.
  public let classNames: [String]
  /// Where it comes from.
  public let provenance: Provenance
  /// What holds the classes, such as `column species`; nil where nothing else could.
  public let target: String?
  /// The group of each row, such as its patient, from 0; nil where every row stands for itself.
  public let groups: [Int]?
  /// What was found, changed or left out when it was read, and what to do about it; a line each.
  public let notes: [String]

  /// Makes a data set; without `trainingCount` there is no fixed hold-out.
  public init(
    name: String, examples: Examples, trainingCount: Int? = nil, classNames: [String], provenance: Provenance,
    target: String? = nil, groups: [Int]? = nil, notes: [String] = []
  ) {
    let trainingCount = trainingCount ?? examples.count
    precondition(trainingCount <= examples.count, "the training rows are among the rows")
    precondition(classNames.count == examples.classCount, "one name a class")
    self.name = name
    self.examples = examples
    self.trainingCount = trainingCount
    self.classNames = classNames
    self.provenance = provenance
    precondition(groups.map { $0.count == examples.count } ?? true, "one group a row")
    self.target = target
    self.groups = groups
    self.notes = notes
  }

  /// The same data under another checksum.
  package func identified(by sha256: String) -> Dataset {
    Dataset(
      name: name, examples: examples, trainingCount: trainingCount, classNames: classNames,
      provenance: Provenance(
        source: provenance.source, version: provenance.version, sha256: sha256, licence: provenance.licence),
      target: target, groups: groups, notes: notes)
  }

  /// The rows that may be cross-validated.
  public var trainingRows: Range<Int> { 0..<trainingCount }
  /// The rows of the fixed hold-out; empty where there is none.
  public var testRows: Range<Int> { trainingCount..<examples.count }
}
