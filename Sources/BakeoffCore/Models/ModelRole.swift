/// What a model is in a comparison for.
public enum ModelRole: String, Hashable, Sendable, Codable, CaseIterable {
  /// To be compared.
  case entrant
  /// To show what the commonest class alone achieves: what is not above it has learned nothing.
  case floor
  /// To show what is achieved where there is nothing to learn: it is trained on shuffled labels.
  case control
}
