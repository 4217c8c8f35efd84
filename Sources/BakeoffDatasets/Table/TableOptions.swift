import BakeoffCore

/// What a user says of a table beside where it is: which columns are what.
struct TableOptions: Sendable {
  /// The column of the classes, by its name or its position from 1; nil to choose it.
  var label: String?
  /// Columns to leave out.
  var ignore: String?
  /// The column that says which rows belong together.
  var group: String?
  /// Columns whose values are names, though they may look like numbers.
  var categories: String?
  /// What stands before the fraction of numbers; nil to find it out.
  var decimal: DecimalMark?
  /// Which of day, month and year comes first; nil to find it out.
  var dates: DateOrder?
  /// Whether the columns are pixels; nil to find it out.
  var pixels: Bool?
  /// The shape of a row where the columns are the pixels of a picture.
  var shape: FeatureShape?

  /// The arguments that say so.
  static let keys = ["label", "ignore", "group", "categories", "decimal", "dates", "pixels", "shape"]

  /// Reads them. Throws `ConfigurationError` for a shape that is none.
  init(_ arguments: Arguments) throws {
    label = arguments.text("label")
    ignore = arguments.text("ignore")
    group = arguments.text("group")
    categories = arguments.text("categories")
    decimal = try arguments.choice("decimal", of: choices(DecimalMark.self))
    dates = try arguments.choice("dates", of: choices(DateOrder.self))
    pixels = try arguments.choice("pixels", of: ["yes": true, "no": false])
    shape = try arguments.text("shape").map { text in
      let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      guard (2...3).contains(sides.count), let height = sides[0], let width = sides[1],
        let channels = sides.count == 3 ? sides[2] : 1, height > 1, width > 0, channels > 0,
        Double(height) * Double(width) * Double(channels) <= Double(Int32.max)
      else { throw ConfigurationError("shape=\(text): write height x width, as in shape=28x28 or shape=32x32x3") }
      return FeatureShape(height: height, width: width, channels: channels)
    }
    if shape != nil, pixels == false {
      throw ConfigurationError("shape= and pixels=no: what has the shape of pictures is pixels; leave one of them out")
    }
  }

  /// Nothing is said.
  init() {}
}

/// The values of a choice by what a user writes.
private func choices<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> [String: Choice] {
  Dictionary(uniqueKeysWithValues: Choice.allCases.map { ($0.rawValue, $0) })
}
