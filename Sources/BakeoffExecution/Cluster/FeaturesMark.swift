import Foundation

/// What the features of a trial were like at a moment, where programs take part, which can write to them.
///
/// A trial counts that found the same file whole before and after: one that was written anew meanwhile is another file.
struct FeaturesMark: Equatable {
  /// Whether the values are not what they were when the run began.
  let isSpoilt: Bool
  private let file: UInt64

  /// Looks at the features in the folder of a run, or at the copy of them at `path`; where no programs take part there is
  /// nothing to see.
  init(of campaign: String, at path: String) {
    guard FileManager.default.fileExists(atPath: "\(campaign)/programs") else {
      (isSpoilt, file) = (false, 0)
      return
    }
    var facts = stat()
    file = stat(path, &facts) == 0 ? UInt64(facts.st_ino) : 0
    isSpoilt = Campaign.areFeatures(of: campaign, at: path) == false
  }
}
