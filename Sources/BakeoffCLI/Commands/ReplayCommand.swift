import ArgumentParser
import BakeoffCore
import BakeoffEvaluation
import BakeoffExecution
import BakeoffFiles
import BakeoffHarness
import BakeoffMath
import BakeoffReports
import BakeoffStore
import Foundation

/// Fits trials of a stored run again and says whether the same comes out.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Fit trials of a stored run again, and say which scores differ and what has changed since.",
    discussion: """
      Examples:
        bakeoff replay latest
        bakeoff replay 12 --sample 3

      Exit codes: 0 the same scores, bit for bit; 2 some differ, or cannot be had any more.
      """)

  @Argument(help: ArgumentHelp("The number of the run, or latest.", valueName: "run"))
  var name: String

  @Option(help: ArgumentHelp("Only so many trials, drawn at random but always the same ones.", valueName: "count"))
  var sample: Int?

  @OptionGroup var plugins: PluginOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Execution") var execution: ExecutionOptions
  @OptionGroup(title: "Store") var location: StoreLocation

  @Flag(name: [.short, .long], help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let sample, sample < 1 { throw ValidationError("--sample \(sample): give at least 1") }
  }

  func run() async throws {
    ignoreBrokenPipes()
    let store = try TrialStore(path: location.path, mayCreate: false)
    let run = try store.run(named: name)
    let trials = chosen(run.trials.filter { $0.outcome.predictions != nil }, of: run)
    guard !trials.isEmpty else { throw ConfigurationError("run \(name): no trial of it has scores to compare") }
    let experiment = try Experiment(
      of: run, on: try await data.load(of: run, quiet: quiet),
      catalog: try plugins.catalog(in: execution.confinement()),
      preparations: Workbench.current.preparations)
    limitBLASThreads(to: 1)
    let found = try await cancellingOnInterrupt {
      let found = try await replayed(trials, of: experiment)
      try Task.checkCancellation()
      return found
    }
    let inOrder = found.sorted { ($0.cell.split, $0.cell.model) < ($1.cell.split, $1.cell.model) }
    let text = report(inOrder, run, experiment, keys: try store.keys(ofRun: run.number ?? 0))
    try writeResults(visibleLines(text), to: nil)
    if found.contains(where: { $0.difference != nil }) { throw ExitCode(2) }
  }

  private func replayed(_ trials: [Trial], of experiment: Experiment) async throws -> [ReplayedTrial] {
    let found = Replayed()
    try await experiment.replay(trials, by: try execution.executor(for: trials.count)) { trial in
      await found.add(trial)
    }
    return await found.trials
  }

  /// The trials to fit again, in their order.
  private func chosen(_ trials: [Trial], of run: RunRecord) -> [Trial] {
    guard let sample, sample < trials.count else { return trials }
    var generator = SeededGenerator(seed: derivedSeed(run.description.seed, "replay"))
    return trials.indices.shuffled(using: &generator).prefix(sample).sorted().map { trials[$0] }
  }

  private func report(
    _ found: [ReplayedTrial], _ run: RunRecord, _ experiment: Experiment, keys: [TrialCell: String]
  ) -> String {
    let same = found.count { $0.difference == nil }
    var lines = [
      "run \(run.number ?? 0): \(same) of \(counted(found.count, "trial")) fitted again gave the same scores, bit for bit."
    ]
    if let first = found.first(where: { $0.difference != nil }), let difference = first.difference {
      let place = "\(run.competitors[first.cell.model].name), \(experiment.splitLabels[first.cell.split])"
      lines.append("The first that differs: \(place): \(words(difference)).")
      let changes =
        environmentChanges(run.description.environment, .current)
        + modelChanges(found.map(\.cell), run, experiment, keys: keys)
      lines.append(
        changes.isEmpty
          ? "Nothing that is noted of the environment has changed: program, kernels, processor and plugins are those of the run."
          : "Changed since: \(changes.joined(separator: "; ")).")
    }
    return lines.map { wrapped($0, width: 80, indentation: "  ").joined(separator: "\n") + "\n" }.joined()
  }

  private func words(_ difference: ScoreDifference) -> String {
    switch difference {
    case .failure(let failure): "no scores this time (\(failure))"
    case .scores(let largest, let row, let others):
      "scores differ by up to \(String(format: "%.3g", largest)), first at test row \(row + 1); "
        + "\(counted(others, "row")) predicted as another class"
    }
  }

  /// Plugins of another version, and those of the same whose trials are others by their keys: programs with other files.
  private func modelChanges(
    _ cells: [TrialCell], _ run: RunRecord, _ experiment: Experiment, keys: [TrialCell: String]
  ) -> [String] {
    let trialKeys = TrialKeys(experiment)
    let others = Set(cells.filter { cell in keys[cell].map { $0 != trialKeys.key(cell) } ?? false }.map(\.model))
    return run.competitors.indices.compactMap { model in
      let (then, now) = (run.competitors[model], experiment.models[model].card)
      if then.version != now.version { return "\(then.name) from version \(then.version) to \(now.version)" }
      return others.contains(model) ? "the files of \(then.name), or how its trials are made" : nil
    }
  }
}

/// What differs between two environments, in words.
private func environmentChanges(_ then: RunEnvironment, _ now: RunEnvironment) -> [String] {
  let parts = [
    ("program", then.version, now.version), ("Swift", then.swift, now.swift), ("BLAS", then.blas, now.blas),
    ("processor", then.machine, now.machine), ("system", then.os, now.os),
  ]
  return parts.filter { $0.1 != $0.2 }.map { "\($0.0) from \($0.1) to \($0.2)" }
}

private actor Replayed {
  private(set) var trials: [ReplayedTrial] = []
  func add(_ trial: ReplayedTrial) { trials.append(trial) }
}

extension DataOptions {
  /// What these flags ask for, which was `dataset`.
  func source(of dataset: Dataset, limit: Int?) -> DataSource {
    DataSource(
      dataset: (self.dataset ?? dataset.name) + (group.map { ",group=\($0)" } ?? ""), missing: names(in: missing),
      dropsMissingTarget: dropMissingTarget, skipsUnreadable: skipUnreadable ? true : nil, limit: limit)
  }

  /// The data of a stored run: the one the flags name, or else the one the run names.
  func load(of run: RunRecord, quiet: Bool) async throws -> Dataset {
    try await options(of: run).load(progress: loadingDisplay(quiet: quiet)).dataset
  }

  /// These flags, and what the run was asked for where they say nothing.
  func options(of run: RunRecord) -> DataOptions {
    var options = self
    options.dataset = dataset ?? run.description.source?.dataset ?? run.description.dataset
    if missing.isEmpty { options.missing = (run.description.source?.missing ?? []).joined(separator: ",") }
    if run.description.source?.dropsMissingTarget == true { options.dropMissingTarget = true }
    if run.description.source?.skipsUnreadable == true { options.skipUnreadable = true }
    return options
  }
}
