import BakeoffCore

/// The datasets a user can choose from, by specifiers such as `mnist`, `synthetic-digits:seed=3` or `csv:iris.csv`.
public struct DatasetRegistry: Sendable {
  /// One choice: its card, and how to make its source from what follows the colon.
  public struct Entry: Sendable {
    let card: DatasetCard
    let make: @Sendable (String?) throws -> any DatasetSource

    /// A source that takes no argument.
    public init(_ source: any DatasetSource) {
      let id = source.card.id
      self.init(source.card) { argument in
        if let argument { throw ConfigurationError("\(id) takes no argument, but \(argument) was given") }
        return source
      }
    }

    /// A source made from the text after the colon, nil where there is none.
    public init(_ card: DatasetCard, make: @escaping @Sendable (String?) throws -> any DatasetSource) {
      self.card = card
      self.make = make
    }
  }

  private let entries: [Entry]

  /// A registry of these entries, in the order they are listed.
  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The datasets that come with Bakeoff.
  public static let standard = DatasetRegistry([
    Entry(IDXDatasetSource.mnist),
    Entry(IDXDatasetSource.fashionMNIST),
    Entry(IDXDatasetSource.kuzushijiMNIST),
    Entry(SyntheticDigits().card) { try SyntheticDigits(specifier: $0) },
    Entry(CSVDatasetSource.card) { try CSVDatasetSource(specifier: $0) },
    Entry(NPZDatasetSource.card) { try NPZDatasetSource(specifier: $0) },
    Entry(ImageFolderSource.card) { try ImageFolderSource(specifier: $0) },
  ])

  /// What there is to choose from.
  public var cards: [DatasetCard] { entries.map(\.card) }

  /// The source for `id` or `id:argument`. Throws `ConfigurationError` that lists the known ids and suggests the
  /// nearest, or says what is wrong with the argument.
  public func source(_ specifier: String) throws -> any DatasetSource {
    let parts = specifier.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let ids = entries.map(\.card.id)
    guard let entry = entries.first(where: { $0.card.id == parts[0] }) else {
      let suggestion = nearestName(to: parts[0], among: ids).map { "did you mean \($0)? " } ?? ""
      throw ConfigurationError(
        "there is no dataset \(parts[0]); \(suggestion)Choose from: \(ids.joined(separator: ", "))")
    }
    return try entry.make(parts.count > 1 ? parts[1] : nil)
  }
}
