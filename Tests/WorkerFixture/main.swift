import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation

// A program whose workers run the misbehaving plugin: `worker` is the worker, and `run DEED...` a command that compares,
// for tests that kill it.
signal(SIGPIPE, SIG_IGN)
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "worker" where arguments.dropFirst().first == "task":
  exit(await runTask(arguments: Array(arguments.dropFirst(2))))
case "worker":
  exit(runWorker(arguments: Array(arguments.dropFirst()), catalog: try Registry("model", fixtureCatalog)))
case "run":
  let experiment = try fixtureExperiment(Array(arguments.dropFirst()))
  let trials = await experiment.run(by: ProcessExecutor(jobs: 4)) { event in
    // Not with print, which would keep the line until there are more.
    if case .progressed = event { FileHandle.standardOutput.write(Data("progress\n".utf8)) }
  }
  print(trials.count)
default:
  exit(64)
}
