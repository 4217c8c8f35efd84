import BakeoffCore
import BakeoffFiles

/// A table in the sparse format of LIBSVM and SVMlight.
public struct LIBSVMDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "libsvm", title: "LIBSVM or SVMlight file",
    summary: "libsvm:FILE, plain, .gz or .bz2, with ,test=FILE for a fixed hold-out and ,shape=28x28 for pictures",
    licence: "the user's own")

  /// The most values a table may have once its zeros are written out: 8 GB of floats, but no more than a thousand times
  /// what the file holds, or 1 GB.
  private static let mostValues = 2_000_000_000

  let file: InputFile
  let testFile: InputFile?
  private let shape: FeatureShape?

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the files. Throws `DatasetError.malformed` that names the line, or says that the table is too large.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let files = [file] + [testFile].compactMap(\.self)
    let contents = try files.map { try $0.content() }
    let parts = try zip(contents, files).map { try LIBSVMReader($0, $1) }
    let classes = ClassLabels(parts.flatMap(\.labels))
    try checkAreClasses(parts[0].labels, "the first word of each line", file)
    guard classes.names.count > 1 else {
      throw file.malformed(expected: "at least two classes", found: "only \(classes.names.joined())")
    }
    let features = try features(of: parts)
    let digests = contents.map { sha256($0) }
    return Dataset(
      name: "libsvm:\(file.name)",
      examples: Examples(features: features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: parts[0].labels.count, classNames: classes.names,
      provenance: Provenance(
        source: file.name, version: "1", sha256: digests.count == 1 ? digests[0] : sha256(digests.joined().utf8),
        licence: card.licence), target: "the first word of each line",
      notes: features.buffer.element == .byte ? ["The columns were read as pixels: 0 is black and 255 white."] : [])
  }

  /// How many values these may have once their zeros are written out.
  func mostValues(of parts: [LIBSVMReader]) -> Int {
    min(Self.mostValues, max(1 << 28, 1000 * parts.reduce(0) { $0 + $1.values.count }))
  }

  private func features(of parts: [LIBSVMReader]) throws -> Features {
    let first = min(1, parts.map(\.smallest).min() ?? 1)
    let needed = (parts.map(\.largest).max() ?? 0) - first + 1
    let width = max(needed, shape?.count ?? 1)
    if let shape, shape.count < needed {
      throw ConfigurationError(
        "shape=\(shape.height)x\(shape.width): that is \(shape.count) values, and the file has \(needed) columns")
    }
    let rows = parts.reduce(0) { $0 + $1.labels.count }
    let most = mostValues(of: parts)
    guard Double(rows) * Double(width) <= Double(most) else {
      throw file.malformed(
        expected: "at most \(grouped(most)) values with the zeros written out",
        found: "\(grouped(rows)) rows of \(grouped(width)) columns (take fewer rows, or hash the columns into fewer)")
    }
    var values = [Float](repeating: 0, count: rows * width)
    var row = 0
    for part in parts {
      part.write(to: &values, fromRow: row, width: width, first: first)
      row += part.labels.count
    }
    let doubles = values.lazy.map { Double($0) }
    if shape != nil || width >= Pixels.fewestColumns,
      let bytes = shape == nil ? Pixels.bytes(doubles) : Pixels.bytes(ofPictures: doubles)
    {
      return Features(shape: shape ?? FeatureShape(features: width), bytes: bytes)
    }
    if let shape { return Features(shape: shape, floats: values) }
    let columns = (0..<width).map { FeatureColumn(name: "\($0 + first)") }
    let filled = parts.reduce(0) { $0 + $1.values.count }
    // Files that name nearly every column are tables that happen to be written so.
    let table = FeatureTable(columns: columns, isSparse: filled * 2 < rows * width)
    return Features(shape: FeatureShape(features: width), buffer: FeatureBuffer(values), table: table)
  }
}

extension LIBSVMDatasetSource {
  /// The file that `FILE[,test=FILE][,shape=HEIGHTxWIDTH]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(specifier, of: Self.card, keys: ["test", "shape"])
    let remedy = "write lines of class index:value index:value"
    file = InputFile(specifier.path, remedy: remedy)
    testFile = specifier.arguments.text("test").map { InputFile(expandingHome($0), remedy: remedy) }
    shape = try TableOptions(specifier.arguments).shape
  }
}
