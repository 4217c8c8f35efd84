import Foundation

/// The file runs are kept in: `$XDG_STATE_HOME/bakeoff/store.sqlite` where that is set to an absolute path, else
/// `~/.local/state/bakeoff/store.sqlite` (`~/Library/Application Support/bakeoff/store.sqlite` on Apple platforms).
///
/// Source: XDG Base Directory Specification 0.8, which also says that a relative path is to be ignored.
public func standardStorePath(environment: [String: String]) -> String {
  let file = "bakeoff/store.sqlite"
  if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") { return "\(folder)/\(file)" }
  let named = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
  let home = named ?? FileManager.default.homeDirectoryForCurrentUser.path
  #if canImport(Darwin)
    return "\(home)/Library/Application Support/\(file)"
  #else
    return "\(home)/.local/state/\(file)"
  #endif
}
