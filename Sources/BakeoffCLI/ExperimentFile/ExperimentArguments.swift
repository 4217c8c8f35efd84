import BakeoffCatalog
import BakeoffCore
import Foundation
import Yams

/// The arguments with the experiment file right after `compare` replaced by the arguments it stands for.
///
/// Throws `DatasetError` for a file that is not there, `ConfigurationError` for one that is not understood.
package func expandingExperiment(_ arguments: [String]) throws -> [String] {
  guard arguments.first == "compare", arguments.count > 1, isExperimentFile(arguments[1]) else { return arguments }
  let own = Array(arguments.dropFirst(2))
  let flags = ExperimentFlags.compare
  let file = try ExperimentFile(try readText(arguments[1]), name: arguments[1], flags: flags)
  let kept = try file.arguments(onlyFor: selectedNames(own, flags), leavingOut: replaced(by: own, flags))
  return ["compare"] + kept + own
}

/// What of the file gives way as a whole: who says on the command line how rows are split says all of it there.
private func replaced(by arguments: [String], _ flags: ExperimentFlags) -> Set<String> {
  let given = Set(flags.values(in: arguments).map(\.flag.name))
  return given.intersection(ExperimentFlags.repeatable).union(resamplingReplaced(by: given))
}

private func resamplingReplaced(by given: Set<String>) -> Set<String> {
  if given.contains("folds-file") { return ["resampling", "folds", "repeats", "test-fraction", "limit"] }
  return given.contains("resampling") ? ["folds-file", "folds", "repeats", "test-fraction"] : []
}

/// Whether an argument names an experiment file.
func isExperimentFile(_ argument: String) -> Bool {
  !argument.hasPrefix("-") && (argument.hasSuffix(".yaml") || argument.hasSuffix(".yml"))
}

/// The names of the models the user's own flags select; nil where the file's selection stands, or all are selected.
private func selectedNames(_ arguments: [String], _ flags: ExperimentFlags) -> Set<String>? {
  guard let models = flags.values(in: arguments).last(where: { $0.flag.name == "models" })?.value else { return nil }
  let names = models.split(separator: ",").map { $0.split(separator: "=")[0].trimmingCharacters(in: .whitespaces) }
  return names.contains("all") ? nil : Set(names)
}

/// The experiment file at `path` that stands for `arguments`: the last of each flag, and the last of each setting.
func experimentText(_ arguments: [String], at path: String) throws -> String {
  let paths = ExperimentPaths(ofFile: path)
  let given = ExperimentFlags.compare.values(in: arguments)
  var last: [String: Node] = [:]
  for (flag, value) in given where flag.name != "set" {
    if ExperimentFlags.repeatable.contains(flag.name), let before = last[flag.name] {
      let known = before.sequence.map(Array.init) ?? [before]
      last[flag.name] = Node(known + [Node(paths.written(value ?? "", of: flag.name))])
      continue
    }
    last[flag.name] = flag.takesValue ? listOrScalar(paths.written(value ?? "", of: flag.name), of: flag.name) : "true"
  }
  let settings = settingsByModel(given.filter { $0.flag.name == "set" }.compactMap(\.value))
  if !settings.isEmpty { last["set"] = mappingNode(settings.mapValues(mappingNode)) }
  guard !last.isEmpty else { return "# bakeoff compare with its defaults\n{}\n" }
  return "# To be run with: bakeoff compare FILE\n" + (try serialize(node: mappingNode(last)))
}

/// The settings in texts like `mlp.hidden=256,128`, by model.
private func settingsByModel(_ changes: [String]) -> [String: [String: Node]] {
  var settings: [String: [String: Node]] = [:]
  for change in changes {
    guard let change = try? SettingChange(change) else { continue }
    settings[change.model, default: [:]][change.setting] = Node(change.text)
  }
  return settings
}

/// Names joined by commas as a list, for the flags that take such; any other value as it stands.
private func listOrScalar(_ value: String, of flag: String) -> Node {
  guard flag == "models" || flag == "metrics" else { return Node(value) }
  return Node(value.split(separator: ",").map { Node($0.trimmingCharacters(in: .whitespaces)) }, .implicit, .flow)
}

/// A mapping in the order of its keys.
private func mappingNode(_ nodes: [String: Node]) -> Node {
  Node(nodes.sorted { $0.key < $1.key }.map { (Node($0.key), $0.value) })
}
