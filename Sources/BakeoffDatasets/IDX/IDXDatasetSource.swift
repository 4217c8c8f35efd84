import BakeoffCore
import BakeoffFiles
import Foundation

/// A published data set in four IDX files: images and labels to train on, images and labels to test on.
///
/// It is looked for in each data directory (a folder named after the data set, the files plain or gzip), in the cache,
/// and on the mirrors. Every file's checksum is verified wherever it comes from.
public struct IDXDatasetSource: DatasetSource {
  /// What a user reads before choosing it.
  public let card: DatasetCard
  let classNames: [String]
  let files: Files
  let mirrors: [String]
  let fetcher: any FileFetcher

  /// Describes a data set; each mirror is an address ending in a slash, to which `name.gz` is appended.
  public init(card: DatasetCard, classNames: [String], files: Files, mirrors: [String]) {
    self.init(card: card, classNames: classNames, files: files, mirrors: mirrors, fetcher: HTTPFetcher())
  }

  /// The same, with something else than HTTP to bring the files.
  package init(
    card: DatasetCard, classNames: [String], files: Files, mirrors: [String], fetcher: any FileFetcher
  ) {
    self.card = card
    self.classNames = classNames
    self.files = files
    self.mirrors = mirrors
    self.fetcher = fetcher
  }

  /// Finds the four files, verifies and decodes them. Throws `DatasetError`: malformed for a file that is there but not
  /// what it should be, unavailable where it is nowhere; and `CancellationError`.
  public func load(_ context: LoadContext) async throws -> Dataset {
    for directory in context.dataDirectories {
      if let folder = try folder(in: directory) {
        return try decode(folder) { try file($0, in: folder) }
      }
    }
    return try await loadFromCache(context)
  }

  // MARK: Data directories

  private func folder(in directory: String) throws -> String? {
    let directory = InputFile(directory, remedy: "name a folder that holds a folder per data set")
    guard try kind(directory) == S_IFDIR else {
      throw directory.malformed(expected: "a data directory", found: "something that is not a folder")
    }
    let folder = InputFile(
      directory.path + "/" + card.id, remedy: "make it a readable folder with the files of \(card.id), or remove it")
    guard let kind = try kind(folder, mayBeMissing: true) else { return nil }
    guard kind == S_IFDIR, access(folder.path, R_OK | X_OK) == 0 else {
      throw folder.malformed(
        expected: "a readable folder", found: kind == S_IFDIR ? systemErrorDescription() : "something else")
    }
    return folder.path
  }

  private func kind(_ file: InputFile, mayBeMissing: Bool = false) throws -> mode_t? {
    var status = stat()
    if stat(file.path, &status) == 0 { return status.st_mode & S_IFMT }
    if mayBeMissing && errno == ENOENT { return nil }
    throw file.malformed(expected: "a readable folder", found: systemErrorDescription().lowercased())
  }

  private func file(_ file: File, in folder: String) throws -> InputFile {
    let candidates = [folder + "/" + file.name + ".gz", folder + "/" + file.name]
    let path = candidates.first { access($0, F_OK) == 0 }
    let found = InputFile(
      path ?? candidates[0],
      remedy: "replace it with the published file, or remove \(folder) to have the data fetched")
    guard path != nil else { throw found.malformed(expected: "one of the four files of \(card.id)", found: "no file") }
    return found
  }

  // MARK: Cache and mirrors

  private func loadFromCache(_ context: LoadContext) async throws -> Dataset {
    let folder = context.cacheDirectory + "/" + card.id
    let missing = files.all.filter { access(folder + "/" + $0.name + ".gz", F_OK) != 0 }
    do {
      try await fetch(missing, into: folder, context)
    } catch let failure as DownloadCache.Failure {
      throw unavailable(context, failure.tried)
    }
    do {
      return try decode(folder) { cached($0, in: folder) }
    } catch let error as DatasetError {
      // A cached file went bad: only a verified one takes its place, and without that its error stands.
      let bad = files.all.filter { file in (try? verify(file, cached(file, in: folder))) == nil }
      do {
        try await fetch(bad, into: folder, context)
      } catch is DownloadCache.Failure {
        throw error
      }
      return try decode(folder) { cached($0, in: folder) }
    }
  }

  private func fetch(_ files: [File], into folder: String, _ context: LoadContext) async throws {
    guard !files.isEmpty else { return }
    guard context.mayDownload else { throw DownloadCache.Failure(tried: ["no download, which was not allowed"]) }
    let cache = DownloadCache(folder: folder, mirrors: mirrors, fetcher: fetcher, progress: context.progress)
    for file in files {
      try await cache.fetch(file.name + ".gz") { try verify(file, $0) }
    }
  }

  private func cached(_ file: File, in folder: String) -> InputFile {
    InputFile(
      folder + "/" + file.name + ".gz", remedy: "delete it and run again with a network to have it fetched anew")
  }

  private func unavailable(_ context: LoadContext, _ tried: [String]) -> DatasetError {
    let directories = context.dataDirectories.isEmpty ? ["no data directory is set"] : context.dataDirectories
    let names = files.all.map { $0.name + ".gz" }.joined(separator: ", ")
    return .unavailable(
      name: card.id, tried: directories + ["the cache \(context.cacheDirectory)"] + tried,
      remedy: "download \(names) from \(mirrors.first ?? "its home page") into a folder \(card.id), "
        + "make the folder above that a data directory (BAKEOFF_DATA_DIR), or use synthetic-digits")
  }

  // MARK: Decoding

  private func isImages(_ file: File) -> Bool { file == files.trainingImages || file == files.testImages }

  /// Throws `DatasetError.malformed` unless `input` holds this file, whole and with its checksum.
  private func verify(_ file: File, _ input: InputFile) throws {
    let reader = try IDXReader(input, dimensions: isImages(file) ? 3 : 1)
    let values = UnsafeMutableRawBufferPointer.allocate(byteCount: reader.count, alignment: 1)
    defer { values.deallocate() }
    _ = try reader.read(into: values, checksum: file.checksum)
  }

  private func decode(_ folder: String, _ locate: (File) throws -> InputFile) throws -> Dataset {
    let inputs = try files.all.map(locate)
    let training = try IDXPair(images: inputs[0], labels: inputs[1])
    let test = try IDXPair(images: inputs[2], labels: inputs[3])
    guard training.shape == test.shape else {
      throw inputs[2].malformed(expected: "images of \(training.shape), as in training", found: "\(test.shape)")
    }
    let trainingCount = training.count
    let shape = training.shape
    let pixels = OwnedMemory(count: (trainingCount + test.count) * shape.count)
    let split = trainingCount * shape.count
    let first = try training.read(
      into: pixels.bytes[..<split], classCount: classNames.count, files.trainingImages, files.trainingLabels)
    let second = try test.read(
      into: pixels.bytes[split...], classCount: classNames.count, files.testImages, files.testLabels)
    return Dataset(
      name: card.id,
      examples: Examples(
        features: Features(shape: shape, buffer: FeatureBuffer(pixels, element: .byte)),
        labels: first.labels + second.labels,
        classCount: classNames.count),
      trainingCount: trainingCount, classNames: classNames,
      provenance: Provenance(
        source: folder, version: "1", sha256: sha256((first.digests + second.digests).joined().utf8),
        licence: card.licence))
  }
}
