import BakeoffCore
import BakeoffEvaluation

/// Which training rows of a data set are used.
package struct RowChoice: Sendable {
  /// The rows, ascending.
  package let rows: [Int]

  /// These rows, ascending.
  init(rows: [Int]) {
    self.rows = rows
  }

  /// About `limit` of the training rows, drawn by class share and `seed`; all of them without a limit.
  package init(of dataset: Dataset, limit: Int?, seed: UInt64) {
    guard let limit, limit < dataset.trainingCount else {
      rows = Array(dataset.trainingRows)
      return
    }
    rows = stratifiedSample(
      labels: Array(dataset.examples.labels[dataset.trainingRows]), count: limit, seed: derivedSeed(seed, "limit"))
  }

  /// The splits of these rows, which have `labels` and may belong to `groups` of the data set, as rows of the data set. Throws `ConfigurationError` where they
  /// cannot be split so.
  func splits(
    by resampling: any Resampling, labels: [Int], groups: [Int]?, seed: UInt64
  ) throws -> [Split] {
    // A resampling numbers the rows it is given from 0; what lies beyond them are rows of the fixed hold-out.
    let ownGroups = groups.map { groups in rows.map { groups[$0] } }
    return try resampling.splits(labels: labels, groups: ownGroups, seed: derivedSeed(seed, "splits")).map { split in
      let test = split.test.map { $0 < rows.count ? rows[$0] : $0 }
      return Split(
        repetition: split.repetition, fold: split.fold, training: split.training.map { rows[$0] }, test: test,
        groups: groups.map { groups in test.map { groups[$0] } })
    }
  }
}
