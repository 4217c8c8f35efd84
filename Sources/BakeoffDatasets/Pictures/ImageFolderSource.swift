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

  /// Reads and checks every picture, classes and files in alphabetical order. Throws `DatasetError` that names the files
  /// that cannot be read, and `CancellationError`.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let parts = try self.parts()
    let found =
      try parts.training.flatMap { try entries(of: $0, isHeldOut: false) }
      + parts.holdOut.flatMap { try entries(of: $0, isHeldOut: true) }
    try checkClasses(Set(found.map(\.className)))
    let rows = try PictureRows(of: found, in: folder, channels: channels, size: size, context)
    let classes = ClassLabels(rows.entries.map(\.className))
    try checkClasses(Set(classes.names))
    return Dataset(
      name: "images:\(folder.path)",
      examples: Examples(features: rows.features, labels: classes.labels, classCount: classes.names.count),
      trainingCount: rows.entries.count { !$0.isHeldOut }, classNames: classes.names,
      provenance: Provenance(
        source: folder.path, version: channels.map { "\($0) channels" } ?? "1", sha256: rows.digest,
        licence: card.licence), target: "the names of the folders",
      notes: parts.notes + rows.form.notes + rows.notes + lostClasses(found, rows.entries))
  }

  private func checkClasses(_ names: Set<String>) throws {
    guard names.count < 2 else { return }
    throw folder.malformed(
      expected: "a folder for each of at least two classes", found: names.first.map { "only \($0)" } ?? "none")
  }

  /// The classes of which no picture could be read.
  private func lostClasses(_ found: [PictureEntry], _ read: [PictureEntry]) -> [String] {
    Set(found.map(\.className)).subtracting(read.map(\.className)).sorted().map {
      "No file in the folder \($0) can be read: it is no class."
    }
  }

  // MARK: Finding

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

  private func entries(of part: InputFile, isHeldOut: Bool) throws -> [PictureEntry] {
    try subfolders(of: part).flatMap { className in
      let classFolder = below(part, className)
      let names = try contents(of: classFolder)
      guard !names.isEmpty else {
        throw classFolder.malformed(expected: "PNG or JPEG pictures", found: "an empty folder")
      }
      return names.map { PictureEntry(className: className, file: below(classFolder, $0), isHeldOut: isHeldOut) }
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
