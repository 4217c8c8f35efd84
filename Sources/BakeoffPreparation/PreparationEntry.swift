import BakeoffCore

/// A way to prepare rows that can be selected by name.
public struct PreparationEntry: Registered {
  /// The id of the preparation.
  public let id: String
  /// One line that says what becomes of rows.
  public let summary: String
  /// The arguments it takes.
  public let keys: [String]
  /// Makes the preparation from the arguments given. Throws `ConfigurationError` where one of them cannot be.
  public let make: @Sendable (Arguments) throws -> any Preparation

  /// Makes an entry.
  public init(
    _ id: String, summary: String, keys: [String] = [],
    make: @escaping @Sendable (Arguments) throws -> any Preparation
  ) {
    self.id = id
    self.summary = summary
    self.keys = keys
    self.make = make
  }
}

extension Registry where Entry == PreparationEntry {
  /// The preparation a specifier such as `standardise:categories=10` names. Throws `ConfigurationError`.
  public func preparation(_ specifier: String) throws -> any Preparation {
    let specifier = Specifier(specifier)
    let entry = try entry(specifier.id)
    return try entry.make(specifier.arguments(entry.keys))
  }

  /// The preparations that come with Bakeoff.
  public static var standard: Registry {
    standardPreparations.reduce(into: Registry("preparation")) { registry, entry in
      // They have ids of their own.
      try? registry.add(entry)
    }
  }
}

/// The preparation used unless told otherwise: what the model needs.
public let automaticPreparation = ColumnPreparation(id: "auto", scaling: nil)

/// The preparations that come with Bakeoff, the one used unless told otherwise first.
public let standardPreparations = [
  columns("auto", nil, "tables as the model needs them, pixels as they are"),
  PreparationEntry("none", summary: "nothing is changed") { _ in NoPreparation() },
  columns("standardise", .standardise, "mean 0, standard deviation 1"),
  columns("minmax", .minmax, "from 0 to 1"),
  columns("robust", .robust, "median 0, interquartile range 1"),
  columns("encode", ColumnPreparation.Scaling.none, "numbers as they are, categories one-hot, gaps filled"),
]

private func columns(_ id: String, _ scaling: ColumnPreparation.Scaling?, _ summary: String) -> PreparationEntry {
  PreparationEntry(id, summary: summary, keys: ["categories"]) { arguments in
    let categories = try arguments.integer("categories", in: 2...10_000)
    return ColumnPreparation(id: id, scaling: scaling, categories: categories)
  }
}
