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

@Test func whatModelsDeclareToBeWorthASearchCanBeSet() throws {
  for id in ["logistic-regression", "linear-svm", "mlp", "cnn"] {
    let entry = try #require(catalog.first { $0.id == id })
    #expect(entry.settings.count { $0.searched != nil } >= 2, "\(id)")
  }
  for entry in catalog where entry.settings.contains(where: { $0.searched != nil }) {
    let domains = try entry.model().searchDomains([SearchRequest(entry.id)])
    // What is declared can be set, the ends of ranges too.
    for (name, domain) in domains {
      let values: [SettingValue] =
        switch domain {
        case .values(let values): values
        case .range(let range, _):
          [range.lowerBound, range.upperBound].map { Int(exactly: $0).map { .integer($0) } ?? .number($0) }
        }
      for value in values { #expect(throws: Never.self) { try entry.model(settings: [name: value]) } }
    }
  }
}

@Test func aSearchSaysWhichSettingsItLooksThrough() throws {
  let mlp = try #require(catalog.first { $0.id == "mlp" }).model()
  let named = try mlp.searchDomains([
    SearchRequest("mlp.hidden=64|128|256,64"), SearchRequest("mlp.learningRate=1e-4..1e-2"),
  ])
  #expect(named.map(\.name) == ["hidden", "learningRate"])
  #expect(named[0].domain == .oneOf([64], [128], [256, 64]))
  // The setting's own scale is by ratios.
  #expect(named[1].domain == .logarithmic(1e-4...1e-2) && "\(named[1].domain)" == "0.0001..0.01:log")
  let linear = try mlp.searchDomains([SearchRequest("mlp.learningRate=1e-4..1e-2:linear")])
  #expect(linear[0].domain == .linear(1e-4...1e-2))
  // What is printed is read as the same again, whatever the setting's own scale.
  for domain in [named[0], named[1], linear[0]] {
    #expect(try mlp.searchDomains([SearchRequest("mlp.\(domain.name)=\(domain.domain)")])[0].domain == domain.domain)
  }
  let narrowed = try mlp.searchDomains([SearchRequest("mlp"), SearchRequest("mlp.epochs=3..4")])
  #expect(narrowed.first { $0.name == "epochs" }?.domain == .logarithmic(3...4) && narrowed.count == 5)
}

@Test func aRangeOfWholeNumbersThatNobodyCanCountIsAnError() throws {
  let cnn = try #require(catalog.first { $0.id == "cnn" }).model()
  let error = #expect(throws: ConfigurationError.self) { try cnn.searchDomains([SearchRequest("cnn.shift=0..1e300")]) }
  #expect(error?.description.contains("in a range of at most 16 digits") == true)
}

/// Declares values it does not take.
private struct Careless: ClassifierPlugin {
  static let card = PluginCard(id: "careless", title: "", version: "1", summary: "", reference: "")
  @Setting("a share", .real(0...1), tuned: .linear(0...2)) var share = 0.5
  func fit(_ examples: Examples, context: FitContext) throws -> Nothing { Nothing() }
}

private struct Nothing: Classifier {
  func predict(_ features: Features) throws -> Predictions { throw TrainingError("never fitted") }
}

@Test func aSearchThatLeavesTheDomainIsAnError() throws {
  let model = try CatalogEntry(Careless.self).model()
  let error = #expect(throws: ConfigurationError.self) { try model.searchDomains([SearchRequest("careless")]) }
  #expect(
    error?.description.contains("careless.share=2: it takes a number from 0 to 1") == true,
    "\(String(describing: error))")
}
