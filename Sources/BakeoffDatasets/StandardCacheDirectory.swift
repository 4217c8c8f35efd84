import Foundation

/// The folder downloads are kept in: `$XDG_CACHE_HOME/bakeoff` where that is set to an absolute path, else
/// `~/.cache/bakeoff` (`~/Library/Caches/bakeoff` on Apple platforms).
///
/// Source: XDG Base Directory Specification 0.8, which also says that a relative path is to be ignored.
public func standardCacheDirectory(environment: [String: String]) -> String {
  if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return folder + "/bakeoff" }
  let named = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
  let home = named ?? FileManager.default.homeDirectoryForCurrentUser.path
  #if canImport(Darwin)
    return home + "/Library/Caches/bakeoff"
  #else
    return home + "/.cache/bakeoff"
  #endif
}
