import ArgumentParser
import BakeoffCore
import BakeoffDatasets

/// Lists the data sets.
struct Datasets: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the data sets.")

  func run() throws {
    let entries = Workbench.current.datasets.entries.map(\.card).map { card in
      let summary = wrapped(card.summary, width: 76).map { "  " + $0 }
      return ([card.id, "  \(card.title)"] + summary + ["  Licence: \(card.licence)"]).joined(separator: "\n") + "\n"
    }
    try writeResults(visibleLines(entries.joined(separator: "\n")), to: nil)
  }
}
