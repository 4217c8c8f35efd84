/// Row numbers to train on and to test on; both refer to the rows of the data set.
public struct Split: Hashable, Sendable, Codable {
  /// Which repeat it belongs to, from 0.
  public let repetition: Int
  /// Which fold of its repeat it is, from 0.
  public let fold: Int
  /// The rows to learn from, ascending.
  public let training: [Int]
  /// The rows to predict, ascending; none of them is a training row.
  public let test: [Int]

  /// Makes a split.
  public init(repetition: Int = 0, fold: Int = 0, training: [Int], test: [Int]) {
    self.repetition = repetition
    self.fold = fold
    self.training = training
    self.test = test
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
  /// What a user should know before these labels are split so, one line each; `classNames` has a name for each class.
  func warnings(labels: [Int], classNames: [String]) -> [String]
}

extension Resampling {
  /// None.
  public var settings: [String: SettingValue] { [:] }
  /// None.
  public func warnings(labels: [Int], classNames: [String]) -> [String] { [] }
}
