/// A place data comes from: a published data set, a generator, or files of the user's.
public protocol DatasetSource: Sendable {
  /// What a user reads before choosing it.
  var card: DatasetCard { get }
  /// Fetches, checks and decodes the data. Throws `DatasetError`.
  func load(_ context: LoadContext) async throws -> Dataset
}

/// What a user reads of a data set before choosing it.
public struct DatasetCard: Hashable, Sendable {
  /// The name it is selected by: lower-case words joined by hyphens.
  public let id: String
  /// Its full name.
  public let title: String
  /// One line: what it holds, how many rows and classes.
  public let summary: String
  /// The licence of the data.
  public let licence: String

  /// Makes a card.
  public init(id: String, title: String, summary: String, licence: String) {
    self.id = id
    self.title = title
    self.summary = summary
    self.licence = licence
  }
}

/// What a source may use of the world while loading.
public struct LoadContext: Sendable {
  /// Folders that hold a folder per data set, in the order they are searched; a file that is there but bad is an error.
  public let dataDirectories: [String]
  /// The folder downloads are kept in.
  public let cacheDirectory: String
  /// Whether the network may be used.
  public let mayDownload: Bool
  /// What stands for a value that is not known in a table, besides what usually does; after `only`, instead of that.
  public let missing: [String]
  /// Whether rows without a class are left out of a table; otherwise they are an error.
  public let dropsMissingTargets: Bool
  /// Whether files of a folder of pictures that cannot be read are passed over; otherwise they are an error.
  public let skipsUnreadable: Bool
  /// Called with one line for a person: what is being fetched, and how far it has come (0...1, nil where unknown).
  public let progress: @Sendable (String, Double?) -> Void

  /// Makes a context.
  public init(
    dataDirectories: [String], cacheDirectory: String, mayDownload: Bool = true, missing: [String] = [],
    dropsMissingTargets: Bool = false, skipsUnreadable: Bool = false,
    progress: @escaping @Sendable (String, Double?) -> Void = { _, _ in }
  ) {
    self.dataDirectories = dataDirectories
    self.cacheDirectory = cacheDirectory
    self.mayDownload = mayDownload
    self.missing = missing
    self.dropsMissingTargets = dropsMissingTargets
    self.skipsUnreadable = skipsUnreadable
    self.progress = progress
  }
}
