import BakeoffCore
import BakeoffDatasets
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
  /// `python` is what `python3` in a plugin's command stands for, where that is to be another one; a plugin whose `check`
  /// takes longer than `checkLimit` is not available.
  public init(searching folders: [String], python: String? = nil, checkLimit: Duration = .seconds(30)) {
    var entries: [CatalogEntry] = []
    var problems: [String] = []
    for folder in folders {
      let path = URL(fileURLWithPath: folder).standardizedFileURL.path
      let found = Self.pluginFolders(in: path)
      if found.isEmpty {
        problems.append(
          "--plugin-path: \(folder): \(isFolder(path) ? "no plugin.json in it or in a folder of it" : "no such folder")"
        )
      }
      for plugin in found {
        do {
          entries.append(try CatalogEntry(externalIn: plugin, python: python, checkLimit: checkLimit))
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

extension [CatalogEntry] {
  /// These entries and `others`. Throws `ConfigurationError` naming both where two have the same id.
  public func joined(with others: [CatalogEntry]) throws -> [CatalogEntry] {
    var joined = self
    for entry in others {
      if let rival = joined.first(where: { $0.card.id == entry.card.id }) {
        throw ConfigurationError(
          "two models are called \(entry.card.id): \(rival.origin) and \(entry.origin); give one another id or leave "
            + "its folder out")
      }
      joined.append(entry)
    }
    return joined
  }
}

extension CatalogEntry {
  /// An entry for the plugin in `folder`. Throws `ConfigurationError` naming file and key.
  init(externalIn folder: String, python: String?, checkLimit: Duration) throws {
    let manifest = try ExternalManifest(path: "\(folder)/plugin.json")
    let program = ExternalProgram(folder: folder, command: manifest.command, python: python)
    let check = manifest.check.map { ExternalProgram(folder: folder, command: $0, python: python) }
    self.init(
      card: manifest.card, origin: "\(folder)/plugin.json", givesProbabilities: manifest.givesProbabilities,
      defaults: Dictionary(uniqueKeysWithValues: manifest.settings.map { ($0.name, $0.fallback) })
    ) { settings in
      for setting in manifest.settings {
        if let value = settings[setting.name] { try setting.check(value, of: manifest.card.id) }
      }
      if let key = settings.keys.sorted().first(where: { key in !manifest.settings.contains { $0.name == key } }) {
        throw unknownSetting(key, of: manifest.card.id, known: manifest.settings.map(\.name))
      }
      return .program(program)
    } tryOut: {
      check.map { $0.tryOut(within: checkLimit) } ?? program.find().map { _ in "" }
    }
  }
}
