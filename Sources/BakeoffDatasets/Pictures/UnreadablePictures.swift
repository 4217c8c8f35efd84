import BakeoffCore

/// The files of a folder of pictures that cannot be read, each with what it is.
struct UnreadablePictures {
  /// How many are named; the others are counted.
  private static let mostNamed = 8

  private let folder: InputFile
  private let fileCount: Int
  private var faults: [(name: String, error: DatasetError)] = []

  /// None yet, of so many files.
  init(folder: InputFile, of fileCount: Int) {
    self.folder = folder
    self.fileCount = fileCount
  }

  /// What `read` returns; nil where it throws a `DatasetError`, of which a note is taken.
  mutating func unlessItFails<Value>(_ entry: PictureEntry, _ read: () throws -> Value) throws -> Value? {
    try Task.checkCancellation()
    do {
      return try read()
    } catch let error as DatasetError {
      faults.append((shortName(of: entry), error))
      return nil
    }
  }

  /// A file's path below the folder.
  func shortName(of entry: PictureEntry) -> String {
    entry.file.path.hasPrefix(folder.path + "/")
      ? String(entry.file.path.dropFirst(folder.path.count + 1)) : entry.file.path
  }

  /// The error that names them; nil where there are none.
  var error: DatasetError? {
    guard let first = faults.first else { return nil }
    guard faults.count > 1 else {
      guard case .malformed(let place, let expected, let found, let remedy) = first.error else { return first.error }
      return .malformed(
        place: place, expected: expected, found: found, remedy: "\(remedy), or pass it over with --skip-unreadable")
    }
    return folder.malformed(
      expected: "PNG or JPEG pictures",
      found: "\(grouped(faults.count)) files of \(grouped(fileCount)) that cannot be read: \(names)",
      remedy: "save them as PNG or JPEG, take them away, or pass them over with --skip-unreadable")
  }

  /// That they were passed over; nothing where there are none.
  var notes: [String] {
    faults.isEmpty
      ? []
      : [
        "\(counted(faults.count, "file")) of \(grouped(fileCount)) that cannot be read \(faults.count == 1 ? "was" : "were") passed over (--skip-unreadable): \(names)."
      ]
  }

  private var names: String {
    let named = faults.prefix(Self.mostNamed).map { "\($0.name) is \(what($0.error))" }.joined(separator: ", ")
    let others = faults.count - Self.mostNamed
    return others > 0 ? "\(named), and \(grouped(others)) more" : named
  }

  private func what(_ error: DatasetError) -> String {
    switch error {
    case .malformed(_, _, let found, _): found
    case .unavailable(_, let tried, _): "not to be had (\(tried.joined(separator: "; ")))"
    }
  }
}
