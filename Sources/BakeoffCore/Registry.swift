/// What can be selected by name from a registry.
public protocol Registered: Sendable {
  /// The name it is selected by: lower-case words joined by hyphens.
  var id: String { get }
}

/// The choices of one kind a user has, in the order they are listed: models, data sets, metrics and the like.
public struct Registry<Entry: Registered>: Sendable {
  /// What the choices are, in the singular, such as `metric`.
  public let kind: String
  /// The choices.
  public private(set) var entries: [Entry]

  /// Makes a registry. Throws `ConfigurationError` where two entries have the same id.
  public init(_ kind: String, _ entries: [Entry]) throws {
    self.init(kind)
    for entry in entries { try add(entry) }
  }

  /// Makes an empty registry.
  public init(_ kind: String) {
    self.kind = kind
    entries = []
  }

  /// Adds a choice. Throws `ConfigurationError` where there is one with its id already.
  public mutating func add(_ entry: Entry) throws {
    guard !ids.contains(entry.id) else {
      throw ConfigurationError("there are two of the \(kind) \(entry.id); give one of them another id")
    }
    entries.append(entry)
  }

  /// The registry with one more choice. Throws `ConfigurationError` where there is one with its id already.
  public func adding(_ entry: Entry) throws -> Registry {
    var registry = self
    try registry.add(entry)
    return registry
  }

  /// The registry with those of its choices that `isIncluded` says.
  public func filter(_ isIncluded: (Entry) throws -> Bool) rethrows -> Registry {
    var registry = self
    registry.entries = try entries.filter(isIncluded)
    return registry
  }

  /// The ids of all choices, in order.
  public var ids: [String] { entries.map(\.id) }

  /// The choice with this id. Throws `ConfigurationError` that lists the known ids and suggests the nearest.
  public func entry(_ id: String) throws(ConfigurationError) -> Entry {
    if let entry = entries.first(where: { $0.id == id }) { return entry }
    throw ConfigurationError("no \(kind) \(id)\(didYouMean(id, among: ids)) (known: \(ids.joined(separator: ", ")))")
  }
}
