import BakeoffCore
import BakeoffFiles
import Foundation

/// PNG and JPEG pictures of the user's in a folder per class; the names of the folders are the classes.
///
/// Folders `train` and `test` (or `val`) that hold the folders of the classes make a fixed hold-out of the second.
public struct ImageFolderSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "images", title: "Folder of pictures",
    summary: "images:FOLDER[,mode=grey|colour][,size=28x28], with a folder of PNG or JPEG pictures for each class",
    licence: "the user's own")

  private static let remedy =
    "keep PNG or JPEG pictures in a folder per class"

  private let folder: InputFile
  private let channels: Int?
  private let size: PictureForm.Size?

  /// What the systems that show pictures leave beside them.
  private static let leftBehind: Set = ["thumbs.db", "desktop.ini", "__macosx"]

  /// Reads the pictures below `path` when it is loaded; `channels` 1 makes all grey, 3 colour, nil keeps them as they are;
  /// without a `size` all are made as large as most of them.
  init(path: String, channels: Int? = nil, size: PictureForm.Size? = nil) {
    folder = InputFile(path, remedy: Self.remedy)
    self.channels = channels
    self.size = size
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks every picture, classes and files in alphabetical order. Throws `DatasetError.malformed` that
  /// names the file, and `CancellationError`.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let parts = try self.parts()
    let training = try parts.training.flatMap(entries)
    let entries = try training + parts.holdOut.flatMap(entries)
    let classes = ClassLabels(entries.map(\.className))
    guard classes.names.count > 1 else {
      throw folder.malformed(
        expected: "a folder for each of at least two classes", found: classes.names.first.map { "only \($0)" } ?? "none"
      )
    }
    let form = try PictureForm(of: entries.map(\.file), channels: channels, size: size)
    let (features, digest) = try read(entries, as: form.shape, context)
    return Dataset(
      name: "images:\(folder.path)",
      examples: Examples(features: features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: training.count, classNames: classes.names,
      provenance: Provenance(
        source: folder.path, version: channels.map { "\($0) channels" } ?? "1", sha256: digest,
        licence: card.licence), target: "the names of the folders", notes: parts.notes + form.notes)
  }

  // MARK: Finding

  private struct Entry {
    let className: String
    let file: InputFile
  }

  /// The folders that hold a folder per class, those to train on and those held out.
  private func parts() throws -> (training: [InputFile], holdOut: [InputFile], notes: [String]) {
    let names = try subfolders(of: folder)
    let train = names.first { ["train", "training"].contains($0.lowercased()) }
    let test = names.first { ["test", "testing"].contains($0.lowercased()) }
    let validation = names.first { ["val", "valid", "validation"].contains($0.lowercased()) }
    guard let train, names.count == [train, test, validation].compactMap(\.self).count, names.count > 1 else {
      return ([folder], [], [])
    }
    let path = { (name: String) in below(folder, name) }
    if let test, let validation {
      return (
        [path(train), path(validation)], [path(test)],
        ["\(train) and \(validation) are the rows to train on, \(test) is the fixed hold-out."]
      )
    }
    let heldOut = test ?? validation ?? ""
    return (
      [path(train)], [path(heldOut)], ["\(train) is the rows to train on, \(heldOut) is the fixed hold-out."]
    )
  }

  private func entries(of part: InputFile) throws -> [Entry] {
    try subfolders(of: part).flatMap { className in
      let classFolder = below(part, className)
      let names = try contents(of: classFolder)
      guard !names.isEmpty else {
        throw classFolder.malformed(expected: "PNG or JPEG pictures", found: "an empty folder")
      }
      return names.map { Entry(className: className, file: below(classFolder, $0)) }
    }
  }

  private func subfolders(of folder: InputFile) throws -> [String] {
    try contents(of: folder).filter { isFolder(below(folder, $0).path) }
  }

  private func below(_ folder: InputFile, _ name: String) -> InputFile {
    InputFile(folder.path + "/" + name, remedy: Self.remedy)
  }

  /// The names in a folder in alphabetical order, without the hidden ones and what systems leave behind.
  private func contents(of folder: InputFile) throws -> [String] {
    guard let stream = opendir(folder.path) else {
      let reason = systemErrorDescription()
      throw errno == ENOTDIR
        ? folder.malformed(expected: "a folder of folders of pictures", found: "a file")
        : DatasetError.unavailable(
          name: folder.name, tried: ["opening the folder: \(reason)"], remedy: "check the path and its permissions")
    }
    closedir(stream)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") && !Self.leftBehind.contains($0.lowercased()) }.sorted()
  }

  // MARK: Reading

  private func read(
    _ entries: [Entry], as shape: FeatureShape, _ context: LoadContext
  ) throws -> (features: Features, digest: String) {
    let memory = OwnedMemory(count: entries.count * shape.count)
    var hash = SHA256Hash()
    // The same files make other rows in another mode, and where pictures are decoded in another way.
    hash.update("decoder \(Picture.decoderVersion), \(shape.height)x\(shape.width)x\(shape.channels)\0")
    for (row, entry) in entries.enumerated() {
      try Task.checkCancellation()
      let bytes = try entry.file.bytes()
      var picture = try Picture(encoded: bytes, place: entry.file.name, channels: shape.channels)
      if picture.height != shape.height || picture.width != shape.width {
        picture = picture.scaled(height: shape.height, width: shape.width)
      }
      hash.update("\(entry.className)\0")
      bytes.withUnsafeBytes { hash.update($0) }
      picture.bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[(row * shape.count)...]).copyMemory(from: $0)
      }
      if row % 1000 == 999 { context.progress("reading \(folder.path)", Double(row) / Double(entries.count)) }
    }
    return (Features(shape: shape, buffer: FeatureBuffer(memory, element: .byte)), hash.hexadecimal())
  }
}

extension ImageFolderSource {
  /// The pictures that `FOLDER[,mode=grey|colour]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let folder = try FileSpecifier(specifier, of: Self.card, keys: ["mode", "size"])
    self.init(
      path: folder.path, channels: try folder.arguments.choice("mode", of: ["grey": 1, "colour": 3]),
      size: try folder.arguments.text("size").map(Self.size))
  }

  private static func size(_ text: String) throws -> PictureForm.Size {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let height = sides[0], let width = sides[1], (2...10_000).contains(height),
      (1...10_000).contains(width)
    else { throw ConfigurationError("size=\(text): write height x width in pixels, as in size=28x28") }
    return PictureForm.Size(height: height, width: width)
  }
}
