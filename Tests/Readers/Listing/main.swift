import BakeoffCore
import BakeoffDatasets
import Foundation

// Prints what is read of data sets, and fits nothing: a line of JSON for each line of JSON on standard input. readers.py
// holds that against what other libraries read.

/// A data set to read.
struct Request: Decodable {
  let dataset: String
  let missing: [String]?
}

/// A column of a table: numbers, or the places of categories; null where a value is missing.
struct ReadColumn: Encodable {
  let name: String
  let categories: [String]?
  let values: [Double?]
}

/// What was read, or why it was not.
struct Reading: Encodable {
  var error: String?
  var columns: [ReadColumn]?
  var shape: [Int]?
  /// Row by row, where rows are pictures or pixels: bytes as they are.
  var pixels: [Float]?
  var labels: [String]?
  var trainingCount: Int?
  var notes: [String]?

  init(_ dataset: Dataset) {
    let features = dataset.examples.features
    columns = features.table?.columns.enumerated().map { place, column in
      let values = features.values(ofColumn: place).map { $0.isNaN ? nil : $0 }
      return ReadColumn(name: column.name, categories: column.categories, values: values)
    }
    shape = [features.shape.height, features.shape.width, features.shape.channels]
    if features.table == nil {
      let bytes = (0..<features.count).compactMap { features.bytes(ofRow: $0) }
      pixels = bytes.count == features.count ? bytes.joined().map { Float($0) } : features.floats()
    }
    labels = dataset.examples.labels.map { dataset.classNames[$0] }
    trainingCount = dataset.trainingCount
    notes = dataset.notes
  }

  init(_ error: any Error) { self.error = "\(error)" }
}

let datasets = try Registry("data set", standardDatasets)
while let line = readLine() {
  let reading: Reading
  do {
    let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
    let context = LoadContext(
      dataDirectories: [], cacheDirectory: "/nonexistent", mayDownload: false, missing: request.missing ?? [])
    reading = Reading(try await datasets.source(request.dataset).load(context))
  } catch {
    reading = Reading(error)
  }
  FileHandle.standardOutput.write(try JSONEncoder().encode(reading) + Data("\n".utf8))
}
