import BakeoffCatalog
import BakeoffCore
import BakeoffFiles
import Foundation

/// The keys of an experiment's trials: SHA-256 over all that determines a trial's result, and nothing else.
///
/// That is: the checksum of the data, the task, the rows learned from with their labels, the rows predicted, the plugin
/// and its version, its settings, how they are tuned where they are, how rows are prepared, the seed of the fit, and of a
/// program the files it is made of. The model's name, the number of threads or the machine are no part of it. A change of the encoding must change `version` where an old key
/// could equal a new one of something else.
public struct TrialKeys: Sendable {
  private static let version = 1
  private let data: [String: SettingValue]
  private let splits: [SettingValue]
  private let models: [SettingValue]
  private let seeds: @Sendable (TrialCell) -> UInt64

  /// Digests what the trials of `experiment` share.
  public init(_ experiment: Experiment) {
    seeds = experiment.seed
    let labels = experiment.dataset.examples.labels
    let positive: SettingValue = experiment.task.positive.map { .integer($0) } ?? .null
    data = ["sha256": .text(experiment.dataset.provenance.sha256), "positive": positive]
    splits = experiment.splits.map { split in
      .object([
        "training": .text(digest(split.training)), "labels": .text(digest(split.training.map { labels[$0] })),
        "test": .text(digest(split.test)),
      ])
    }
    models = experiment.models.enumerated().map { index, model in
      var parts: [String: SettingValue] = [
        "plugin": .text(model.card.id), "version": .text(model.card.version),
        "settings": .object(model.settingsByFirstName),
      ]
      if case .program(let program) = model.recipe {
        // As JSON, for a program may tell 1.0 from 1.
        parts["settings"] = .text(SettingValue.object(model.settings).json)
        parts["program"] = .text(program.sourceDigest)
      }
      if let search = experiment.searches[index] {
        // The metric with its own settings, such as an average.
        parts["search"] = .list([search.plan.settingValue, .text("\(search.metric)")])
      }
      if model.role == .control { parts["labels"] = .text("permuted") }
      // Rows that are taken as they are have the key they had before there were preparations.
      let features = experiment.dataset.examples.features
      if let preparation = model.preparation(of: features) {
        parts["prepared"] = .text(preparation.keyText(for: features))
      }
      return .object(parts)
    }
  }

  /// The key of the trial of a cell: 64 hexadecimal digits.
  public func key(_ cell: TrialCell) -> String {
    let parts: SettingValue = .object([
      "format": .integer(Self.version), "data": .object(data), "split": splits[cell.split],
      "model": models[cell.model], "seed": .text(String(seeds(cell))),
    ])
    return sha256(parts.canonicalText.utf8)
  }

  /// A digest of the keys of these cells and of what is done with them.
  func raceKey(of cells: [TrialCell], _ purpose: String) -> String {
    sha256(([purpose] + cells.map(key)).joined(separator: "\n").utf8)
  }
}

/// SHA-256 over the numbers as 64-bit little-endian words.
private func digest(_ values: [Int]) -> String {
  var hash = SHA256Hash()
  hash.update(values)
  return hash.hexadecimal()
}

extension SettingValue {
  /// A text that is the same for equal values, on every platform, and different for different ones.
  ///
  /// Bencode (BitTorrent specification, BEP 3) with numbers added: texts are length and bytes, keys ascend. A number
  /// without a fraction is written as an integer, because `1.0` and `1` are the same setting.
  package var canonicalText: String {
    switch self {
    case .null: "n"
    case .bool(let value): value ? "t" : "f"
    case .integer(let value): "i\(value)e"
    case .number(let value): Int(exactly: value).map { "i\($0)e" } ?? "x\(String(value.bitPattern, radix: 16))e"
    case .text(let value): "\(value.utf8.count):\(value)"
    case .list(let values): "l\(values.map(\.canonicalText).joined())e"
    case .object(let values): "d\(Self.canonicalPairs(values).joined())e"
    }
  }

  private static func canonicalPairs(_ values: [String: SettingValue]) -> [String] {
    values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { SettingValue.text($0.key).canonicalText + $0.value.canonicalText }
  }
}
