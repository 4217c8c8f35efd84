import BakeoffCore
import BakeoffFiles

/// A file of a folder of pictures.
struct PictureEntry {
  let className: String
  let file: InputFile
  /// Whether it is in the fixed hold-out.
  let isHeldOut: Bool
}

/// Pictures brought to one form, a row each, and the files that could not be read.
struct PictureRows {
  /// The files that were read, one a row.
  private(set) var entries: [PictureEntry]
  /// What every picture became.
  private(set) var form: PictureForm
  /// The rows.
  private(set) var features: Features
  /// SHA-256 of the files that were read, of their classes, and of how they were read.
  private(set) var digest: String
  /// The files that could not be read.
  private(set) var unreadable: UnreadablePictures
  /// The files with bytes that belong to no pixel.
  private(set) var withBytesTooMany: [String]

  /// Reads every file. Throws `DatasetError` that names all that cannot be read, unless they are to be passed over, and
  /// `CancellationError`.
  init(
    of all: [PictureEntry], in folder: InputFile, channels: Int?, size: PictureForm.Size?, _ context: LoadContext
  ) throws {
    var unreadable = UnreadablePictures(folder: folder, of: all.count)
    var sizes = try all.map { entry in
      try unreadable.unlessItFails(entry) { try Picture.size(ofEncoded: entry.file.bytes(), place: entry.file.name) }
    }
    var readable = all
    while true {
      readable = zip(readable, sizes).filter { $1 != nil }.map(\.0)
      let known = sizes.compactMap(\.self)
      if known.isEmpty, let error = unreadable.error { throw error }
      let form = try PictureForm(of: known, channels: channels, size: size)
      let rows = try Reading(readable, as: form.shape, &unreadable, folder: folder, context)
      if !context.skipsUnreadable, let error = unreadable.error { throw error }
      if rows.areAllThere {
        (entries, self.form, features, digest) = (readable, form, rows.features, rows.digest)
        (withBytesTooMany, self.unreadable) = (rows.withBytesTooMany, unreadable)
        return
      }
      // The commonest size is that of the pictures which are whole.
      sizes = zip(known, rows.isThere).map { $1 ? $0 : nil }
    }
  }
}

extension PictureRows {
  /// What a user should know of the files.
  var notes: [String] {
    guard let first = withBytesTooMany.first else { return unreadable.notes }
    let count = counted(withBytesTooMany.count, "picture")
    let verb = withBytesTooMany.count == 1 ? "has" : "have"
    return unreadable.notes + [
      "\(count) \(verb) bytes that belong to no pixel (\(first)): read, but they may have been damaged."
    ]
  }
}

/// One pass over the files.
private struct Reading {
  let features: Features
  let digest: String
  let isThere: [Bool]
  let withBytesTooMany: [String]
  var areAllThere: Bool { !isThere.contains(false) }

  init(
    _ entries: [PictureEntry], as shape: FeatureShape, _ unreadable: inout UnreadablePictures, folder: InputFile,
    _ context: LoadContext
  ) throws {
    let memory = OwnedMemory(count: entries.count * shape.count)
    var hash = SHA256Hash()
    // The same files make other rows in another mode, and where pictures are decoded in another way.
    hash.update("decoder \(Picture.decoderVersion), \(shape.height)x\(shape.width)x\(shape.channels)\0")
    var (isThere, withBytesTooMany): ([Bool], [String]) = ([], [])
    for (row, entry) in entries.enumerated() {
      try Task.checkCancellation()
      let read = try unreadable.unlessItFails(entry) {
        let bytes = try entry.file.bytes()
        return (bytes, try Picture.decoded(bytes, place: entry.file.name, channels: shape.channels))
      }
      isThere.append(read != nil)
      if row % 1000 == 999 { context.progress("reading \(folder.path)", Double(row) / Double(entries.count)) }
      guard let (bytes, (picture, hasBytesTooMany)) = read else { continue }
      if hasBytesTooMany { withBytesTooMany.append(unreadable.shortName(of: entry)) }
      hash.update("\(entry.className)\0")
      bytes.withUnsafeBytes { hash.update($0) }
      let orientation = Orientation(ofEncoded: bytes)
      // Once they were not turned; what else was read then has the digest it had.
      if orientation != .upright { hash.update("orientation \(orientation.rawValue)\0") }
      let fitting =
        picture.height == shape.height && picture.width == shape.width
        ? picture : picture.scaled(height: shape.height, width: shape.width)
      fitting.bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[(row * shape.count)...]).copyMemory(from: $0)
      }
    }
    (self.isThere, self.withBytesTooMany, digest) = (isThere, withBytesTooMany, hash.hexadecimal())
    features = Features(shape: shape, buffer: FeatureBuffer(memory, element: .byte))
  }
}
