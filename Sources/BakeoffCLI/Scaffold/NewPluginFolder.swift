import BakeoffCore
import Foundation

extension NewPlugin {
  /// Adds the plugin to the repository at `root` and returns the paths of what it made or changed.
  ///
  /// All of it or nothing. Throws `ConfigurationError` where `root` is another folder, the plugin's folder exists, or
  /// something cannot be written.
  package func add(to root: URL) throws -> [String] {
    let manifest = root.appending(path: Self.manifest)
    let catalog = root.appending(path: Self.catalog)
    let folder = root.appending(path: "Plugins/\(name)")
    let oldManifest = try text(manifest, root: root)
    let newManifest = try addingToManifest(oldManifest)
    let newCatalog = try addingToCatalog(try text(catalog, root: root))
    guard !FileManager.default.fileExists(atPath: folder.path) else {
      throw ConfigurationError("Plugins/\(name) exists already; remove it or give another name")
    }
    do {
      try writeFolder(at: folder)
      try Data(newManifest.utf8).write(to: manifest, options: .atomic)
      try Data(newCatalog.utf8).write(to: catalog, options: .atomic)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      try? Data(oldManifest.utf8).write(to: manifest, options: .atomic)
      throw ConfigurationError(
        "the plugin could not be written, and nothing was changed: \(error.localizedDescription)")
    }
    return files.map { "Plugins/\(name)/\($0.path)" } + [Self.manifest, Self.catalog]
  }

  /// Writes the files beside their place and gives the folder its name when it is whole.
  private func writeFolder(at folder: URL) throws {
    let draft = folder.deletingLastPathComponent().appending(path: ".\(name)-\(UUID().uuidString)")
    do {
      for file in files {
        let place = draft.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: place)
      }
      try FileManager.default.moveItem(at: draft, to: folder)
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw error
    }
  }

  private func text(_ file: URL, root: URL) throws -> String {
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw ConfigurationError(
        "\(root.path) is not the repository of bakeoff (no \(file.lastPathComponent) that can be read); go to its "
          + "folder, or see Documentation/AddingAModel.md for a model in a package of your own")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
