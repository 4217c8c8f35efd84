/// Data that is malformed or unavailable; the description is one line: what, where, and what to do.
public enum DatasetError: Error, Sendable, Equatable {
  /// The bytes at `place` (a file, a line, an entry) are not what they should be. Exit code 65.
  case malformed(place: String, expected: String, found: String, remedy: String)
  /// The data is not to be found: what was tried, and what to do. Exit code 69.
  case unavailable(name: String, tried: [String], remedy: String)
}

extension DatasetError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .malformed(let place, let expected, let found, let remedy):
      "\(place): expected \(expected), found \(found); \(remedy)"
    case .unavailable(let name, let tried, let remedy):
      "\(name) is unavailable (tried \(tried.joined(separator: "; "))); \(remedy)"
    }
  }
}

/// A setting, flag or combination of them that cannot work; exit code 64.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line: what is wrong, where, and what to do.
  public let description: String

  /// Makes an error from its one line.
  public init(_ description: String) {
    self.description = description
  }
}

/// Training that cannot go on; it costs the trial, not the run.
public struct TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line: what happened, when, and what to try.
  public let description: String

  /// Makes an error from its one line.
  public init(_ description: String) {
    self.description = description
  }
}
