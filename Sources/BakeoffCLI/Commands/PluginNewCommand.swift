import ArgumentParser
import BakeoffCore
import BakeoffExecution
import Foundation

/// Adds a plugin to this repository, ready to be built, selected and edited.
struct PluginNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Add a model to this repository: a small working one, to be edited into yours.",
    discussion: """
      Example:
        bakeoff plugin new NearestCentroid
      makes Plugins/NearestCentroid (source, model card, test) and adds it to Package.swift and to \
      Sources/BakeoffPlugins/Catalog.swift. To be run in the folder of the repository. For a model in a package of \
      your own, or in another language, see Documentation/AddingAModel.md and Documentation/ExternalPlugins.md.
      """)

  @Argument(help: "The name of the new type: letters and digits, beginning with a capital.")
  var name: String

  func run() throws {
    let plugin = try NewPlugin(name: name)
    if Workbench.current.models.ids.contains(plugin.id) {
      throw ConfigurationError("\(name): there is a model \(plugin.id) already; give another name")
    }
    let changed = try plugin.add(to: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    let lines =
      changed.map { "  " + $0 } + [
        "", "Next:", "  swift build -c release --product bakeoff",
        "  .build/release/bakeoff compare --models \(plugin.id),logistic-regression --dataset synthetic-digits",
        "Then edit Plugins/\(name)/\(name).swift and run its tests:",
        "  swift test -c release --filter \(name)Tests",
      ]
    try writeResults((["Added the model \(plugin.id):"] + lines).joined(separator: "\n") + "\n", to: nil)
  }
}
