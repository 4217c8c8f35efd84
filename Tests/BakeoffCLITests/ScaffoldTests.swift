import BakeoffCatalog
import BakeoffCore
import BakeoffCLI
import Foundation
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
private let manifest = "Package.swift"
private let catalog = "Sources/BakeoffPlugins/Catalog.swift"

/// A folder with copies of the files a new plugin is added to.
private func copyOfRepository() throws -> URL {
  let copy = FileManager.default.temporaryDirectory.appending(path: "bakeoff-new-plugin-\(UUID().uuidString)")
  for folder in ["Plugins", "Sources/BakeoffPlugins"] {
    try FileManager.default.createDirectory(at: copy.appending(path: folder), withIntermediateDirectories: true)
  }
  for file in [manifest, catalog] {
    try FileManager.default.copyItem(at: repository.appending(path: file), to: copy.appending(path: file))
  }
  return copy
}

private func text(_ path: String, in root: URL) throws -> String {
  try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

private func paths(in root: URL) throws -> Set<String> {
  Set(try FileManager.default.subpathsOfDirectory(atPath: root.path))
}

@Test(arguments: [
  ("NearestCentroid", "nearest-centroid", "Nearest centroid"), ("LinearSVM", "linear-svm", "Linear SVM"),
  ("MyCNNModel", "my-cnn-model", "My CNN model"), ("MLP", "mlp", "MLP"), ("K2Means", "k2-means", "K2 means"),
  ("V2model", "v2model", "V2model"),
])
func idAndTitleFollowFromTheName(name: String, id: String, title: String) throws {
  let plugin = try NewPlugin(name: name)
  #expect(plugin.id == id && plugin.title == title)
}

@Test(arguments: [
  "", "X", "nearest", "Nearest-Centroid", "Nearest Centroid", "../Escape", "Größe", "Features", "Self", "KNNPlugin",
  String(repeating: "A", count: 41),
])
func aNameThatCannotNameATypeIsRefused(name: String) {
  #expect(throws: ConfigurationError.self) { try NewPlugin(name: name) }
}

@Test(arguments: ["NearestCentroid", "Aardvark", "ZZTop"])
func aNewPluginIsAFolderAndALineInEachList(name: String) throws {
  let root = try copyOfRepository()
  defer { try? FileManager.default.removeItem(at: root) }
  let plugin = try NewPlugin(name: name)
  let changed = try plugin.add(to: root)
  #expect(changed.allSatisfy { FileManager.default.fileExists(atPath: root.appending(path: $0).path) })
  for (file, added) in [
    (manifest, ["  \"\(name)\","]), (catalog, ["import \(name)Plugin", "  CatalogEntry(\(name).self),"]),
  ] {
    let before = try text(file, in: repository).components(separatedBy: "\n")
    let after = try text(file, in: root).components(separatedBy: "\n")
    #expect(after.difference(from: before).count == added.count && after.filter { !before.contains($0) } == added)
  }
  let imports = try text(catalog, in: root).components(separatedBy: "\n").filter { $0.hasPrefix("import ") }
  #expect(imports == imports.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, "the formatter asks for this order")
  #expect(try text("Plugins/\(name)/\(name).swift", in: root).contains("id: \"\(plugin.id)\""))
}

/// What is done to a copy of the repository, and what the message then has to name.
private let obstacles: [(String, @Sendable (URL) throws -> Void, String)] = [
  (
    "the folder exists",
    {
      try FileManager.default.createDirectory(
        at: $0.appending(path: "Plugins/NearestCentroid"), withIntermediateDirectories: true)
    }, "Plugins/NearestCentroid exists already"
  ),
  ("another folder", { try FileManager.default.removeItem(at: $0.appending(path: manifest)) }, "no Package.swift"),
  ("no catalog", { try FileManager.default.removeItem(at: $0.appending(path: catalog)) }, "no Catalog.swift"),
  (
    "a manifest without the list",
    { try Data("let package = 1\n".utf8).write(to: $0.appending(path: manifest)) }, "Package.swift: expected the line"
  ),
  (
    "a list without a comma",
    { try Data("let plugins = [\n  \"A\"\n]\n".utf8).write(to: $0.appending(path: manifest)) },
    "Package.swift: expected a comma"
  ),
  (
    "listed already",
    { try Data("let plugins = [\n  \"NearestCentroid\",\n]\n".utf8).write(to: $0.appending(path: manifest)) },
    "Package.swift: NearestCentroid is in the list already"
  ),
  (
    "a catalog without the list",
    { try Data("import A\n".utf8).write(to: $0.appending(path: catalog)) }, "Catalog.swift: expected the line"
  ),
]

@Test(arguments: obstacles.indices)
func whereItCannotBeAddedNothingIsWritten(index: Int) throws {
  let (_, obstruct, message) = obstacles[index]
  let root = try copyOfRepository()
  defer { try? FileManager.default.removeItem(at: root) }
  try obstruct(root)
  let before = try paths(in: root)
  let manifestBefore = try? text(manifest, in: root)
  let error = #expect(throws: ConfigurationError.self) { try NewPlugin(name: "NearestCentroid").add(to: root) }
  #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  #expect(error?.description.contains("\n") == false)
  #expect(try paths(in: root) == before)
  #expect((try? text(manifest, in: root)) == manifestBefore)
}

@Test func aCatalogThatCannotBeReplacedLeavesNothingBehind() throws {
  let root = try copyOfRepository()
  defer { try? FileManager.default.removeItem(at: root) }
  let before = try paths(in: root)
  // A folder in the catalog's place can be neither read nor replaced.
  try FileManager.default.removeItem(at: root.appending(path: catalog))
  try FileManager.default.createDirectory(at: root.appending(path: catalog), withIntermediateDirectories: true)
  #expect(throws: ConfigurationError.self) { try NewPlugin(name: "NearestCentroid").add(to: root) }
  #expect(try paths(in: root) == before && text(manifest, in: root) == text(manifest, in: repository))
}
