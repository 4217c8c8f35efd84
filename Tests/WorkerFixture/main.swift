import BakeoffExecution
import Foundation

// A program whose workers run the misbehaving plugin: `worker` is the worker, and `run DEED...` a command that compares,
// for tests that kill it.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "worker":
  exit(runWorker(arguments: Array(arguments.dropFirst()), catalog: fixtureCatalog))
case "run":
  let experiment = try fixtureExperiment(Array(arguments.dropFirst()))
  let trials = await ProcessExecutor(jobs: 4).run(experiment.trials, of: experiment) { event in
    if case .progressed = event { print("progress") }
  }
  print(trials.count)
default:
  exit(64)
}
