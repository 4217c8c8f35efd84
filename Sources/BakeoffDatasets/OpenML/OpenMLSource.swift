import BakeoffCore
import BakeoffFiles
import Foundation

/// A data set of openml.org by its number, out of a local folder, the cache, or from the network.
///
/// A folder is laid out as openml-python's cache is: `ID/dataset.arff`, beside it `description.json` or
/// `description.xml`, which name the target and the columns to leave out.
public struct OpenMLSource: DatasetSource {
  /// What the source reads, for a list of data sets.
  static let card = DatasetCard(
    id: "openml", title: "OpenML data set",
    summary: "openml:ID, with ,label=NAME ,ignore=COLUMNS as for csv; fetched once, then out of the cache",
    licence: "as openml.org says")

  private static let server = "https://www.openml.org"

  private let id: Int
  private let options: TableOptions
  private let fetcher: any FileFetcher
  private let server: String

  package init(id: Int, arguments: Arguments, fetcher: any FileFetcher = HTTPFetcher(), server: String = server) throws
  {
    self.id = id
    options = try TableOptions(arguments)
    self.fetcher = fetcher
    self.server = server
  }

  /// What a user reads before choosing it.
  public var card: DatasetCard { Self.card }

  /// Finds, fetches and reads the data set. Throws `DatasetError`.
  public func load(_ context: LoadContext) async throws -> Dataset {
    let folder = try await folder(context)
    let file = InputFile(dataFile(in: folder) ?? "", name: "openml:\(id)", remedy: "delete \(folder) and run again")
    let description = OpenMLDescription(folder: folder)
    var options = options
    options.label = options.label ?? description?.target
    if options.ignore == nil, let ignored = description?.ignored, !ignored.isEmpty {
      options.ignore = ignored.joined(separator: "+")
    }
    let bytes = try file.content()
    let name = "openml:\(id)" + (description?.name.map { " (\($0))" } ?? "")
    return try ARFFDatasetSource(file, options).dataset(named: name, bytes, context)
  }

  /// The folder that holds it: one of the data directories, or that of the cache, filled where it is not there.
  private func folder(_ context: LoadContext) async throws -> String {
    let places = context.dataDirectories.flatMap {
      ["\($0)/openml/\(id)", "\($0)/org/openml/www/datasets/\(id)", "\($0)/\(id)"]
    }
    let cache = "\(context.cacheDirectory)/openml/\(id)"
    if let found = (places + [cache]).first(where: { dataFile(in: $0) != nil }) { return found }
    guard context.mayDownload else { throw unavailable(places + [cache, "no download, which was not allowed"], cache) }
    do {
      try makeFolder(cache)
      try await download("\(server)/api/v1/json/data/\(id)", as: "description.json", into: cache, context) {
        _ = try OpenMLDescription.json($0)
      }
      guard let address = OpenMLDescription(folder: cache)?.address else {
        throw DownloadCache.Failure(tried: ["the description names no file"])
      }
      try await download(address, as: "dataset.arff", into: cache, context) { file in
        _ = try ARFFReader(file.content(), file, missing: MissingMarks())
      }
      return cache
    } catch let failure as DownloadCache.Failure {
      throw unavailable(places + [cache] + failure.tried, cache)
    }
  }

  private func download(
    _ address: String, as name: String, into folder: String, _ context: LoadContext, verify: (InputFile) throws -> Void
  ) async throws {
    let cache = DownloadCache(folder: folder, mirrors: [""], fetcher: fetcher, progress: context.progress)
    try await cache.fetch(name, as: address, verify: verify)
  }

  private func dataFile(in folder: String) -> String? {
    ["dataset.arff", "dataset.arff.gz"].map { "\(folder)/\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
  }

  private func unavailable(_ tried: [String], _ cache: String) -> DatasetError {
    .unavailable(
      name: "openml:\(id)", tried: tried,
      remedy: "put its ARFF file at \(cache)/dataset.arff, or at openml/\(id)/dataset.arff in a data directory")
  }
}

/// What openml.org says of a data set.
struct OpenMLDescription {
  /// What it is called.
  let name: String?
  /// The column of the classes.
  let target: String?
  /// Columns that are nothing to learn from.
  let ignored: [String]
  /// Where its file is.
  let address: String?

  /// Reads the description in a folder; nil where there is none.
  init?(folder: String) {
    func content(_ name: String) -> Data? {
      try? contents(ofFile: "\(folder)/\(name)", atMost: 1 << 26, regularOnly: true)
    }
    if let data = content("description.json"),
      let found = Self.json(data)
    {
      self = found
    } else if let data = content("description.xml") {
      let xml = String(decoding: data, as: UTF8.self)
      func values(_ tag: String) -> [String] {
        xml.components(separatedBy: "<oml:\(tag)>").dropFirst().compactMap {
          $0.components(separatedBy: "</oml:\(tag)>").first
        }
      }
      name = values("name").first
      target = values("default_target_attribute").first
      ignored = values("ignore_attribute") + values("row_id_attribute")
      address = values("url").first
    } else {
      return nil
    }
  }

  private init(_ facts: [String: Any]) {
    func texts(_ key: String) -> [String] {
      if let list = facts[key] as? [String] { return list }
      return (facts[key] as? String).map { $0.split(separator: ",").map { trimmed($0) } } ?? []
    }
    name = facts["name"] as? String
    target = facts["default_target_attribute"] as? String
    ignored = (texts("ignore_attribute") + texts("row_id_attribute")).filter { !$0.isEmpty }
    address = facts["url"] as? String
  }

  private static func json(_ data: Data) -> OpenMLDescription? {
    let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    return (object?["data_set_description"] as? [String: Any]).map { OpenMLDescription($0) }
  }

  /// The description in a file that was fetched. Throws `DatasetError.malformed` where it is none.
  static func json(_ file: InputFile) throws -> OpenMLDescription {
    guard let found = json(Data(try file.content())) else {
      throw file.malformed(expected: "a description of a data set", found: "something else")
    }
    return found
  }
}

extension OpenMLSource {
  /// The data set that `ID[,key=value…]` names. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let specifier = try FileSpecifier(specifier, of: Self.card, keys: TableOptions.keys)
    guard let id = Int(specifier.path), id > 0 else {
      throw ConfigurationError("openml:\(specifier.path): give the number of a data set, as in openml:61")
    }
    try self.init(id: id, arguments: specifier.arguments)
  }
}
