extension LinearColumns: Codable {
  private enum CodingKeys: String, CodingKey {
    case classes, parameters
    case featureCount = "features"
    case isPairwise = "pairwise"
  }

  /// Reads what `encode` writes. Throws `DecodingError` where the numbers do not belong together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let featureCount = try container.decode(Int.self, forKey: .featureCount)
    let classes = try container.decode([Int].self, forKey: .classes)
    let parameters = try container.decode([Float].self, forKey: .parameters)
    guard (0..<1 << 32).contains(featureCount), !classes.isEmpty, Set(classes).count == classes.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .classes, in: container, debugDescription: "features and classes that no model has")
    }
    let isPairwise = try container.decode(Bool.self, forKey: .isPairwise)
    let learned = isPairwise && classes.count == 2 ? 1 : classes.count
    guard parameters.count == (featureCount + 1) * learned else {
      throw DecodingError.dataCorruptedError(
        forKey: .parameters, in: container,
        debugDescription: "\(parameters.count) numbers where (\(featureCount) + 1) x \(learned) are needed")
    }
    self.init(featureCount: featureCount, classes: classes, pairwise: isPairwise)
    load(parameters.map(Double.init))
  }

  /// Writes the classes and the parameters ((features + 1) x learned columns, row-major, the intercepts last).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(featureCount, forKey: .featureCount)
    try container.encode(classes, forKey: .classes)
    try container.encode(learned.count < classes.count, forKey: .isPairwise)
    let weights = (0..<featureCount).flatMap { feature in learned.map { self.weights[feature, $0] } }
    try container.encode(weights + learned.map { intercepts[0, $0] }, forKey: .parameters)
  }
}
