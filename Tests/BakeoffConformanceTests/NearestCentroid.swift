import BakeoffCore
import Foundation

/// What a `NearestCentroid` does wrong.
enum Fault: String, SettingRepresentable, CaseIterable {
  case none
  case forgetsASetting, checksNoRange
  case noRows, oneClass, absentClass, oneRow, constantFeatures, manyClasses, longSides, plainVectors
  case overfullProbabilities, clockForSeed, countsThreads, centresBatches, looksAtRowNumbers, writesToFeatures
  case forgetsOnceSaved
  case favoursOneClass, onlyCounts, ignoresCancellation, handsOutHalfAModel
}

/// Softmax over the negative squared distances to the mean of each class; right, except for its fault.
struct NearestCentroid: ClassifierPlugin {
  static let card = PluginCard(
    id: "nearest-centroid", title: "Nearest centroid", version: "1", summary: "The class whose mean is nearest.",
    reference: "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.3")

  var sharpness = 4.0
  var fault = Fault.none

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fault = try container.decode(Fault.self, forKey: .fault)
    let decoded = try container.decode(Double.self, forKey: .sharpness)
    if fault != .forgetsASetting { sharpness = decoded }
  }

  func validate() throws {
    guard fault == .checksNoRange || (sharpness > 0 && sharpness <= 1e6) else {
      throw ConfigurationError("nearest-centroid.sharpness is \(sharpness); it has to be above 0 and at most 1000000")
    }
  }

  func fit(_ examples: Examples, context: FitContext) throws -> CentroidModel {
    if fault == .writesToFeatures { overwriteFirstValue(of: examples.features) }
    let isHalfDone = try isStopped(examples, context)
    guard examples.count > 0 || fault == .noRows else { throw TrainingError("there are no rows to learn from") }
    let symptom = symptom(of: examples)
    if symptom == .unknownError { throw CocoaError(.featureUnsupported) }
    return CentroidModel(
      centroids: centroids(examples), shares: examples.classCounts.map { Float($0) / Float(examples.count) },
      sharpness: Float(sharpness) * noise(context) * (isHalfDone ? 0.5 : 1), classCount: examples.classCount,
      fault: fault, symptom: symptom)
  }

  /// The mean row of each class, nil where it has no row.
  private func centroids(_ examples: Examples) -> [[Float]?] {
    let width = examples.features.shape.count
    let values = examples.features.floats()
    return examples.classCounts.indices.map { label in
      let rows = examples.labels.indices.filter { examples.labels[$0] == label }
      guard !rows.isEmpty else { return nil }
      return (0..<width).map { column in
        rows.reduce(0) { $0 + values[$1 * width + column] } / Float(rows.count)
      }
    }
  }

  /// The factor by which a fault changes the sharpness.
  private func noise(_ context: FitContext) -> Float {
    switch fault {
    case .clockForSeed: Float.random(in: 0.5...1)
    case .countsThreads: 1 / Float(context.threads)
    default: 1
    }
  }

  /// What becomes of rows that the fault is about.
  private func symptom(of examples: Examples) -> Symptom {
    let shape = examples.features.shape
    let present = examples.classCounts.count { $0 > 0 }
    let isSeveral = examples.count > 1
    let values = examples.features.floats()
    return switch fault {
    case .checksNoRange where sharpness <= 0: .notANumber
    case .noRows where examples.count == 0: .notANumber
    case .oneClass where isSeveral && present == 1: .narrow
    case .absentClass where present > 1 && present < examples.classCount: .narrow
    case .oneRow where examples.count == 1: .unknownError
    case .constantFeatures where isSeveral && present > 1 && values.allSatisfy { $0 == values[0] }: .notANumber
    case .manyClasses where examples.classCount > 100: .narrow
    case .longSides where shape.isImage && shape.height != shape.width: .notANumber
    case .plainVectors where !shape.isImage: .narrow
    default: .none
    }
  }

  /// Whether the fit was cancelled and goes on all the same.
  private func isStopped(_ examples: Examples, _ context: FitContext) throws -> Bool {
    guard examples.count > 10_000 else { return false }
    switch fault {
    case .ignoresCancellation:
      Thread.sleep(forTimeInterval: 6)
    case .handsOutHalfAModel:
      for _ in 0..<300 {
        do { try context.checkCancellation() } catch { return true }
        Thread.sleep(forTimeInterval: 0.01)
      }
    default: try context.checkCancellation()
    }
    return false
  }

  private func overwriteFirstValue(of features: Features) {
    features.buffer.withUnsafeBytes { bytes in
      guard bytes.count >= 4 else { return }
      // The very breach of contract that is to be found.
      UnsafeMutableRawBufferPointer(mutating: bytes).storeBytes(of: Float(0.25), as: Float.self)
    }
  }
}

/// What a fault does to a model's answers.
enum Symptom: String, Codable {
  case none, notANumber, narrow, unknownError
}

struct CentroidModel: Classifier, Codable {
  let centroids: [[Float]?]
  let shares: [Float]
  let sharpness: Float
  let classCount: Int
  let fault: Fault
  let symptom: Symptom

  func predict(_ features: Features) throws -> Predictions {
    let width = features.shape.count
    let values = fault == .centresBatches ? centred(features) : features.floats()
    var scores: [Float] = []
    for row in 0..<features.count {
      let factor: Float = fault == .looksAtRowNumbers ? Float(row + 1) : 1
      scores += probabilities(Array(values[row * width..<(row + 1) * width]), factor: factor)
    }
    if symptom == .notANumber { scores = scores.map { _ in .nan } }
    return Predictions(kind: .probabilities, classCount: symptom == .narrow ? 1 : classCount, scores: scores)
  }

  private func probabilities(_ row: [Float], factor: Float) -> [Float] {
    if fault == .onlyCounts { return shares }
    // A mean over the values, so that the sharpness means the same for any shape.
    let logits = centroids.enumerated().map { label, centroid -> Float in
      guard let centroid else { return -.infinity }
      let distance = zip(row, centroid).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(max(1, row.count))
      return -distance * sharpness * factor * (fault == .favoursOneClass ? Float(label + 1) : 1)
    }
    let highest = logits.max() ?? 0
    let exponentials = logits.map { exp($0 - highest) }
    let sum = exponentials.reduce(0, +) * (fault == .overfullProbabilities ? 0.8 : 1)
    return exponentials.map { $0 / sum }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(centroids, forKey: .centroids)
    try container.encode(shares, forKey: .shares)
    try container.encode(fault == .forgetsOnceSaved ? 1 : sharpness, forKey: .sharpness)
    try container.encode(classCount, forKey: .classCount)
    try container.encode(fault, forKey: .fault)
    try container.encode(symptom, forKey: .symptom)
  }

  /// The values less a tenth of the mean of this batch.
  private func centred(_ features: Features) -> [Float] {
    let values = features.floats()
    let mean = values.reduce(0, +) / Float(max(1, values.count))
    return values.map { $0 - mean / 10 }
  }
}
