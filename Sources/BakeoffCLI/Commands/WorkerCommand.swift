import ArgumentParser
import BakeoffCore
import BakeoffExecution
import Foundation

/// Runs one trial for another process of this program; not for people.
struct Worker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one trial as Documentation/WorkerProtocol.md says.", shouldDisplay: false)

  @Argument var arguments: [String] = []

  func run() async throws {
    let workbench = Workbench.current
    if arguments.first == "task" {
      throw ExitCode(await runTask(arguments: Array(arguments.dropFirst()), preparations: workbench.preparations))
    }
    throw ExitCode(
      runWorker(arguments: arguments, catalog: workbench.models, preparations: workbench.preparations))
  }
}
