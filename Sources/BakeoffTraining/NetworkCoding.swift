import BakeoffMath

extension Network: Codable {
  private enum CodingKeys: String, CodingKey { case layers, parameters }

  /// Reads what `encode` writes. Throws `DecodingError` where layers and parameters do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode([StoredLayer].self, forKey: .layers)
    let parameters = try container.decode([[Float]].self, forKey: .parameters)
    func wrong(_ key: CodingKeys, _ found: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: found)
    }
    let layers = try stored.map { stored in
      guard let layer = stored.layer else { throw wrong(.layers, "a layer whose sides are out of range") }
      return layer
    }
    guard !layers.isEmpty, zip(layers, layers.dropFirst()).allSatisfy({ $0.output == $1.input }) else {
      throw wrong(.layers, "layers that do not follow each other")
    }
    guard layers.map(\.parameterCount) == parameters.map(\.count) else {
      throw wrong(.parameters, "another number of parameters than the layers have")
    }
    self.layers = layers
    self.parameters = parameters.map { AlignedFloats($0) }
  }

  /// Writes the layers and their parameters as they lie in memory. Throws `EncodingError` for a layer that is not one of
  /// `BakeoffMath`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let stored = try layers.map { layer in
      guard let stored = StoredLayer(layer) else {
        throw EncodingError.invalidValue(
          layer, .init(codingPath: encoder.codingPath, debugDescription: "\(type(of: layer)) cannot be saved"))
      }
      return stored
    }
    try container.encode(stored, forKey: .layers)
    try container.encode(parameters.map(Array.init), forKey: .parameters)
  }
}

/// A layer without its parameters, as it is written to a file.
private enum StoredLayer: Codable {
  case dense(input: LayerShape, outputs: Int, rectified: Bool)
  case pooledConvolution(input: LayerShape, channels: Int, kernel: Sides, stride: Sides, pool: Int)

  struct Sides: Codable {
    let height: Int
    let width: Int

    init(_ extent: PooledConvolution.Extent) { (height, width) = (extent.height, extent.width) }

    var extent: PooledConvolution.Extent? {
      sides.contains(height) && sides.contains(width) ? .init(height: height, width: width) : nil
    }
  }

  init?(_ layer: any Layer) {
    switch layer {
    case let layer as Dense:
      self = .dense(input: layer.input, outputs: layer.output.channels, rectified: layer.isRectified)
    case let layer as PooledConvolution:
      self = .pooledConvolution(
        input: layer.input, channels: layer.output.channels, kernel: Sides(layer.kernel), stride: Sides(layer.stride),
        pool: layer.pool)
    default: return nil
    }
  }

  /// The layer, nil where a side is out of range.
  var layer: (any Layer)? {
    switch self {
    case .dense(let input, let outputs, let rectified):
      guard sides.contains(outputs) else { return nil }
      return Dense(input: input, outputs: outputs, isRectified: rectified)
    case .pooledConvolution(let input, let channels, let kernel, let stride, let pool):
      guard let kernel = kernel.extent, let stride = stride.extent, sides.contains(channels), sides.contains(pool)
      else { return nil }
      return PooledConvolution(input: input, channels: channels, kernel: kernel, stride: stride, pool: pool)
    }
  }
}

/// What a side may be: products of four of them are still numbers.
private let sides = 1...30_000
