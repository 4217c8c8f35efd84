import BakeoffCore
import BakeoffDatasets
import BakeoffFiles

/// A data set that was loaded, and what is to be said of that.
public struct LoadedDataset: Sendable {
  /// The data.
  public let dataset: Dataset
  /// What stands in the heading of a result where the data is a substitute.
  public let notice: String?
  /// Where the data it stands in for was looked for, one text a place.
  public let tried: [String]
}

extension Registry where Entry == DatasetEntry {
  /// Loads the data set a specifier names; without one MNIST, or the synthetic digits where that is unavailable.
  ///
  /// Throws `DatasetError`, and `ConfigurationError` for a specifier that names nothing.
  public func load(_ specifier: String?, _ context: LoadContext) async throws -> LoadedDataset {
    if let specifier {
      let dataset = try await source(specifier).load(context)
      let isAsFound =
        !specifier.contains(",") && context.missing.isEmpty && !context.dropsMissingTargets && !context.skipsUnreadable
      return LoadedDataset(
        dataset: isAsFound ? dataset : dataset.identified(by: contentDigest(dataset)), notice: nil, tried: [])
    }
    do {
      return LoadedDataset(dataset: try await source("mnist").load(context), notice: nil, tried: [])
    } catch let error as DatasetError {
      guard case .unavailable(_, let tried, _) = error else { throw error }
      return LoadedDataset(
        dataset: try await source("synthetic-digits").load(context),
        notice: "MNIST was unavailable: this is the built-in synthetic-digits, and its figures are not MNIST's",
        tried: tried)
    }
  }
}

/// SHA-256 over the checksum of the data and over what was made of it: columns that are left out, marks for missing values
/// and the like change what is learned from, and not the file.
private func contentDigest(_ dataset: Dataset) -> String {
  let features = dataset.examples.features
  let columns = (features.table?.columns ?? []).map { "\($0)" }
  let values = features.buffer.withUnsafeBytes { sha256($0) }
  let parts = [dataset.provenance.sha256, "\(features.shape)", "\(features.buffer.element)", values] + columns
  return sha256(SettingValue.list(parts.map { .text($0) }).canonicalText.utf8)
}
