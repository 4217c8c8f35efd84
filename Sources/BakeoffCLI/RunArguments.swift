import BakeoffCatalog
import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import BakeoffPreparation

extension RunRecord {
  /// The flags of `bakeoff compare` that make such a run, without their dashes; nil for the value of a switch.
  func arguments(_ catalog: Registry<CatalogEntry>) -> [(flag: String, value: String?)] {
    let models = competitors.filter { $0.role != .control && $0.tuning == nil }
    return [
      ("dataset", description.source?.dataset ?? description.dataset),
      ("models", models.map { $0.name == $0.plugin ? $0.name : "\($0.name)=\($0.plugin)" }.joined(separator: ",")),
    ] + models.flatMap { settingArguments($0, catalog) } + tuningArguments + splitArguments + preparationArguments
      + dataArguments + fitArguments + commandArguments
  }

  /// The settings of a model that are not the defaults.
  private func settingArguments(
    _ model: Competitor, _ catalog: Registry<CatalogEntry>
  ) -> [(flag: String, value: String?)] {
    let defaults = (try? catalog.entry(model.plugin).defaults) ?? [:]
    return model.settings.sorted { $0.key < $1.key }.filter {
      defaults[$0.key]?.canonicalText != $0.value.canonicalText
    }
    .map { ("set", "\(model.name).\($0.key)=\($0.value)") }
  }

  private var tuningArguments: [(flag: String, value: String?)] {
    let tunings = competitors.compactMap(\.tuning)
    let spaces = tunings.flatMap { tuning in
      tuning.space.sorted { $0.key < $1.key }.map { ("tune", "\(tuning.base).\($0.key)=\($0.value)" as String?) }
    }
    let options = tunings.first?.options.sorted { $0.key < $1.key }.map { ($0.key, $0.value as String?) } ?? []
    let flat: [(flag: String, value: String?)] = tunings.contains(where: \.isFlat) ? [("tune-flat", nil)] : []
    return spaces + options + flat
  }

  private var splitArguments: [(flag: String, value: String?)] {
    var arguments: [(flag: String, value: String?)] = []
    if let positive = task.positive, let name = description.classNames.last {
      arguments.append(("positive", name.isEmpty ? "#\(positive)" : name))
    }
    let isFlat = competitors.contains { $0.tuning?.isFlat == true }
    if let setup = description.resamplingSetup, setup.id != "fold-file", !isFlat {
      arguments.append(("resampling", setup.id))
      arguments += setup.settings.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    }
    return arguments
  }

  private var preparationArguments: [(flag: String, value: String?)] {
    (description.data?.preparations ?? []).filter { $0.preparation != automaticPreparation.specifier }.flatMap {
      prepared in
      prepared.models.filter { name in
        competitors.first { $0.name == name }.map { $0.tuning == nil && $0.role != .control } ?? false
      }
      .map { ("set", "\($0).prepare=\(prepared.preparation)") }
    }
  }

  /// The flags that the record keeps as they were given.
  private var commandArguments: [(flag: String, value: String?)] {
    (description.flags ?? []).map { text in
      let sides = text.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      return (sides[0], sides.count > 1 ? sides[1] : nil)
    }
  }

  private var dataArguments: [(flag: String, value: String?)] {
    var arguments: [(flag: String, value: String?)] = []
    if let limit = description.source?.limit { arguments.append(("limit", "\(limit)")) }
    if description.average != Average(for: task) { arguments.append(("average", description.average.rawValue)) }
    if description.source?.dropsMissingTarget == true { arguments.append(("drop-missing-target", nil)) }
    if description.source?.skipsUnreadable == true { arguments.append(("skip-unreadable", nil)) }
    if let missing = description.source?.missing, !missing.isEmpty {
      arguments.append(("missing", missing.joined(separator: ",")))
    }
    return arguments
  }

  private var fitArguments: [(flag: String, value: String?)] {
    var arguments: [(flag: String, value: String?)] = []
    let fits = 1 + (splits.map(\.fit).max() ?? 0)
    if fits > 1 { arguments.append(("fits-per-split", "\(fits)")) }
    let shares = Set(splits.map(\.share)).filter { $0 < 1 }.sorted()
    if !shares.isEmpty { arguments.append(("learning-curve", shares.map { "\($0)" }.joined(separator: ","))) }
    if competitors.contains(where: { $0.role == .control }) { arguments.append(("control", "permuted-labels")) }
    if description.race != nil { arguments.append(("race", nil)) }
    return arguments + [("seed", "\(description.seed)")]
  }
}

/// The experiment file at `path` of a run whose tuned models have the settings that were chosen most often, each as a model
/// called `best-` and its name beside the others, its rows prepared as theirs. Throws `ConfigurationError` where nothing was
/// chosen.
func chosenExperiment(of run: RunRecord, catalog: Registry<CatalogEntry>, at path: String) throws -> String {
  var arguments = run.arguments(catalog).filter { !$0.flag.hasPrefix("tune") }
  var (names, settings): ([String], [(flag: String, value: String?)]) = ([], [])
  for (place, competitor) in run.competitors.enumerated() {
    guard let tuning = competitor.tuning else { continue }
    let searches = run.splits.indices.map { split in
      run.trials.first { $0.model == place && $0.split == split }?.search
    }
    guard let choice = TuningChoice.list(searches).first else {
      throw ConfigurationError("\(competitor.name) has chosen nothing yet; run the comparison to its end")
    }
    let name = "best-\(tuning.base)"
    names.append("\(name)=\(competitor.plugin)")
    let defaults = (try? catalog.entry(competitor.plugin).defaults) ?? [:]
    let all = competitor.settings.merging(choice.settings) { $1 }.filter { defaults[$0.key] != $0.value }
    settings += all.sorted { $0.key < $1.key }.map { ("set", "\(name).\($0.key)=\($0.value)") }
    settings += arguments.compactMap { flag, value in
      let prefix = "\(tuning.base).prepare="
      guard flag == "set", let value, value.hasPrefix(prefix) else { return nil }
      return (flag, "\(name).prepare=\(value.dropFirst(prefix.count))")
    }
  }
  if run.competitors.contains(where: { $0.tuning?.isFlat == true }) { arguments.append(("resampling", "train-test")) }
  let list = (arguments + settings).map { flag, value in
    "--\(flag)" + (value.map { "=" + (flag == "models" ? ([$0] + names).joined(separator: ",") : $0) } ?? "")
  }
  return try experimentText(list, at: path)
}
