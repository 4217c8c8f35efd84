import BakeoffCatalog
import BakeoffCore
import BakeoffPlugins
import Foundation
import Testing

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// The names between `start` and `end` in a file of the project.
private func names(
  in path: String, after start: String, until end: String, matching pattern: Regex<(Substring, Substring)>
)
  throws -> Set<String>
{
  let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
  let tail = try #require(text.range(of: start).map { text[$0.upperBound...] })
  let part = try #require(tail.range(of: end).map { tail[..<$0.lowerBound] })
  return Set(part.matches(of: pattern).map { String($0.output.1) })
}

@Test func folderManifestAndCatalogNameTheSamePlugins() throws {
  let folders = try FileManager.default.contentsOfDirectory(
    at: root.appending(path: "Plugins"), includingPropertiesForKeys: [.isDirectoryKey]
  ).filter {
    $0.lastPathComponent != "External" && (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
  }
  let inFolder = Set(folders.map(\.lastPathComponent))
  let inManifest = try names(in: "Package.swift", after: "let plugins = [", until: "]", matching: /"(\w+)"/)
  let inCatalog = try names(
    in: "Sources/BakeoffPlugins/Catalog.swift", after: "[CatalogEntry] = [", until: "\n]",
    matching: /CatalogEntry\((\w+)\.self\)/)
  for name in inFolder.union(inManifest).union(inCatalog).sorted() {
    #expect(inFolder.contains(name), "\(name) has no folder Plugins/\(name): make it, or take the name out")
    #expect(inManifest.contains(name), "\(name) is not in the list `plugins` of Package.swift: add one line")
    #expect(
      inCatalog.contains(name),
      "\(name) is not in Sources/BakeoffPlugins/Catalog.swift: add the line CatalogEntry(\(name).self)")
  }
  #expect(inCatalog.count == catalog.count)
}

@Test(arguments: catalog.map(\.card.id))
func everySettingIsExplainedAndAnIdIsWrittenAsFlagsNeedIt(id: String) throws {
  let entry = try Registry("model", catalog).entry(id)
  #expect(entry.settings.allSatisfy { !$0.explanation.isEmpty }, "one @Setting for each stored property")
  #expect(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "lower-case words joined by hyphens")
  #expect(catalog.count { $0.card.id == id } == 1)
  #expect(!entry.card.title.isEmpty && !entry.card.summary.isEmpty && !entry.card.reference.isEmpty)
}

@Test(arguments: catalog.map(\.card.id))
func settingsSurviveARoundTrip(id: String) throws {
  let entry = try Registry("model", catalog).entry(id)
  let model = try entry.model(settings: entry.defaults)
  #expect(model.settings == entry.defaults)
}
