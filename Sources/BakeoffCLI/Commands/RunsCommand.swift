import ArgumentParser
import BakeoffReports
import BakeoffStore
import Foundation

/// Lists and removes stored runs.
struct Runs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the stored runs, remove some, or look after those that run elsewhere.",
    subcommands: [List.self, Remove.self, Watch.self, Cancel.self],
    defaultSubcommand: List.self)

  /// Lists the stored runs.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the stored runs, the newest first.")

    @OptionGroup(title: "Store") var location: StoreLocation

    func run() throws {
      let runs: [RunSummary]
      do {
        runs = try TrialStore(path: location.path, mayCreate: false).runs()
      } catch let error as StoreError where error.kind == .missing {
        runs = []
      }
      guard !runs.isEmpty else { return writeError("No run is stored yet; `bakeoff compare` stores one.\n") }
      try writeResults(Self.table(runs).text(), to: nil)
    }

    private static func table(_ runs: [RunSummary]) -> Table {
      Table(columns: [
        Table.Column("run", cells: runs.map { "\($0.id)" }),
        Table.Column("started", alignment: .left, cells: runs.map { started($0.started) }),
        Table.Column("trials", cells: runs.map { "\($0.finished)/\($0.trials)" }),
        Table.Column("failed", cells: runs.map { "\($0.failed)" }),
        Table.Column("data set", alignment: .left, cells: runs.map { $0.dataset ?? "?" }),
        Table.Column("models", alignment: .left, cells: runs.map { $0.models.joined(separator: ", ") }),
      ])
    }

    private static func started(_ date: Date) -> String {
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.dateFormat = "yyyy-MM-dd HH:mm"
      return formatter.string(from: date)
    }
  }

  /// Removes stored runs.
  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove stored runs, with the trials and kept models no other run shows.")

    @Argument(help: ArgumentHelp("The numbers of the runs, or latest.", valueName: "run"))
    var names: [String]

    @OptionGroup(title: "Store") var location: StoreLocation

    func run() throws {
      let store = try TrialStore(path: location.path, mayCreate: false)
      let removed = try store.remove(runsNamed: names)
      try removeModels(butOf: store.keys())
      writeError("Removed \(removed.map { "run \($0)" }.joined(separator: ", ")).\n")
    }

    /// Removes the kept models of trials that are no longer there.
    private func removeModels(butOf keys: Set<String>) {
      let folder = location.modelFolder
      for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where file.hasSuffix(".json") {
        guard !keys.contains(String(file.dropLast(5))) else { continue }
        try? FileManager.default.removeItem(atPath: "\(folder)/\(file)")
      }
    }
  }
}
