import ArgumentParser
import BakeoffCore
import BakeoffDatasets
import BakeoffFiles
import BakeoffReports
import Foundation

/// Shows samples of the data.
struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show sample rows in the terminal, or as a PNG contact sheet.",
    discussion: """
      Examples:
        bakeoff show
        bakeoff show --digit 2 --count 4
        bakeoff show --dataset synthetic-digits --count 50 --output samples.png
      """)

  @OptionGroup(title: "Data") var data: DataOptions

  @Option(
    name: [.customLong("digit"), .customLong("class")],
    help: ArgumentHelp("Only this class, by its name, or its index as in #2.", valueName: "class"))
  var selectedClass: String?

  @Option(help: ArgumentHelp("How many rows, at least 1.", valueName: "count"))
  var count = 10

  @Option(help: ArgumentHelp("Determines which rows are drawn.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: "How pictures are drawn; without this flag by what the terminal can show.")
  var style: PictureStyle?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write a labelled contact sheet to this PNG file.", valueName: "file"))
  var output: String?

  func validate() throws {
    guard count >= 1 else { throw ValidationError("--count \(count): give at least 1") }
  }

  func run() async throws {
    try checkOutputs([("--output", output)])
    let dataset = try await data.load(progress: loadingDisplay(quiet: false)).dataset
    let rows = try drawn(from: dataset)
    let examples = dataset.examples.selecting(rows)
    let samples = rows.indices.compactMap { index in
      examples.picture(ofRow: index).map {
        (picture: $0, name: dataset.classNames[examples.labels[index]], row: rows[index])
      }
    }
    guard samples.count == rows.count else { return try showValues(examples, rows: rows, of: dataset) }
    if let output {
      let sheet = contactSheet(of: samples.map { ($0.picture, $0.name) })
      try writeResults(Data(try sheet.pngBytes()), to: output)
      let rows = samples.count == 1 ? "1 row of \(dataset.name) is" : "\(samples.count) rows of \(dataset.name) are"
      return writeError("bakeoff: \(rows) in \(output == standardStream ? "the picture written" : output)\n")
    }
    let pictures = samples.map { (bytes: $0.picture.grey.bytes, caption: "\(oneLine($0.name)) (row \($0.row))") }
    let lines = halfBlockRows(
      pictures, height: dataset.examples.features.shape.height, width: dataset.examples.features.shape.width,
      terminalWidth: TerminalSize.current.columns, style: style ?? .standard)
    try writeResults((heading(of: dataset) + lines).joined(separator: "\n") + "\n", to: nil)
  }

  /// What the data set is: rows, target, classes with their rows, and what was found when it was read.
  private func heading(of dataset: Dataset) -> [String] {
    let counts = dataset.examples.selecting(dataset.trainingRows).classCounts
    let heldOut = dataset.testRows.isEmpty ? "" : " and \(grouped(dataset.testRows.count)) held out"
    let target = dataset.target.map { "; target: \($0)" } ?? ""
    let lines =
      ["\(dataset.name): \(counted(dataset.trainingCount, "row"))\(heldOut)\(target)"]
      + ["Classes: " + listedCounts(dataset.classNames, counts)] + dataset.notes.map { "Note: \($0)" }
    return lines.flatMap { wrapped(oneLine($0), width: 80, indentation: "  ") } + [""]
  }

  /// Training rows drawn at random, of the class asked for. Throws `ConfigurationError` where it has none.
  private func drawn(from dataset: Dataset) throws -> [Int] {
    let index = try selectedClass.map { try classIndex($0, among: dataset.classNames, flag: "--digit") }
    let candidates = dataset.trainingRows.filter { index == nil || dataset.examples.labels[$0] == index }
    guard !candidates.isEmpty else { throw ConfigurationError("--digit \(selectedClass ?? ""): no row has this class") }
    var generator = SeededGenerator(seed: derivedSeed(seed, "show"))
    return Array(candidates.shuffled(using: &generator).prefix(count))
  }

  /// Rows that are no pictures, as numbers.
  private func showValues(_ examples: Examples, rows: [Int], of dataset: Dataset) throws {
    guard output == nil else {
      throw ConfigurationError(
        "--output: the rows of this data set are no pictures; leave the flag out to see their values")
    }
    let lines = rows.indices.map { index in
      let values = examples.features.shownValues(ofRow: index, limit: 8)
      let name = dataset.classNames[examples.labels[index]]
      return "row \(rows[index]), \(visible(name)): \(values)"
    }
    try writeResults((heading(of: dataset) + lines).joined(separator: "\n") + "\n", to: nil)
  }
}

extension PictureStyle: ExpressibleByArgument {}
