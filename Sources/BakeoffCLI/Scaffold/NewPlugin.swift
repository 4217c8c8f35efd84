import BakeoffCatalog
import BakeoffCore
import Foundation

/// A plugin to be added to this repository: its names, and the changes that make it a model one can select.
package struct NewPlugin: Sendable, Equatable {
  /// The name of its folder and type, such as `NearestCentroid`.
  package let name: String
  /// The name it is selected by, such as `nearest-centroid`.
  package var id: String { words.map { $0.lowercased() }.joined(separator: "-") }
  /// Its full name, such as `Nearest centroid`; acronyms keep their capitals.
  package var title: String {
    let tail = words.dropFirst().map { $0 == $0.uppercased() && $0.count > 1 ? $0 : $0.lowercased() }
    return ([words[0]] + tail).joined(separator: " ")
  }
  private let words: [String]

  /// Names of types that the plugin's own files use.
  private static let taken: Set = [
    "Any", "Array", "Bool", "ClassifierPlugin", "Classifier", "ConfigurationError", "Double", "Examples", "Features",
    "FeatureShape", "FitContext", "FitProgress", "Float", "Int", "PluginCard", "Predictions", "Protocol", "Self",
    "Setting", "Span", "String", "TrainingError", "Type",
  ]

  /// Checks the name. Throws `ConfigurationError` unless it can name a folder, a Swift type and a flag.
  package init(name: String) throws {
    guard name.wholeMatch(of: /[A-Z][A-Za-z0-9]{1,39}/) != nil else {
      throw ConfigurationError(
        "\(name): give a name of 2 to 40 letters and digits that begins with a capital, as in NearestCentroid")
    }
    guard !Self.taken.contains(name) else {
      throw ConfigurationError("\(name): a type of this name is in use already; give another, as in My\(name)")
    }
    guard !name.hasSuffix("Plugin") else {
      throw ConfigurationError("\(name): the module is named \(name)Plugin by itself; leave `Plugin` out of the name")
    }
    self.name = name
    words = name.matches(of: /[A-Z]+(?![a-z])[0-9]*[a-z]*|[A-Z][a-z0-9]*/).map { String($0.output) }
  }

  /// The text of Package.swift with this plugin at the end of its list. Throws `ConfigurationError` where there is none.
  package func addingToManifest(_ text: String) throws -> String {
    try insert("  \"\(name)\",", intoListAfter: "let plugins = [", of: text, file: Self.manifest)
  }

  /// The text of the catalog with this plugin's import and its entry. Throws `ConfigurationError` where it has no list.
  package func addingToCatalog(_ text: String) throws -> String {
    let listed = try insert(
      "  CatalogEntry(\(name).self),", intoListAfter: "public let catalog: [CatalogEntry] = [", of: text,
      file: Self.catalog)
    var lines = listed.components(separatedBy: "\n")
    let added = "import \(name)Plugin"
    let imports = lines.indices.filter { lines[$0].hasPrefix("import ") }
    // The formatter wants imports in the order of their bytes.
    let place = imports.first { added.utf8.lexicographicallyPrecedes(lines[$0].utf8) } ?? imports.last.map { $0 + 1 }
    guard let place else { throw unexpected(Self.catalog, "a line that begins with `import`") }
    lines.insert(added, at: place)
    return lines.joined(separator: "\n")
  }

  static let manifest = "Package.swift"
  static let catalog = "Sources/BakeoffPlugins/Catalog.swift"

  /// `text` with `line` before the `]` that ends the list beginning with the line `start`.
  private func insert(_ line: String, intoListAfter start: String, of text: String, file: String) throws -> String {
    var lines = text.components(separatedBy: "\n")
    guard let first = lines.firstIndex(of: start), let last = lines[first...].firstIndex(of: "]") else {
      throw unexpected(file, "the line `\(start)` and further down the line `]`")
    }
    guard !lines.contains(line) else {
      throw ConfigurationError("\(file): \(name) is in the list already; take that line out, or give another name")
    }
    guard lines[first + 1..<last].allSatisfy({ $0.hasSuffix(",") }) else {
      throw unexpected(file, "a comma at the end of each line between `\(start)` and `]`")
    }
    lines.insert(line, at: last)
    return lines.joined(separator: "\n")
  }

  private func unexpected(_ file: String, _ expected: String) -> ConfigurationError {
    ConfigurationError(
      "\(file): expected \(expected), found none; nothing was written: fix it, or add the plugin by hand as "
        + "Documentation/AddingAModel.md says")
  }
}
