import BakeoffCore

/// Gaussian naive Bayes: each feature is normal within each class, and independent of the others.
///
/// Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 6.6.3; the smoothing is scikit-learn's.
public struct NaiveBayes: ClassifierPlugin {
  /// What a user reads of it.
  public static let card = PluginCard(
    id: "naive-bayes", title: "Gaussian naive Bayes", version: "1",
    summary: "Each feature is normal within each class, and independent of the others.",
    reference: "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 6.6.3")

  /// Added to every variance, as a share of the largest variance of a feature; in 0<...1.
  @Setting(
    "added to every variance, as a share of the largest feature variance",
    .real(SettingRange(lower: 0, upper: 1, excludesLower: true, scale: .logarithmic)))
  public var smoothing = 0.1

  /// The recipe with its default settings.
  public init() {}

  /// Computes each class's share, means and variances. Throws `TrainingError` for rows it cannot learn from.
  public func fit(_ examples: Examples, context: FitContext) throws -> NaiveBayesModel {
    guard examples.count > 0 else { throw TrainingError("naive-bayes has no rows to learn from; give it more rows") }
    var classes = Array(repeating: Moments(width: examples.features.shape.count), count: examples.classCount)
    var all = Moments(width: examples.features.shape.count)
    for (row, label) in examples.labels.enumerated() {
      if row.isMultiple(of: 256) { try context.checkCancellation() }
      let values = examples.features.floats(row..<row + 1)
      classes[label].add(values)
      all.add(values)
    }
    guard let largest = all.variances.max(), largest.isFinite else {
      throw TrainingError("naive-bayes: a feature is not a finite number; clean the data")
    }
    // Where every feature is constant, any positive variance will do.
    let added = largest > 0 ? smoothing * largest : 1
    return NaiveBayesModel(
      shape: examples.features.shape,
      classes: classes.map { $0.density(share: Double($0.count) / Double(examples.count), added: added) })
  }
}

/// Count, means and squared deviations of rows seen one after another (Welford's update).
private struct Moments {
  private(set) var count = 0
  private var means: [Double]
  private var squares: [Double]

  init(width: Int) {
    means = Array(repeating: 0, count: width)
    squares = means
  }

  var variances: [Double] { squares.map { $0 / Double(max(1, count)) } }

  mutating func add(_ row: [Float]) {
    count += 1
    for column in row.indices {
      let deviation = Double(row[column]) - means[column]
      means[column] += deviation / Double(count)
      squares[column] += deviation * (Double(row[column]) - means[column])
    }
  }

  /// The class's density; nil for a class that has no rows.
  func density(share: Double, added: Double) -> ClassDensity? {
    guard count > 0 else { return nil }
    return ClassDensity(share: share, means: means, variances: variances.map { $0 + added })
  }
}
