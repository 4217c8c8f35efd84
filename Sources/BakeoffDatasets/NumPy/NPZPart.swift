import BakeoffCore

/// One pair of arrays: features and labels of the same rows.
struct NPZPart {
  /// What errors call the features.
  let name: String
  /// The features.
  let array: NPYArray
  /// The class of each row.
  let labels: [String]

  /// The lengths of the axes, rows first.
  var axes: [Int] { array.shape }
  /// What a row is, such as 28x28.
  var rowTitle: String { title(Array(axes.dropFirst())) }

  /// Reads both entries. Throws `DatasetError.malformed` that names the one that is wrong.
  init(_ archive: ZipArchive, features name: String, labels labelsName: String, _ file: InputFile) throws {
    self.name = "entry \(name)"
    array = try NPYArray(archive.content(of: name), of: file, entry: self.name)
    guard (2...4).contains(array.shape.count), array.shape.allSatisfy({ $0 > 0 }), array.element.kind != .text else {
      let isText = array.element.kind == .text
      throw file.malformed(
        self.name, expected: "numbers in 2 to 4 dimensions, each at least 1",
        found: "\(isText ? "text" : "numbers") of shape \(title(array.shape))",
        remedy: Self.remedy(isText: isText, shape: array.shape))
    }
    labels = try Self.labels(archive, labelsName, rows: array.shape[0], file)
  }

  /// What to do with features that are none.
  private static func remedy(isText: Bool, shape: [Int]) -> String {
    if shape.contains(0) { return "put rows into it before it is saved" }
    if isText { return "encode the words as numbers, or write the table as CSV and use csv:FILE" }
    return shape.count < 2
      ? "give each row its columns, as X.reshape(len(X), -1) does"
      : "join axes until a row has at most height, width and channels"
  }

  private static func labels(
    _ archive: ZipArchive, _ name: String, rows: Int, _ file: InputFile
  ) throws -> [String] {
    let entry = "entry \(name)"
    let content = try archive.content(of: name)
    if let objects = try content.withUnsafeBytes({ try ObjectArray($0, of: file, entry: entry) }) {
      guard objects.texts.count == rows else { throw wrongCount("\(objects.texts.count)", rows, file, entry) }
      return try objects.texts.enumerated().map { row, text in
        guard let text, !trimmed(text).isEmpty else {
          throw file.malformed(
            "\(entry), row \(row)", expected: "a class", found: "nothing",
            remedy: "leave such rows out, as with X[known], y[known], or give them a class")
        }
        return trimmed(text)
      }
    }
    let array = try NPYArray(content, of: file, entry: entry)
    if array.shape.count == 2, array.shape[0] == rows, array.shape[1] > 1, let classes = oneHot(array) {
      return classes
    }
    guard array.shape == [rows] || array.shape == [rows, 1] else {
      throw wrongCount(title(array.shape), rows, file, entry)
    }
    if let texts = array.texts() { return texts.map { trimmed($0) } }
    guard let numbers = array.integers() else {
      throw file.malformed(
        entry, expected: "whole numbers or text as classes",
        found: "numbers with fractions (a measurement is no class; regression is not offered)",
        remedy: "bin them into a few classes, as numpy.digitize does")
    }
    return numbers.map(String.init)
  }

  /// The place of the one in each row of zeros, as Keras's `to_categorical` writes classes; nil for anything else.
  private static func oneHot(_ array: NPYArray) -> [String]? {
    guard let values = array.integers() else { return nil }
    let width = array.shape[1]
    let places = stride(from: 0, to: values.count, by: width).map { start -> Int? in
      let row = values[start..<start + width]
      guard row.reduce(0, +) == 1, row.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
      return row.firstIndex(of: 1).map { $0 - start }
    }
    return places.contains(nil) ? nil : places.compactMap { $0.map(String.init) }
  }

  private static func wrongCount(_ found: String, _ rows: Int, _ file: InputFile, _ entry: String) -> DatasetError {
    file.malformed(
      entry, expected: "\(rows) labels, one a row of the features", found: "an array of shape \(found)",
      remedy: "save one label for each row of the features")
  }
}

private func title(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }

/// The features of all parts as one.
enum NPZFeatures {
  /// Pictures, pixels, or the numbers of a table. Throws `DatasetError.malformed`.
  static func joined(_ parts: [NPZPart], pixels: Bool?, _ file: InputFile) throws -> (
    features: Features, notes: [String]
  ) {
    guard parts[0].axes.count == 2 else {
      let images = try parts.map { try ImageArray($0.array, file, entry: $0.name) }
      let areBytes = images.allSatisfy { $0.buffer.element == .byte }
      let buffers = images.map(\.buffer)
      let buffer =
        buffers.count == 1
        ? buffers[0]
        : areBytes
          ? FeatureBuffer(buffers.flatMap { $0.withUnsafeBytes(Array.init) }) : FeatureBuffer(buffers.flatMap(floats))
      return (Features(shape: images[0].shape, buffer: buffer), images[0].notes)
    }
    let width = parts[0].axes[1]
    let values = parts.flatMap { $0.array.doubles() ?? [] }
    var row = 0
    for part in parts {
      let count = part.axes[0] * width
      if let index = values[row * width..<row * width + count].firstIndex(where: \.isInfinite) {
        throw file.malformed(
          "\(part.name), row \(index / width - row)", expected: "finite numbers", found: "\(values[index])",
          remedy: "replace it, by numpy.nan where the value is not known")
      }
      row += part.axes[0]
    }
    let precision = parts[0].array.element.size == 2 ? 0x1p-11 : 1e-6
    var notes: [String] = []
    if width >= Pixels.fewestColumns || pixels == true, pixels != false {
      let bytes =
        pixels == true
        ? Pixels.bytes(ofPictures: values, precision: precision) : Pixels.bytes(values, precision: precision)
      let reason = bytes.flatMap { Pixels.reason(names: (1...width).map(String.init), bytes: $0) }
      if let bytes, pixels == true || reason != nil {
        let note = Pixels.note(width, because: pixels == true ? nil : reason, isShaped: true)
        return (Features(shape: FeatureShape(features: width), bytes: bytes), [note])
      }
      if pixels == true { throw Pixels.refusal(of: file) }
      if bytes != nil { notes = [Pixels.noteOnNumbers(width)] }
    }
    let table = FeatureTable(columns: (0..<width).map { FeatureColumn(name: "\($0 + 1)") })
    return (
      Features(shape: FeatureShape(features: width), buffer: FeatureBuffer(compacting: values), table: table), notes
    )
  }

  private static func floats(_ buffer: FeatureBuffer) -> [Float] {
    Features(shape: FeatureShape(features: 1), buffer: buffer).floats()
  }
}

extension FeatureBuffer {
  /// The values as floats where that loses nothing, which takes half the room; else as doubles.
  convenience init(compacting values: [Double]) {
    let floats = values.map { Float($0) }
    if zip(values, floats).allSatisfy({ $0 == Double($1) || $0.isNaN }) {
      self.init(floats)
    } else {
      self.init(values)
    }
  }
}
