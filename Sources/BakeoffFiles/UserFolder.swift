import Foundation

/// The folders of one user that programs keep files in.
///
/// Source: XDG Base Directory Specification 0.8, which also says that a relative path is to be ignored; on Apple
/// platforms the folders of the library take their place.
package enum UserFolder: Sendable {
  /// What can be fetched again, such as downloads: `$XDG_CACHE_HOME`, else `~/.cache` (`~/Library/Caches`).
  case cache
  /// What is to outlive the program, such as finished trials: `$XDG_STATE_HOME`, else `~/.local/state`
  /// (`~/Library/Application Support`).
  case state

  /// This program's folder there; it may have to be made. `environment` holds the variables of the process.
  package func path(environment: [String: String]) -> String {
    if let folder = environment[variable], folder.hasPrefix("/") { return "\(folder)/bakeoff" }
    let named = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let home = named ?? FileManager.default.homeDirectoryForCurrentUser.path
    return "\(home)/\(standard)/bakeoff"
  }

  private var variable: String {
    switch self {
    case .cache: "XDG_CACHE_HOME"
    case .state: "XDG_STATE_HOME"
    }
  }

  private var standard: String {
    #if canImport(Darwin)
      switch self {
      case .cache: "Library/Caches"
      case .state: "Library/Application Support"
      }
    #else
      switch self {
      case .cache: ".cache"
      case .state: ".local/state"
      }
    #endif
  }
}
