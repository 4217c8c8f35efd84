import BakeoffCore
import BakeoffFiles
import Foundation

/// The plugins in other languages that were found in folders, and what is wrong with those that could not be read.
public struct ExternalCatalog: Sendable {
  /// One entry for each plugin.
  public let entries: [CatalogEntry]
  /// One line for each `plugin.json` that is not understood and each folder that is not there.
  public let problems: [String]

  /// Looks into each of `folders`: a plugin's folder (it holds a `plugin.json`), or a folder of such folders.
  ///
  /// `python` is what `python3` in a plugin's command stands for, where that is to be another one. `tryOut` runs a
  /// plugin's `check` and gives its first line, or why it failed: this room starts no processes.
  package init(
    searching folders: [String], python: String?,
    tryOut: @escaping @Sendable (ExternalProgram) -> Result<String, Unavailable>
  ) {
    var entries: [CatalogEntry] = []
    var problems: [String] = []
    for folder in folders {
      let path = URL(fileURLWithPath: folder).standardizedFileURL.path
      let found = Self.pluginFolders(in: path)
      if found.isEmpty {
        problems.append(
          "\(folder): \(isFolder(path) ? "no plugin.json in it or in a folder of it" : "no such folder")"
        )
      }
      for plugin in found {
        do {
          entries.append(try CatalogEntry(externalIn: plugin, python: python, tryOut: tryOut))
        } catch {
          problems.append(oneLine(error))
        }
      }
    }
    self.entries = entries
    self.problems = problems
  }

  private static func pluginFolders(in folder: String) -> [String] {
    func hasManifest(_ folder: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/plugin.json") }
    if hasManifest(folder) { return [folder] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(folder)/\($0)" }.filter(hasManifest)
  }
}

extension Registry where Entry == CatalogEntry {
  /// Tries all models at the same time that have to be tried, for whoever is about to ask of each whether it is available.
  public func tryingAll() -> Registry {
    // A thread each: they wait for processes, and Dispatch would have as many wait as there are cores.
    let group = DispatchGroup()
    for entry in entries {
      group.enter()
      Thread.detachNewThread {
        _ = entry.unavailable
        group.leave()
      }
    }
    group.wait()
    return self
  }

  /// These models and those of `others`. Throws `ConfigurationError` naming both places where two have the same id.
  public func joined(with others: [CatalogEntry]) throws -> Registry {
    var joined = self
    for entry in others {
      if let rival = joined.entries.first(where: { $0.id == entry.id }) {
        throw ConfigurationError(
          "two models are called \(entry.id): \(rival.origin) and \(entry.origin); give one another id or leave "
            + "its folder out")
      }
      try joined.add(entry)
    }
    return joined
  }
}

extension CatalogEntry {
  /// An entry for the plugin in `folder`. Throws `ConfigurationError` naming file and key.
  init(
    externalIn folder: String, python: String?,
    tryOut: @escaping @Sendable (ExternalProgram) -> Result<String, Unavailable>
  ) throws {
    let manifest = try ExternalManifest(path: "\(folder)/plugin.json")
    let program = ExternalProgram(
      folder: folder, command: manifest.command, python: python, wantsRawRows: manifest.wantsRawRows,
      variables: manifest.variables)
    let check = manifest.check.map {
      ExternalProgram(folder: folder, command: $0, python: python, variables: manifest.variables)
    }
    self.init(
      card: manifest.card, origin: "\(folder)/plugin.json", givesProbabilities: manifest.givesProbabilities,
      settings: manifest.settings, recipe: { _ in .program(program) },
      tryOut: { check.map(tryOut) ?? program.find().map { _ in "" } })
  }
}
