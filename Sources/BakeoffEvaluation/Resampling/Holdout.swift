import BakeoffCore

/// A random part of the rows, every class in its share, is tested and the rest trained on; several times if asked.
public struct Holdout: Resampling, Hashable {
  /// The share of the rows to test, within 0...1.
  public let testFraction: Double
  /// How many times the rows are drawn anew, at least 1.
  public let repeats: Int

  /// Makes a hold-out.
  public init(testFraction: Double = 0.2, repeats: Int = 1) {
    self.testFraction = testFraction
    self.repeats = repeats
  }

  /// The id it is selected by.
  public var id: String { "holdout" }

  /// What it was set to.
  public var settings: [String: SettingValue] {
    ["test-fraction": .number(testFraction), "repeats": .integer(repeats)]
  }

  /// What it does, in a few words.
  public var summary: String {
    "stratified hold-out of \(testFraction)" + (repeats > 1 ? ", \(repeats) repeats" : "")
  }

  /// One split a repeat. Throws where either side would be empty.
  public func splits(labels: [Int], seed: UInt64) throws -> [Split] {
    guard testFraction > 0, testFraction < 1 else {
      throw ConfigurationError("the test fraction is \(testFraction); it must be between 0 and 1")
    }
    guard repeats >= 1 else { throw ConfigurationError("repeats is \(repeats); it must be at least 1") }
    let count = Int((testFraction * Double(labels.count)).rounded())
    guard count > 0, count < labels.count else {
      throw ConfigurationError(
        "a test fraction of \(testFraction) of \(labels.count) rows leaves nothing to test or to train on; use more rows"
      )
    }
    return (0..<repeats).map { repetition in
      let test = stratifiedSample(labels: labels, count: count, seed: derivedSeed(seed, id, "\(repetition)"))
      let held = Set(test)
      return Split(repetition: repetition, training: labels.indices.filter { !held.contains($0) }, test: test)
    }
  }
}
