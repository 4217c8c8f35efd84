import ArgumentParser
import BakeoffCore
import BakeoffExecution
import Foundation

/// Runs one trial for another process of this program; not for people.
struct Worker: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one trial as Documentation/WorkerProtocol.md says.", shouldDisplay: false)

  @Argument var arguments: [String] = []

  func run() throws {
    let workbench = Workbench.current
    throw ExitCode(
      runWorker(arguments: arguments, catalog: workbench.models, preparations: workbench.preparations))
  }
}
