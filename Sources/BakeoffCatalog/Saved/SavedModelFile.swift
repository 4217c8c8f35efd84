import BakeoffCore
import Foundation

/// What stands in the file of a saved model beside the model itself.
struct SavedModelHeader: Codable {
  static let format = "bakeoff.model/1"
  let format, plugin, version: String
  let settings: Settings
  let dataset: String
  let trainingRows: Int
  let shape: FeatureShape
  let element: FeatureBuffer.Element
  let classNames: [String]
  /// The class told from the rest, by its index; nil for every class.
  let positive: Int?
  /// What the columns are, where the rows are those of a table.
  let table: FeatureTable?
  /// What held the classes; nil where nothing else could.
  let target: String?
  /// Whether the pictures learned from are dark on light; nil where they are not, or no pictures.
  let isDarkOnLight: Bool?
  /// How rows are prepared, as a user writes it; nil for rows taken as they are.
  let preparation: String?
  /// What the preparation has learned.
  let prepared: SettingValue?

  enum CodingKeys: String, CodingKey {
    case format, plugin, version, settings, dataset, shape, element, positive, table, target, preparation, prepared
    case trainingRows = "training_rows"
    case classNames = "class_names"
    case isDarkOnLight = "dark_on_light"
  }
}

/// The header's keys and the model's in one object.
private struct Document<Model: Codable>: Codable {
  let header: SavedModelHeader
  let model: Model

  private enum CodingKeys: String, CodingKey { case model }

  init(header: SavedModelHeader, model: Model) {
    self.header = header
    self.model = model
  }

  init(from decoder: any Decoder) throws {
    header = try SavedModelHeader(from: decoder)
    model = try decoder.container(keyedBy: CodingKeys.self).decode(Model.self, forKey: .model)
  }

  func encode(to encoder: any Encoder) throws {
    try header.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
  }
}

/// The file of a model. Throws `EncodingError`.
func encodedModel<Model: Classifier & Codable>(_ model: Model, after header: SavedModelHeader) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(Document(header: header, model: model))
}

/// The model in a file that `encodedModel` made of one of this plugin's. Throws `DecodingError`, or `ConfigurationError`
/// for a plugin whose models cannot be saved.
func decodedModel<Plugin: ClassifierPlugin>(of plugin: Plugin, from json: Data) throws -> any Classifier {
  func decoded<Model: Classifier & Codable>(_ type: Model.Type) throws -> any Classifier {
    try JSONDecoder().decode(Document<Model>.self, from: json).model
  }
  guard let type = Plugin.Model.self as? any (Classifier & Codable).Type else { throw cannotBeSaved(Plugin.card.id) }
  return try decoded(type)
}

/// The result of `body`; a `DecodingError` becomes an error that names the file and the key.
func readingModel<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as DecodingError {
    throw malformedModel(file, found: described(error))
  }
}

/// The error for a file that holds no saved model.
func malformedModel(_ file: String, found: String) -> DatasetError {
  .malformed(
    place: file, expected: "a model saved by `bakeoff predict --save`", found: found,
    remedy: "name another file, or fit and save the model again")
}

private func described(_ error: DecodingError) -> String {
  func place(_ path: [any CodingKey]) -> String {
    let keys = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return keys.isEmpty ? "" : " at \(keys.drop { $0 == "." })"
  }
  return switch error {
  case .keyNotFound(let key, let context): "no \(key.stringValue)\(place(context.codingPath))"
  case .typeMismatch(_, let context), .valueNotFound(_, let context):
    "another type of value\(place(context.codingPath))"
  case .dataCorrupted(let context) where context.codingPath.isEmpty: "no JSON"
  case .dataCorrupted(let context): context.debugDescription + place(context.codingPath)
  @unknown default: "\(error)"
  }
}
