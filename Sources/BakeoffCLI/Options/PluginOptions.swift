import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import Foundation

/// The flag that says where plugins in other languages are.
struct PluginOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where plugins in other languages are, joined by colons: folders with a plugin.json, or folders of such folders. Added to those of BAKEOFF_PLUGIN_PATH.",
      valueName: "folders"))
  var pluginPath: String?

  func validate() throws { try checkIsNoStream(pluginPath, "--plugin-path", "a folder") }

  /// The folders of the flag and of BAKEOFF_PLUGIN_PATH, each once.
  var folders: [String] {
    let path = [pluginPath, ProcessInfo.processInfo.environment["BAKEOFF_PLUGIN_PATH"]].compactMap { $0 }
    return path.joined(separator: ":").split(separator: ":").map(String.init)
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// This program's models and those found, each tried out in `sandbox` where there is one; says on standard error what
  /// could not be read. Throws `ConfigurationError`.
  func catalog(in sandbox: Sandbox? = nil) throws -> Registry<CatalogEntry> {
    let environment = ProcessInfo.processInfo.environment
    // Made absolute, because a plugin is started in its own folder.
    let python = environment["BAKEOFF_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
      .map { $0.contains("/") ? URL(fileURLWithPath: $0).path : $0 }
    let external = ExternalCatalog(searching: folders, python: python, sandbox: sandbox)
    for problem in external.problems { writeError("bakeoff: warning: --plugin-path: \(problem)\n") }
    return try Workbench.current.models.joined(with: external.entries)
  }
}
