/// What the splits say of several models: corrected resampled t-tests and intervals.
struct RecipeTests {
  private let folds: [[Double]]
  private let ratio: Double
  private let family: [Bool]

  /// Takes one score a split of each model, whether it is in the family that corrections are for, and n_test / n_train.
  init(_ folds: [[Double]], family: [Bool], testToTrainRatio: Double) {
    self.folds = folds
    self.family = family
    ratio = testToTrainRatio
  }

  /// p of one model against each of others, corrected by Holm for those of the family; nil where the splits say nothing.
  func pValues(_ anchor: Int, against rivals: Range<Int>) -> [Double?] {
    let tests = rivals.map { PairedComparison(folds[$0], folds[anchor], testToTrainRatio: ratio) }
    let known = zip(rivals, tests).compactMap { rival, test in family[rival] ? test?.pValue : nil }
    var corrected = holmCorrected(known)[...]
    return zip(rivals, tests).map { rival, test in
      test.flatMap { family[rival] ? corrected.popFirst() : $0.pValue }
    }
  }

  /// The difference of each model to one of them; nil for that one and where the splits say nothing.
  func differences(to anchor: Int) -> [RecipeDifference?] {
    guard anchor + 1 < folds.count else { return Array(repeating: nil, count: folds.count) }
    let rivals = anchor + 1..<folds.count
    let level = 0.05 / Double(max(1, rivals.count { family[$0] }))
    let below = zip(rivals, pValues(anchor, against: rivals)).map { rival, p -> RecipeDifference? in
      guard let p, let test = PairedComparison(folds[rival], folds[anchor], testToTrainRatio: ratio) else { return nil }
      let width = test.standardError * studentCritical(level: level, degreesOfFreedom: Double(test.degreesOfFreedom))
      return RecipeDifference(difference: test.meanDifference, halfWidth: width, pValue: p)
    }
    return Array(repeating: nil, count: anchor + 1) + below
  }

  /// The interval of a model's mean, as that of its differences to 0.
  func interval(of model: Int) -> MeanInterval? {
    let zeros = [Double](repeating: 0, count: folds[model].count)
    guard let test = PairedComparison(folds[model], zeros, testToTrainRatio: ratio), test.standardError > 0 else {
      return nil
    }
    let critical = studentCritical(level: 0.05, degreesOfFreedom: Double(test.degreesOfFreedom))
    return MeanInterval(method: .correctedT, halfWidth: test.standardError * critical)
  }
}
