extension Predictions {
  /// Throws a `TrialFailure` unless there is a finite score for each row and class, summing to 1 in each row where they
  /// claim to be probabilities.
  package func check(rows: Int, classes: Int) throws {
    guard classCount == classes, count == rows else {
      throw TrialFailure(.malformed, "\(count) x \(classCount) scores where \(rows) x \(classes) were asked for")
    }
    if let index = scores.firstIndex(where: { !$0.isFinite }) {
      throw TrialFailure(.malformed, "a score of test row \(index / classes) is not finite")
    }
    guard kind == .probabilities else { return }
    for row in 0..<rows {
      let scores = self.row(row)
      let sum = scores.reduce(0, +)
      guard abs(sum - 1) < 1e-3, scores.allSatisfy({ $0 >= 0 && $0 <= 1.001 }) else {
        throw TrialFailure(
          .malformed, "the probabilities of test row \(row) are not in 0...1 with sum 1 (sum \(sum))")
      }
    }
  }
}
