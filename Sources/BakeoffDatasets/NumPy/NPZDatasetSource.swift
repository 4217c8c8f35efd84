import BakeoffCore
import BakeoffFiles

/// Arrays in an .npz file of the user's: `X` and `y`, or `x_train`, `y_train`, `x_test` and `y_test` as Keras writes
/// them.
///
/// Features are rows x columns, or pictures of rows x height x width with channels last or first; pixels become the same
/// numbers whatever their type. Labels are one whole number or text a row. Names may be in either case.
public struct NPZDatasetSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "npz", title: "NumPy archive",
    summary: "npz:FILE, with arrays X and y, or x_train, y_train, x_test and y_test; ,pixels=yes|no",
    licence: "the user's own")

  private let file: InputFile
  private let pixels: Bool?

  /// Reads the archive at `path` when it is loaded.
  public init(path: String) { self.init(path: path, pixels: nil) }

  private init(path: String, pixels: Bool?) {
    self.pixels = pixels
    file = InputFile(path, remedy: "write it with numpy.savez(FILE, X=features, y=classes)")
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the arrays. Throws `DatasetError.malformed` that names the entry.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let archive = try ZipArchive(file)
    let pairs = try partNames(archive)
    let parts = try pairs.map { try NPZPart(archive, features: $0.features, labels: $0.labels, file) }
    if let other = parts.first(where: { $0.axes.dropFirst() != parts[0].axes.dropFirst() }) {
      throw file.malformed(
        other.name, expected: "rows of \(parts[0].rowTitle), as in training", found: "rows of \(other.rowTitle)",
        remedy: "give both the same columns, or pictures of one size")
    }
    let classes = ClassLabels(parts.flatMap(\.labels))
    guard classes.names.count > 1 else {
      throw file.malformed(
        expected: "at least two classes", found: "only \(classes.names.map(visible).joined())",
        remedy: "add rows of another class")
    }
    let (features, notes) = try NPZFeatures.joined(parts, pixels: pixels, file)
    return Dataset(
      name: "npz:\(file.path)",
      examples: Examples(features: features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: parts[0].labels.count, classNames: classes.names,
      provenance: Provenance(
        source: file.path, version: "1", sha256: sha256(archive.bytes), licence: card.licence),
      target: "array \(pairs[0].labels.dropLast(4))", notes: notes)
  }

  /// What pairs of arrays are called: those to train on, and those held out where there are any.
  private static let knownNames: [(training: (String, String), test: (String, String)?)] = [
    (("x_train", "y_train"), ("x_test", "y_test")),
    (("train_images", "train_labels"), ("test_images", "test_labels")), (("x", "y"), nil), (("images", "labels"), nil),
    (("data", "target"), nil), (("features", "labels"), nil), (("data", "labels"), nil),
  ]

  /// The names of the entries for features and labels: those to train on, then those held out where there are any.
  private func partNames(_ archive: ZipArchive) throws -> [(features: String, labels: String)] {
    func pair(_ names: (String, String)) -> (features: String, labels: String)? {
      guard let x = archive.names.first(where: { $0.lowercased() == names.0 + ".npy" }),
        let y = archive.names.first(where: { $0.lowercased() == names.1 + ".npy" })
      else { return nil }
      return (x, y)
    }
    for (training, test) in Self.knownNames {
      if let found = pair(training) { return [found] + [test.flatMap(pair)].compactMap(\.self) }
    }
    throw file.malformed(
      expected: "arrays X and y, images and labels, or x_train and y_train",
      found: archive.names.isEmpty ? "no arrays" : archive.names.joined(separator: ", "))
  }
}

extension NPZDatasetSource {
  /// The archive that `FILE` names. Throws `ConfigurationError` where it is missing.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(specifier, of: Self.card, keys: ["pixels"])
    self.init(
      path: specifier.path, pixels: try specifier.arguments.choice("pixels", of: ["yes": true, "no": false]))
  }
}
