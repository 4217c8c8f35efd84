import BakeoffCore
import BakeoffExecution
import Foundation

// A program whose workers run the misbehaving plugin: `worker` is the worker, and `run DEED...` a command that compares,
// for tests that kill it.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "worker":
  exit(runWorker(arguments: Array(arguments.dropFirst()), catalog: try Registry("model", fixtureCatalog)))
case "run":
  let experiment = try fixtureExperiment(Array(arguments.dropFirst()))
  let trials = await ProcessExecutor(jobs: 4).run(experiment.trials, of: experiment) { event in
    // Not with print, which would keep the line until there are more.
    if case .progressed = event { FileHandle.standardOutput.write(Data("progress\n".utf8)) }
  }
  print(trials.count)
default:
  exit(64)
}
