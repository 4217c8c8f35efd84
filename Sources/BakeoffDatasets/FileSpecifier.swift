import BakeoffCore

/// The `FILE[,key=value…]` part of a data set's specifier.
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
    path = expandingHome(parts[..<first].joined(separator: ","))
    guard !path.isEmpty else { throw ConfigurationError("\(card.id) needs a path: \(card.summary)") }
    arguments = try Arguments(parts[first...].joined(separator: ","), of: card.id, keys: keys)
  }
}
