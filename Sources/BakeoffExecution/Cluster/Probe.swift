import BakeoffCore
import BakeoffFiles
import Foundation

/// What a probe task found out on the machine that ran it.
struct ProbeAnswer: Codable, Sendable {
  /// The machine.
  let node: String
  /// Whether it read the features that were written for it.
  let hasFeatures: Bool
}

extension JobFolder {
  /// The file of what a probe task says.
  var probe: String { "\(path)/probe.json" }
}

/// Reads the features from the shared folder, and writes into it.
func answerProbe(_ job: JobFolder) -> Int32 {
  let answer = ProbeAnswer(
    node: nodeName, hasFeatures: Campaign.areFeatures(of: job.campaign, at: Campaign.features(in: job.campaign)) == true
  )
  do {
    try writePrivateFile(try JSONEncoder().encode(answer), to: job.probe)
    return 0
  } catch {
    FileHandle.standardError.write(Data("bakeoff: probe: \(systemReason(error))\n".utf8))
    return 74
  }
}
