import BakeoffCore
import BakeoffPreparation
import Foundation

/// A fitted model with what it takes to use it later: what made it, and what it expects and predicts.
///
/// Written as a JSON object, `bakeoff.model/1`; the model itself is what its type encodes. A model can be saved when its
/// type is `Codable`.
public struct SavedModel: Sendable {
  /// The id of the plugin that fitted it.
  public let plugin: String
  /// The plugin's version.
  public let version: String
  /// Every setting it was fitted with.
  public let settings: Settings
  /// The name of the data set it was fitted on.
  public let dataset: String
  /// How many rows it was fitted on.
  public let trainingRows: Int
  /// The shape of the rows it predicts.
  public let shape: FeatureShape
  /// How the values of the rows it was fitted on were stored.
  public let element: FeatureBuffer.Element
  /// What it predicts of the data set's classes.
  public let task: ClassificationTask
  /// The name of each class of the data set.
  public let classNames: [String]
  /// What the columns are, where the rows are those of a table.
  public let table: FeatureTable?
  /// What held the classes; nil where nothing else could.
  public let target: String?
  /// Whether the pictures learned from are dark on light.
  public let isDarkOnLight: Bool
  /// How rows are prepared, as a user writes it; nil for rows taken as they are.
  public let preparation: String?
  /// The fitted model, with what its rows go through first.
  public let classifier: any Classifier

  /// A model fitted by `model` on `training`, rows of `dataset` labelled for `task`.
  public init(
    _ classifier: any Classifier, by model: ConfiguredModel, on training: Examples, of dataset: Dataset,
    task: ClassificationTask
  ) {
    self.init(
      classifier, by: model, on: training, dataset: dataset.name, classNames: dataset.classNames, task: task,
      target: dataset.target)
  }

  init(
    _ classifier: any Classifier, by model: ConfiguredModel, on training: Examples, dataset: String,
    classNames: [String], task: ClassificationTask, target: String?
  ) {
    plugin = model.card.id
    version = model.card.version
    settings = model.settings
    self.dataset = dataset
    trainingRows = training.count
    shape = training.features.shape
    element = training.features.buffer.element
    self.task = task
    self.classNames = classNames
    table = training.features.table
    self.target = target
    isDarkOnLight = training.features.isDarkOnLight
    preparation = model.preparation(of: training.features)?.specifier
    self.classifier = classifier
  }

  /// Reads what `json` writes; `file` is named in errors.
  ///
  /// Throws `DatasetError.malformed` for anything else, `ConfigurationError` where `catalog` has no such plugin or
  /// another version of it, or `preparations` no such preparation.
  public init(
    json: Data, file: String, catalog: Registry<CatalogEntry>, preparations: Registry<PreparationEntry> = .standard
  ) throws {
    let header = try readingModel(file) { try JSONDecoder().decode(SavedModelHeader.self, from: json) }
    guard header.format == SavedModelHeader.format else { throw malformedModel(file, found: "format \(header.format)") }
    guard header.positive.map(header.classNames.indices.contains) != false, header.trainingRows >= 0 else {
      throw malformedModel(file, found: "a positive class that it has no name for, or fewer than no rows")
    }
    let entry = try catalog.entry(header.plugin)
    guard entry.card.version == header.version, let made = try entry.model(settings: header.settings).plugin else {
      throw ConfigurationError(
        "\(file): fitted by \(header.plugin) of version \(header.version), and this one is \(entry.card.version); "
          + "fit it again")
    }
    let model = try readingModel(file) { try decodedModel(of: made, from: json) }
    let preparation = try header.preparation.map(preparations.preparation)
    classifier = try readingModel(file) {
      guard let preparation else { return model }
      // A file without what was learned is malformed: null is nothing that was.
      return PreparedModel(try fitted(preparation, header.prepared ?? .null), model)
    }
    (table, self.preparation) = (header.table, header.preparation)
    (target, isDarkOnLight) = (header.target, header.isDarkOnLight ?? false)
    (plugin, version, settings, dataset) = (header.plugin, header.version, header.settings, header.dataset)
    (trainingRows, shape, element) = (header.trainingRows, header.shape, header.element)
    classNames = header.classNames
    task = ClassificationTask(positive: header.positive)
  }

  /// Whether it can predict rows like these: of its shape and kind, or of a table, whose columns are found by name.
  public func accepts(_ features: Features) -> Bool {
    (features.shape == shape || table != nil && features.table != nil)
      && (features.buffer.element == .byte) == (element == .byte)
  }

  /// What the model says of rows of its shape. Throws `DatasetError.malformed`, naming `file`, where its parts do not
  /// belong together.
  public func predict(_ features: Features, file: String) throws -> Predictions {
    do {
      let predictions = try classifier.predict(features, threads: ProcessInfo.processInfo.activeProcessorCount)
      try predictions.check(rows: features.count, classes: task.classNames(classNames).count)
      return predictions
    } catch {
      throw malformedModel(file, found: oneLine(error))
    }
  }

  /// The file's contents. Throws `ConfigurationError` for a model that cannot be saved.
  public func json() throws -> Data {
    let prepared = classifier as? PreparedModel
    guard let model = (prepared?.model ?? classifier) as? any Classifier & Codable else { throw cannotBeSaved(plugin) }
    return try encodedModel(
      model,
      after: SavedModelHeader(
        format: SavedModelHeader.format, plugin: plugin, version: version, settings: settings, dataset: dataset,
        trainingRows: trainingRows, shape: shape, element: element, classNames: classNames, positive: task.positive,
        table: table, target: target, isDarkOnLight: isDarkOnLight ? true : nil,
        preparation: preparation, prepared: try prepared.map { try learned($0.preparation) }))
  }
}

/// What a preparation has learned, as JSON.
private func learned(_ preparation: any FittedPreparation) throws -> SettingValue {
  try JSONDecoder().decode(SettingValue.self, from: JSONEncoder().encode(preparation))
}

/// A preparation as `learned` wrote it. Throws `DecodingError`.
private func fitted<Recipe: Preparation>(_ recipe: Recipe, _ learned: SettingValue) throws -> any FittedPreparation {
  try JSONDecoder().decode(Recipe.Fitted.self, from: JSONEncoder().encode(learned))
}

extension ConfiguredModel {
  /// Throws `ConfigurationError` where what it fits cannot be saved.
  public func checkSavable() throws {
    func isCodable<Plugin: ClassifierPlugin>(_: Plugin) -> Bool { Plugin.Model.self is any (Classifier & Codable).Type }
    guard let plugin, isCodable(plugin) else { throw cannotBeSaved(card.id) }
  }
}

/// The error for a model that has no way to be saved.
func cannotBeSaved(_ plugin: String) -> ConfigurationError {
  ConfigurationError("\(plugin) cannot be saved: its model is not Codable, or it is a program; go on without saving it")
}

/// `model` as it comes back from a file; nil where it cannot be saved.
package func savedAndLoaded(_ model: any Classifier) throws -> (any Classifier)? {
  func roundTrip<Model: Classifier & Codable>(_ model: Model) throws -> any Classifier {
    try JSONDecoder().decode(Model.self, from: JSONEncoder().encode(model))
  }
  guard let model = model as? any Classifier & Codable else { return nil }
  return try roundTrip(model)
}
