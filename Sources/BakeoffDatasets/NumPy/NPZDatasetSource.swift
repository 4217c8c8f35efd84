import BakeoffCore
import BakeoffFiles

/// Arrays in an .npz file of the user's: `X` and `y`, or `x_train`, `y_train`, `x_test` and `y_test` as Keras writes
/// them.
///
/// Features are rows x features, rows x height x width, or rows x height x width x channels; bytes are read as
/// value / 255, other numbers as they are. Labels are one whole number or text a row. Names may be in either case.
public struct NPZDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "npz", title: "NumPy archive", summary: "npz:FILE, with arrays X and y, or x_train, y_train, x_test and y_test",
    licence: "the user's own")

  private let file: InputFile

  /// Reads the archive at `path` when it is loaded.
  public init(path: String) {
    file = InputFile(path, remedy: "write it with numpy.savez(FILE, X=features, y=classes)")
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the arrays. Throws `DatasetError.malformed` that names the entry.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let archive = try ZipArchive(file)
    let parts = try partNames(archive).map { try Part(archive, features: $0, labels: $1, file) }
    if let other = parts.first(where: { $0.kind != parts[0].kind }) {
      throw file.malformed("entry \(other.name)", expected: "\(parts[0].kind), as in training", found: other.kind)
    }
    let classes = ClassLabels(parts.flatMap(\.labels))
    guard classes.names.count > 1 else {
      throw file.malformed(expected: "at least two classes", found: "only \(classes.names.joined())")
    }
    return Dataset(
      name: "npz:\(file.path)",
      examples: Examples(
        features: Features(shape: parts[0].shape, buffer: joined(parts.map(\.features))), labels: classes.labels,
        classCount: classes.names.count),
      trainingCount: parts[0].labels.count, classNames: classes.names,
      provenance: Provenance(
        source: file.path, version: "1", sha256: sha256(archive.bytes), licence: card.licence))
  }

  /// The names of the entries for features and labels: those to train on, then those held out where there are any.
  private func partNames(_ archive: ZipArchive) throws -> [(features: String, labels: String)] {
    func pair(_ features: String, _ labels: String) -> (features: String, labels: String)? {
      let names = archive.names
      guard let x = names.first(where: { $0.lowercased() == features + ".npy" }),
        let y = names.first(where: { $0.lowercased() == labels + ".npy" })
      else { return nil }
      return (x, y)
    }
    if let training = pair("x_train", "y_train") {
      return [training] + [pair("x_test", "y_test")].compactMap(\.self)
    }
    if let all = pair("x", "y") { return [all] }
    throw file.malformed(
      expected: "arrays X and y, or x_train and y_train",
      found: archive.names.isEmpty ? "no arrays" : archive.names.joined(separator: ", "))
  }

  private func joined(_ buffers: [FeatureBuffer]) -> FeatureBuffer {
    guard buffers.count > 1 else { return buffers[0] }
    let memory = OwnedMemory(count: buffers.reduce(0) { count, buffer in count + buffer.withUnsafeBytes(\.count) })
    var offset = 0
    for buffer in buffers {
      buffer.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[offset...]).copyMemory(from: bytes)
        offset += bytes.count
      }
    }
    return FeatureBuffer(memory, element: buffers[0].element)
  }
}

extension NPZDatasetSource {
  /// The archive that `FILE` names. Throws `ConfigurationError` where it is missing.
  init(specifier: String?) throws {
    self.init(path: try FileSpecifier(specifier, of: Self.card).path)
  }
}

/// One pair of arrays: features and labels of the same rows.
private struct Part {
  let name: String
  let shape: FeatureShape
  let features: FeatureBuffer
  let labels: [String]

  /// What has to be the same in training and test.
  var kind: String { "rows of \(shape) in \(features.element == .byte ? "bytes" : "floats")" }

  init(_ archive: ZipArchive, features name: String, labels labelsName: String, _ file: InputFile) throws {
    self.name = name
    let array = try NPYArray(archive.content(of: name), of: file, entry: "entry \(name)")
    guard (2...4).contains(array.shape.count), array.shape.allSatisfy({ $0 > 0 }), let buffer = array.featureBuffer()
    else {
      throw file.malformed(
        "entry \(name)", expected: "numbers in 2 to 4 dimensions, each at least 1",
        found: "\(array.element.kind == .text ? "text" : "numbers") of shape \(title(array.shape))")
    }
    features = buffer
    shape =
      array.shape.count == 2
      ? FeatureShape(features: array.shape[1])
      : FeatureShape(
        height: array.shape[1], width: array.shape[2], channels: array.shape.count == 4 ? array.shape[3] : 1)
    let labelArray = try NPYArray(archive.content(of: labelsName), of: file, entry: "entry \(labelsName)")
    labels = try classes(labelArray, rows: array.shape[0], file, entry: "entry \(labelsName)")
    if let row = firstRowThatIsNotFinite(buffer, shape) {
      throw file.malformed("entry \(name), row \(row)", expected: "finite numbers", found: "one that is not")
    }
  }
}

private func title(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }

private func classes(_ array: NPYArray, rows: Int, _ file: InputFile, entry: String) throws -> [String] {
  guard array.shape == [rows] || array.shape == [rows, 1] else {
    throw file.malformed(
      entry, expected: "\(rows) labels, one a row of the features", found: "an array of shape \(title(array.shape))")
  }
  if let texts = array.texts() { return texts }
  guard let numbers = array.integers() else {
    throw file.malformed(entry, expected: "whole numbers or text as classes", found: "other numbers")
  }
  return numbers.map(String.init)
}

private func firstRowThatIsNotFinite(_ buffer: FeatureBuffer, _ shape: FeatureShape) -> Int? {
  guard buffer.element == .float else { return nil }
  return buffer.withUnsafeBytes { bytes in
    bytes.bindMemory(to: Float.self).firstIndex { !$0.isFinite }.map { $0 / shape.count }
  }
}
