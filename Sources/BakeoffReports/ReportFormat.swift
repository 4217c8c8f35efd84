import BakeoffCore
import BakeoffEvaluation

/// A form a leaderboard can be written in.
public protocol ReportFormat: Registered {
  /// The endings of file names that choose it, in lower case and without the dot.
  var endings: [String] { get }
  /// The whole report, ending in a line break.
  func render(_ leaderboard: Leaderboard, details: ReportDetails) -> String
}

/// What a report shows beyond what every report does.
public struct ReportDetails: Sendable {
  /// Whether each model's classification report and confusion matrix are added.
  public var perClass: Bool
  /// The costs that have a column, in order. JSON has every cost that was measured.
  public var costs: [Cost]
  /// Columns after all others, in every format.
  public var columns: [LeaderboardColumn]
  /// The cost by which the cheapest of the models not excluded as best is named.
  public var cheapestBy: Cost

  /// Makes details; by default there are none.
  public init(
    perClass: Bool = false, costs: [Cost] = [], columns: [LeaderboardColumn] = [], cheapestBy: Cost = .cpu
  ) {
    self.perClass = perClass
    self.costs = costs
    self.columns = columns
    self.cheapestBy = cheapestBy
  }
}

/// A report format as a registry holds it.
public struct ReportFormatEntry: Registered {
  /// The format.
  public let format: any ReportFormat

  /// Makes an entry.
  public init(_ format: any ReportFormat) { self.format = format }

  /// The id of the format.
  public var id: String { format.id }
}

/// The report formats that come with Bakeoff, the one used unless told otherwise first.
public let standardReportFormats = ([TableFormat(), MarkdownFormat(), CSVFormat(), JSONFormat()] as [any ReportFormat])
  .map { ReportFormatEntry($0) }

extension Registry where Entry == ReportFormatEntry {
  /// The format a file's name chooses by its ending; nil where the name has none, or one that is no format's.
  public func format(ofFile name: String) -> (any ReportFormat)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let ending = parts.last?.lowercased() else { return nil }
    return entries.first { $0.format.endings.contains(ending) }?.format
  }
}
