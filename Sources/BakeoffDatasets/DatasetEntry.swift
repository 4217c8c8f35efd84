import BakeoffCore
import Foundation

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
    let text = specifier
    let specifier = Specifier(text)
    if !ids.contains(specifier.id) { try checkIsNoAddress(text, id: "csv") }
    if !ids.contains(specifier.id), let advice = adviceForPath(text) { throw ConfigurationError(advice) }
    return try entry(specifier.id).make(specifier.argument)
  }
}

/// What to write in place of a path that stands alone; nil for what is no path.
private func adviceForPath(_ text: String) -> String? {
  let path = text.split(separator: ",", maxSplits: 1).first.map(String.init) ?? text
  let url = URL(fileURLWithPath: expandingHome(path))
  var isFolder: ObjCBool = false
  let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
  if exists, isFolder.boolValue { return "data set \(text): say what it is; for a folder of pictures: images:\(text)" }
  let name = url.lastPathComponent.lowercased()
  let ending = [".gz", ".bz2"].reduce(name) { $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0 }
  let kinds = [
    "csv": "csv", "tsv": "csv", "txt": "csv", "data": "csv", "arff": "arff", "svm": "libsvm", "libsvm": "libsvm",
    "npz": "npz",
  ]
  let last = ending.split(separator: ".").last.map(String.init) ?? ""
  if ["parquet", "feather", "xlsx", "xls"].contains(last) {
    return "data set \(text): \(last) files are not read; write it as CSV, as pandas does with to_csv, and use csv:FILE"
  }
  if let kind = kinds[last] { return "data set \(text): say what it is: \(kind):\(text)" }
  return exists ? "data set \(text): say what it is, such as csv:\(text); `bakeoff datasets` lists the kinds" : nil
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
