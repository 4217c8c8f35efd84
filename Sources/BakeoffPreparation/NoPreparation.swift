import BakeoffCore

/// Hands rows to models as they are.
public struct NoPreparation: Preparation, Hashable {
  /// The name it is selected by.
  public let id = "none"

  /// Makes the preparation.
  public init() {}

  /// It changes nothing.
  public func changes(_ features: Features) -> Bool { false }

  /// Throws for what models cannot compute with: text, values that are not known or too large for 32-bit floats, and
  /// negative numbers for a model that takes none.
  public func check(_ features: Features, for needs: Set<ModelNeed>) throws {
    guard features.buffer.element != .byte else { return }
    for index in 0..<features.shape.count {
      let column = features.column(index)
      if column.categories != nil { throw problem("text", column) }
      for value in features.values(ofColumn: index) {
        if value.isNaN { throw problem("missing values", column) }
        if !Float(value).isFinite { throw problem("\(value), too large for a 32-bit float", column) }
        if value < 0, !needs.isDisjoint(with: [.nonNegative, .counts]) { throw problem("\(value)", column) }
        if value != value.rounded(), needs.contains(.counts) { throw problem("\(value)", column) }
      }
    }
  }

  /// Learns nothing.
  public func fit(_ training: Examples, for needs: Set<ModelNeed>) -> Unprepared { Unprepared() }

  private func problem(_ found: String, _ column: FeatureColumn) -> ConfigurationError {
    ConfigurationError(
      "without preparation the model gets column \(column.name) as it is, and it has \(found), which the model cannot "
        + "compute with; prepare it with auto, or leave the column out (ignore=\(column.name))")
  }
}

/// Rows as they are.
public struct Unprepared: FittedPreparation {
  /// The very rows.
  public func apply(_ features: Features) -> Features { features }
  /// Nothing is done.
  public var summary: String { "as it is" }
}
