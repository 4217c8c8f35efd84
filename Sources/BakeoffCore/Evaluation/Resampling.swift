/// Row numbers to train on and to test on; both refer to the rows of the data set.
public struct Split: Hashable, Sendable {
  /// Which repeat it belongs to, from 0.
  public let repetition: Int
  /// Which fold of its repeat it is, from 0.
  public let fold: Int
  /// The rows to learn from, ascending.
  public let training: [Int]
  /// The rows to predict, ascending; none of them is a training row.
  public let test: [Int]
  /// Which fit of the same rows it is, from 0: each has a seed of its own.
  public let fit: Int
  /// The share of the split's training rows that are learned from, above 0 and at most 1; below 1 on a learning curve.
  public let share: Double
  /// The group of each row to predict, such as its patient; nil where every row stands for itself.
  public let groups: [Int]?

  /// Makes a split.
  public init(
    repetition: Int = 0, fold: Int = 0, training: [Int], test: [Int], fit: Int = 0, share: Double = 1,
    groups: [Int]? = nil
  ) {
    self.repetition = repetition
    self.fold = fold
    self.training = training
    self.test = test
    self.fit = fit
    self.share = share
    self.groups = groups
  }

  /// The same rows for another fit.
  public func fitted(_ fit: Int) -> Split {
    Split(
      repetition: repetition, fold: fold, training: training, test: test, fit: fit, share: share, groups: groups)
  }

  /// The same split with these of its training rows, a share of all.
  public func learning(from training: [Int], share: Double) -> Split {
    Split(repetition: repetition, fold: fold, training: training, test: test, fit: fit, share: share, groups: groups)
  }
}

/// A way to make splits from labels and a seed: once an experiment, shared by every plugin.
public protocol Resampling: Sendable {
  /// The name it is selected by.
  var id: String { get }
  /// One line for a heading, such as `stratified 5-fold`.
  var summary: String { get }
  /// What it was set to, by name.
  var settings: [String: SettingValue] { get }
  /// The splits for rows 0..<labels.count. Throws `ConfigurationError` where these labels cannot be split so.
  func splits(labels: [Int], seed: UInt64) throws -> [Split]
  /// The splits for rows that belong to `groups`, one number a row, where there are any. Throws `ConfigurationError` where
  /// they cannot be split so.
  func splits(labels: [Int], groups: [Int]?, seed: UInt64) throws -> [Split]
  /// What a user should know before these labels are split so, one line each; `classNames` has a name for each class.
  func warnings(labels: [Int], classNames: [String]) -> [String]
}

extension Resampling {
  /// None.
  public var settings: [String: SettingValue] { [:] }
  /// The splits without regard to groups. Throws where rows of a group would be learned from and tested in one split.
  public func splits(labels: [Int], groups: [Int]?, seed: UInt64) throws -> [Split] {
    let splits = try splits(labels: labels, seed: seed)
    guard let groups else { return splits }
    for split in splits {
      // Rows beyond the groups are those of a fixed hold-out.
      let known = Set(split.training.filter { $0 < groups.count }.map { groups[$0] })
      guard split.test.allSatisfy({ $0 >= groups.count || !known.contains(groups[$0]) }) else {
        throw ConfigurationError(
          "resampling \(id) would learn from rows of a group and test others of it; use stratified-group-kfold or "
            + "leave-one-group-out")
      }
    }
    return splits
  }
  /// None.
  public func warnings(labels: [Int], classNames: [String]) -> [String] { [] }
}
