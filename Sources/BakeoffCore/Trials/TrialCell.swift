/// A cell of the table of an experiment: one model on one split.
public struct TrialCell: Hashable, Sendable {
  /// Which model of the experiment, from 0.
  public let model: Int
  /// Which split of the experiment, from 0.
  public let split: Int

  /// Makes a cell.
  public init(model: Int, split: Int) {
    self.model = model
    self.split = split
  }
}
