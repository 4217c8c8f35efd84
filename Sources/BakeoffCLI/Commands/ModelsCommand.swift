import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

/// Lists what can be compared.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the models, with every setting, its default and what it does.")

  @Argument(help: "Only these models.")
  var ids: [String] = []

  @OptionGroup var plugins: PluginOptions

  func run() throws {
    let catalog = try plugins.catalog()
    let entries = try ids.isEmpty ? catalog.tryingAll().entries : ids.map { try catalog.entry($0) }
    try writeResults(visibleLines(entries.map(description).joined(separator: "\n") + "\n"), to: nil)
  }

  private func description(of entry: CatalogEntry) -> String {
    let card = entry.card
    var lines = [card.id, "  \(card.title), version \(card.version)"]
    lines += wrapped(card.summary, width: 76).map { "  " + $0 }
    if !card.reference.isEmpty { lines += wrapped("Source: " + card.reference, width: 76).map { "  " + $0 } }
    if let gives = entry.givesProbabilities {
      lines.append(gives ? "  Gives probabilities." : "  Gives margins, not probabilities.")
    }
    if !card.needs.isEmpty {
      lines.append(
        "  Needs: " + ModelNeed.allCases.filter(card.needs.contains).map(\.title).joined(separator: ", ") + ".")
    }
    if let reason = entry.unavailable { lines += wrapped("NOT AVAILABLE: " + reason, width: 76).map { "  " + $0 } }
    for setting in entry.settings {
      lines.append("    \(setting.name) = \(setting.fallback)")
      let explanation = setting.explanation.isEmpty ? "" : setting.explanation + "; "
      lines += wrapped(explanation + "\(setting.domain)", width: 72).map { "        " + $0 }
      if let searched = setting.searched { lines.append("        --tune looks through \(searched)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ModelNeed {
  /// The need in words.
  fileprivate var title: String {
    switch self {
    case .images: "images"
    case .scaledColumns: "columns of about the same scale (tables are prepared so)"
    case .counts: "counts"
    case .nonNegative: "no negative numbers"
    }
  }
}
