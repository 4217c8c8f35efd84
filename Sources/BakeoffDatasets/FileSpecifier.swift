import BakeoffCore
import Foundation

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
    try checkIsNoAddress(path, id: card.id)
    try Self.checkForMisspeltKey(parts, path, of: card, keys: keys)
    guard !path.isEmpty else { throw ConfigurationError("\(card.id) needs a path: \(card.summary)") }
    arguments = try Arguments(parts[first...].joined(separator: ","), of: card.id, keys: keys)
  }

  /// A path may hold commas and equals signs, but a file that is not there is more likely a wrong key after one that is.
  private static func checkForMisspeltKey(
    _ parts: [String], _ path: String, of card: DatasetCard, keys: [String]
  ) throws {
    guard parts.count > 1, !FileManager.default.fileExists(atPath: path),
      FileManager.default.fileExists(atPath: expandingHome(parts[0])), let end = parts[1].firstIndex(of: "=")
    else { return }
    let key = String(parts[1][..<end])
    guard !keys.contains(key) else { return }
    throw ConfigurationError(
      "\(card.id): no argument \(key)\(didYouMean(key, among: keys)) (it takes \(keys.joined(separator: ", ")))")
  }
}

/// Throws `ConfigurationError` for an address of the network: what is there may change, and a run has to be repeatable.
func checkIsNoAddress(_ path: String, id: String) throws {
  guard let end = path.range(of: "://"), path[..<end.lowerBound].allSatisfy({ $0.isLetter || $0.isNumber })
  else { return }
  let name = path.split(separator: "/").last.map { $0.prefix { $0 != "?" && $0 != "#" } } ?? ""
  let file = name.isEmpty || name.contains(":") ? "FILE" : String(name)
  if path.hasPrefix("file://") {
    throw ConfigurationError("\(id):\(path): give the path alone, as in \(id):\(path.dropFirst("file://".count))")
  }
  let isWeb = path.hasPrefix("http://") || path.hasPrefix("https://")
  let command = isWeb ? "curl -L -o \(shellQuoted(file)) \(shellQuoted(path)), then" : "fetch it, then"
  throw ConfigurationError(
    "\(id):\(path): addresses are not read; keep a copy, so that a run can be repeated: \(command) \(id):\(file)")
}
