import BakeoffCore
import BakeoffFiles
import Foundation

/// PNG pictures of the user's in a folder per class, all of one size; the names of the folders are the classes.
///
/// Two folders `train` and `test` that hold the folders of the classes make a fixed hold-out of the second.
public struct ImageFolderSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "images", title: "Folder of pictures",
    summary: "images:FOLDER[,mode=grey|colour], with a folder of PNG pictures of one size for each class",
    licence: "the user's own")

  private static let remedy =
    "keep PNG pictures of one size in a folder per class; mode=grey and mode=colour make their channels alike"

  private let folder: InputFile
  private let channels: Int?

  /// Reads the pictures below `path` when it is loaded; `channels` 1 makes all grey, 3 colour, nil wants them alike.
  public init(path: String, channels: Int? = nil) {
    folder = InputFile(path, remedy: Self.remedy)
    self.channels = channels
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Reads and checks every picture, classes and files in alphabetical order. Throws `DatasetError.malformed` that
  /// names the file, and `CancellationError`.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let parts = try self.parts().map { try self.entries(of: $0) }
    let entries = parts.flatMap(\.self)
    let classes = ClassLabels(entries.map(\.className))
    guard classes.names.count > 1 else {
      throw folder.malformed(
        expected: "a folder for each of at least two classes", found: classes.names.first.map { "only \($0)" } ?? "none"
      )
    }
    let (features, digest) = try read(entries, context)
    return Dataset(
      name: "images:\(folder.path)",
      examples: Examples(features: features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: parts[0].count, classNames: classes.names,
      provenance: Provenance(
        source: folder.path, version: channels.map { "\($0) channels" } ?? "1", sha256: digest,
        licence: card.licence))
  }

  // MARK: Finding

  private struct Entry {
    let className: String
    let file: InputFile
  }

  /// The folders that hold a folder per class.
  private func parts() throws -> [InputFile] {
    let names = try subfolders(of: folder)
    return names == ["test", "train"] ? [below(folder, "train"), below(folder, "test")] : [folder]
  }

  private func entries(of part: InputFile) throws -> [Entry] {
    try subfolders(of: part).flatMap { className in
      let classFolder = below(part, className)
      let names = try contents(of: classFolder)
      guard !names.isEmpty else { throw classFolder.malformed(expected: "PNG pictures", found: "an empty folder") }
      return names.map { Entry(className: className, file: below(classFolder, $0)) }
    }
  }

  private func subfolders(of folder: InputFile) throws -> [String] {
    try contents(of: folder).filter { isFolder(below(folder, $0).path) }
  }

  private func below(_ folder: InputFile, _ name: String) -> InputFile {
    InputFile(folder.path + "/" + name, remedy: Self.remedy)
  }

  /// The names in a folder in alphabetical order, without the hidden ones.
  private func contents(of folder: InputFile) throws -> [String] {
    guard let stream = opendir(folder.path) else {
      throw folder.malformed(expected: "a readable folder", found: systemErrorDescription())
    }
    closedir(stream)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
  }

  // MARK: Reading

  private func read(_ entries: [Entry], _ context: LoadContext) throws -> (features: Features, digest: String) {
    let first = try picture(entries[0])
    let shape = FeatureShape(height: first.picture.height, width: first.picture.width, channels: first.picture.channels)
    let memory = OwnedMemory(count: entries.count * shape.count)
    var hash = SHA256Hash()
    // The same files make other rows in another mode, and where pictures are decoded in another way.
    hash.update("decoder \(Picture.decoderVersion), \(shape.height)x\(shape.width)x\(shape.channels)\0")
    for (row, entry) in entries.enumerated() {
      try Task.checkCancellation()
      let (picture, bytes) = row == 0 ? first : try picture(entry)
      guard (picture.height, picture.width, picture.channels) == (shape.height, shape.width, shape.channels) else {
        throw entry.file.malformed(
          expected: "\(shape.height)x\(shape.width)x\(shape.channels) values, as in \(entries[0].file.name)",
          found: "\(picture.height)x\(picture.width)x\(picture.channels)")
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

  private func picture(_ entry: Entry) throws -> (picture: Picture, bytes: [UInt8]) {
    let bytes = try entry.file.bytes()
    return (try Picture(png: bytes, place: entry.file.name, channels: channels), bytes)
  }
}

extension ImageFolderSource {
  /// The pictures that `FOLDER[,mode=grey|colour]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let folder = try FileSpecifier(specifier, of: Self.card, keys: ["mode"])
    self.init(path: folder.path, channels: try folder.arguments.choice("mode", of: ["grey": 1, "colour": 3]))
  }
}
