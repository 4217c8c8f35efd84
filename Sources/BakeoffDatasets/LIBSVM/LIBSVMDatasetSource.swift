import BakeoffCore
import BakeoffFiles

/// A table in the sparse format of LIBSVM and SVMlight.
public struct LIBSVMDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "libsvm", title: "LIBSVM or SVMlight file",
    summary:
      "libsvm:FILE, plain, .gz or .bz2, with ,test=FILE for a fixed hold-out, ,shape=28x28 for pictures and ,pixels=yes|no",
    licence: "the user's own")

  /// The most values a table may have once its zeros are written out: 8 GB of floats, but no more than a thousand times
  /// what the file holds, or 1 GB.
  private static let mostValues = 2_000_000_000

  let file: InputFile
  let testFile: InputFile?
  private let shape: FeatureShape?
  private let pixels: Bool?

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the files. Throws `DatasetError.malformed` that names the line, or says that the table is too large.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let files = [file] + [testFile].compactMap(\.self)
    let contents = try files.map { try $0.content() }
    let parts = try zip(contents, files).map { try LIBSVMReader($0, $1) }
    let title = "the first word of each line"
    let target = TargetLabels(RawColumn("", texts: parts.flatMap(\.labels)), title: title)
    let names = target.names.compactMap(\.self)
    let classes = ClassLabels(names)
    try checkAreClasses(Array(names.prefix(parts[0].labels.count)), title, file)
    guard classes.names.count > 1 else {
      throw file.malformed(expected: "at least two classes", found: "only \(classes.names.joined())")
    }
    let (features, notes) = try features(of: parts)
    let digests = contents.map { sha256($0) }
    let file = digests.count == 1 ? digests[0] : sha256(digests.joined().utf8)
    // Large whole numbers were rounded to 32 bits once, which were other data.
    let digest = features.buffer.element == .double ? sha256((file + "in 64 bits").utf8) : file
    return Dataset(
      name: "libsvm:\(self.file.name)",
      examples: Examples(features: features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: parts[0].labels.count, classNames: classes.names,
      provenance: Provenance(
        source: self.file.name, version: "1", sha256: digest,
        licence: card.licence), target: title,
      notes: target.notes + notes)
  }

  /// How many values these may have once their zeros are written out.
  func mostValues(of parts: [LIBSVMReader]) -> Int {
    min(Self.mostValues, max(1 << 28, 1000 * parts.reduce(0) { $0 + $1.values.count }))
  }

  private func features(of parts: [LIBSVMReader]) throws -> (Features, notes: [String]) {
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
    let values = parts.contains(where: \.needsDoubles) ? [] : written(parts, rows: rows, width, first, as: Float.self)
    let found =
      values.isEmpty && pixels != true
      ? (bytes: nil, notes: []) : try pixels(values.lazy.map { Double($0) }, width)
    if let bytes = found.bytes {
      return (Features(shape: shape ?? FeatureShape(features: width), bytes: bytes), found.notes)
    }
    if let shape {
      return (Features(shape: shape, floats: written(parts, rows: rows, width, first, as: Float.self)), [])
    }
    let columns = (0..<width).map { FeatureColumn(name: "\($0 + first)") }
    let filled = parts.reduce(0) { $0 + $1.values.count }
    // Files that name nearly every column are tables that happen to be written so.
    let table = FeatureTable(columns: columns, isSparse: filled * 2 < rows * width)
    let buffer =
      values.isEmpty
      ? FeatureBuffer(written(parts, rows: rows, width, first, as: Double.self)) : FeatureBuffer(values)
    return (Features(shape: FeatureShape(features: width), buffer: buffer, table: table), found.notes)
  }

  /// Every row of all parts with its zeros.
  private func written<Number: BinaryFloatingPoint>(
    _ parts: [LIBSVMReader], rows: Int, _ width: Int, _ first: Int, as type: Number.Type
  ) -> [Number] {
    var values = [Number](repeating: 0, count: rows * width)
    var row = 0
    for part in parts {
      part.write(to: &values, fromRow: row, width: width, first: first)
      row += part.labels.count
    }
    return values
  }

  /// The values as bytes, nil where they are no pixels or nothing says so; and what is to be said of that. Columns that are zero
  /// in every row may be lacking at the end.
  private func pixels(_ values: some Collection<Double>, _ width: Int) throws -> (bytes: [UInt8]?, notes: [String]) {
    let isAsked = shape != nil || pixels == true
    guard pixels != false, isAsked || width >= Pixels.fewestColumns,
      let bytes = isAsked ? Pixels.bytes(ofPictures: values) : Pixels.bytes(values)
    else {
      if pixels == true { throw Pixels.refusal(of: file) }
      return (nil, [])
    }
    let names = (1...width).map(String.init)
    let reason = isAsked ? nil : Pixels.reason(names: names, bytes: bytes, isCut: true)
    guard isAsked || reason != nil else { return (nil, [Pixels.noteOnNumbers(width)]) }
    return (bytes, [Pixels.note(width, because: reason, isShaped: shape != nil)])
  }
}

extension LIBSVMDatasetSource {
  /// The file that `FILE[,test=FILE][,shape=HEIGHTxWIDTH]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(specifier, of: Self.card, keys: ["test", "shape", "pixels"])
    let remedy = "write lines of class index:value index:value"
    file = InputFile(specifier.path, remedy: remedy)
    try specifier.arguments.text("test").map { try checkIsNoAddress($0, id: "test") }
    testFile = specifier.arguments.text("test").map { InputFile(expandingHome($0), remedy: remedy) }
    let options = try TableOptions(specifier.arguments)
    (shape, pixels) = (options.shape, options.pixels)
  }
}
