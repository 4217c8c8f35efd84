import BakeoffCore
import BakeoffFiles
import Foundation

/// Any pair of IDX files: pictures and labels, such as those of EMNIST and QMNIST.
public struct IDXPairSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "idx", title: "IDX files",
    summary:
      "idx:IMAGES,labels=LABELS, with ,test-images=FILE ,test-labels=FILE ,transposed=yes|no ,mapping=FILE (EMNIST's names of classes) if need be",
    licence: "the user's own")

  private let images: InputFile
  private let labels: InputFile
  private let test: (images: InputFile, labels: InputFile)?
  private let mapping: InputFile?
  private let isTransposed: Bool?

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks the files. Throws `DatasetError` that names the one that is wrong.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let pairs = [(images, labels)] + [test.map { ($0.images, $0.labels) }].compactMap(\.self)
    let parts = try pairs.map { try Part($0.0, $0.1) }
    if let other = parts.dropFirst().first(where: { $0.sides != parts[0].sides }) {
      throw pairs[1].0.malformed(
        expected: "pictures of \(parts[0].sides[0])x\(parts[0].sides[1]), as in training",
        found: "\(other.sides[0])x\(other.sides[1])")
    }
    // EMNIST's files hold every picture with its rows and columns exchanged.
    let isEMNIST = images.path.split(separator: "/").last?.lowercased().hasPrefix("emnist") == true
    let isTransposed = isTransposed ?? isEMNIST
    let (height, width) = (parts[0].sides[0], parts[0].sides[1])
    let pixels = parts.flatMap(\.pixels)
    let names = try mapping.map { try Self.names($0) } ?? [:]
    let classes = ClassLabels(parts.flatMap(\.labels).map { names[$0] ?? "\($0)" })
    guard classes.names.count > 1 else {
      throw labels.malformed(expected: "at least two classes", found: "only \(classes.names.joined())")
    }
    let shape =
      isTransposed ? FeatureShape(height: width, width: height) : FeatureShape(height: height, width: width)
    let note = "Rows and columns of every picture were exchanged, as EMNIST's files need it; transposed=no leaves them."
    return Dataset(
      name: "idx:\(images.path)",
      examples: Examples(
        features: Features(
          shape: shape, bytes: isTransposed ? transposed(pixels, height: height, width: width) : pixels),
        labels: classes.labels, classCount: classes.names.count),
      trainingCount: parts[0].labels.count, classNames: classes.names,
      provenance: Provenance(
        source: images.path, version: isTransposed ? "transposed" : "1",
        sha256: sha256(parts.map(\.digest).joined().utf8), licence: card.licence), target: "file \(labels.path)",
      notes: isTransposed && self.isTransposed == nil ? [note] : [])
  }

  private func transposed(_ pixels: [UInt8], height: Int, width: Int) -> [UInt8] {
    var result = pixels
    for picture in stride(from: 0, to: pixels.count, by: height * width) {
      for row in 0..<height {
        for column in 0..<width { result[picture + column * height + row] = pixels[picture + row * width + column] }
      }
    }
    return result
  }

  /// The names of the classes in a file of EMNIST's: lines of a label and the codes of its characters.
  private static func names(_ file: InputFile) throws -> [Int: String] {
    let text = String(decoding: try file.content(), as: UTF8.self)
    return try text.split(whereSeparator: \.isNewline).enumerated().reduce(into: [:]) { names, line in
      let numbers = line.element.split(separator: " ").map { Int($0) }
      guard numbers.count >= 2, let label = numbers[0], let code = numbers[1], let scalar = Unicode.Scalar(code) else {
        throw file.line(line.offset + 1).malformed(
          expected: "a label and the code of its character", found: "\"\(visible(line.element.prefix(40)))\"")
      }
      names[label] = String(Character(scalar))
    }
  }
}

/// Pictures and their labels.
private struct Part {
  let sides: [Int]
  let pixels: ArraySlice<UInt8>
  let labels: [Int]
  let digest: String

  init(_ imagesFile: InputFile, _ labelsFile: InputFile) throws {
    let contents = (try imagesFile.content(), try labelsFile.content())
    let images = try IDXArray(contents.0, imagesFile)
    let labels = try IDXArray(contents.1, labelsFile)
    guard images.sizes.count == 3, let pixels = images.bytes else {
      throw imagesFile.malformed(
        expected: "unsigned bytes in 3 dimensions", found: "\(images.sizes.count) dimensions, or another type")
    }
    guard labels.sizes[0] == images.sizes[0], labels.sizes.count <= 2, let values = labels.integers else {
      throw labelsFile.malformed(
        expected: "\(images.sizes[0]) whole numbers, one for each picture", found: "\(labels.sizes[0])")
    }
    sides = Array(images.sizes.dropFirst())
    self.pixels = pixels
    // QMNIST's labels have more columns, of which the first is the class.
    let width = labels.sizes.count == 2 ? labels.sizes[1] : 1
    self.labels = stride(from: 0, to: values.count, by: width).map { values[$0] }
    digest = sha256(contents.0) + sha256(contents.1)
  }
}

extension IDXPairSource {
  /// The files that `IMAGES,labels=LABELS…` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(
      specifier, of: Self.card, keys: ["labels", "test-images", "test-labels", "transposed", "mapping"])
    let arguments = specifier.arguments
    func file(_ key: String) -> InputFile? {
      arguments.text(key).map { InputFile(expandingHome($0), remedy: "name an IDX file, plain or .gz") }
    }
    images = InputFile(specifier.path, remedy: "name an IDX file, plain or .gz")
    guard let labels = file("labels") else {
      throw ConfigurationError("idx needs labels=FILE, the file with a class for each picture")
    }
    self.labels = labels
    switch (file("test-images"), file("test-labels")) {
    case (nil, nil): test = nil
    case (let images?, let labels?): test = (images, labels)
    default: throw ConfigurationError("idx: test-images and test-labels go together; give both or none")
    }
    mapping = file("mapping")
    isTransposed = try arguments.choice("transposed", of: ["yes": true, "no": false])
  }
}
