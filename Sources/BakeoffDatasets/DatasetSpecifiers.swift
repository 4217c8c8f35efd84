import BakeoffCore

/// The `FILE[,key=value…]` part of a dataset's specifier.
struct FileSpecifier {
  /// The file or folder.
  let path: String
  /// What follows it.
  let arguments: Arguments

  /// Splits at the first comma that a known key follows, so that a path may hold commas of its own. Throws
  /// `ConfigurationError` where there is no path, or an argument is wrong.
  init(_ text: String?, of card: DatasetCard, keys: [String] = []) throws {
    let parts = (text ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let first = parts.dropFirst().firstIndex { part in keys.contains { part.hasPrefix($0 + "=") } } ?? parts.count
    path = parts[..<first].joined(separator: ",")
    guard !path.isEmpty else { throw ConfigurationError("\(card.id) needs a path: \(card.summary)") }
    arguments = try Arguments(parts[first...].joined(separator: ","), of: card.id, keys: keys)
  }
}

extension CSVDatasetSource {
  /// The table that `FILE[,label=NAME|POSITION][,header=yes|no|auto][,separator=comma|semicolon|tab]` describes. Throws
  /// `ConfigurationError`.
  init(specifier: String?) throws {
    let file = try FileSpecifier(specifier, of: Self.card, keys: ["label", "header", "separator"])
    let headers = ["yes": Header.yes, "no": .no, "auto": .automatic]
    let separators: [String: Character] = ["comma": ",", "semicolon": ";", "tab": "\t"]
    self.init(
      path: file.path,
      label: file.arguments.text("label").map { name in Int(name).map { .position($0) } ?? .named(name) } ?? .last,
      header: try file.arguments.choice("header", of: headers) ?? .automatic,
      separator: try file.arguments.choice("separator", of: separators) ?? ",")
  }
}

extension NPZDatasetSource {
  /// The archive that `FILE` names. Throws `ConfigurationError` where it is missing.
  init(specifier: String?) throws {
    self.init(path: try FileSpecifier(specifier, of: Self.card).path)
  }
}

extension ImageFolderSource {
  /// The pictures that `FOLDER[,mode=grey|colour]` describes. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let folder = try FileSpecifier(specifier, of: Self.card, keys: ["mode"])
    self.init(path: folder.path, channels: try folder.arguments.choice("mode", of: ["grey": 1, "colour": 3]))
  }
}

extension SyntheticDigits {
  /// The digits that `rows=N,test-rows=N,seed=N` describes, each of which may be left out. Throws `ConfigurationError`.
  init(specifier: String?) throws {
    let arguments = try Arguments(specifier, of: "synthetic-digits", keys: ["rows", "test-rows", "seed"])
    let standard = SyntheticDigits()
    self.init(
      rows: try arguments.integer("rows", in: 1...1_000_000, default: standard.rows),
      testRows: try arguments.integer("test-rows", in: 0...1_000_000, default: standard.testRows),
      seed: try arguments.integer("seed", in: 0 ... .max, default: standard.seed))
  }
}
