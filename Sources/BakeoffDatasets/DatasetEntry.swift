import BakeoffCore

/// A data set as a choice: its card, and how to make its source from what a user writes after its id and a colon.
public struct DatasetEntry: Registered {
  /// What a user reads before choosing it.
  public let card: DatasetCard
  let make: @Sendable (String?) throws -> any DatasetSource

  /// The id of the card.
  public var id: String { card.id }

  /// A source that takes no argument.
  public init(_ source: any DatasetSource) {
    let id = source.card.id
    self.init(source.card) { argument in
      if let argument { throw ConfigurationError("\(id) takes no argument, but \(argument) was given") }
      return source
    }
  }

  /// A source made from the text after the colon, nil where there is none; `make` throws `ConfigurationError` where
  /// that text is wrong.
  public init(_ card: DatasetCard, make: @escaping @Sendable (String?) throws -> any DatasetSource) {
    self.card = card
    self.make = make
  }
}

extension Registry where Entry == DatasetEntry {
  /// The source for a specifier such as `mnist`, `synthetic-digits:seed=3` or `csv:iris.csv`. Throws
  /// `ConfigurationError` that lists the known ids and suggests the nearest, or says what is wrong with the argument.
  public func source(_ specifier: String) throws -> any DatasetSource {
    let specifier = Specifier(specifier)
    return try entry(specifier.id).make(specifier.argument)
  }
}

/// The data sets that come with Bakeoff, in the order they are listed.
public let standardDatasets: [DatasetEntry] = [
  DatasetEntry(IDXDatasetSource.mnist),
  DatasetEntry(IDXDatasetSource.fashionMNIST),
  DatasetEntry(IDXDatasetSource.kuzushijiMNIST),
  DatasetEntry(SyntheticDigits().card) { try SyntheticDigits(specifier: $0) },
  DatasetEntry(CSVDatasetSource.card) { try CSVDatasetSource(specifier: $0) },
  DatasetEntry(ARFFDatasetSource.card) { try ARFFDatasetSource(specifier: $0) },
  DatasetEntry(LIBSVMDatasetSource.card) { try LIBSVMDatasetSource(specifier: $0) },
  DatasetEntry(IDXPairSource.card) { try IDXPairSource(specifier: $0) },
  DatasetEntry(OpenMLSource.card) { try OpenMLSource(specifier: $0) },
  DatasetEntry(NPZDatasetSource.card) { try NPZDatasetSource(specifier: $0) },
  DatasetEntry(ImageFolderSource.card) { try ImageFolderSource(specifier: $0) },
]
