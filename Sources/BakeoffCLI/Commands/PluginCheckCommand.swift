import ArgumentParser
import BakeoffCatalog
import BakeoffCore
import BakeoffExecution
import BakeoffMath
import BakeoffConformance
import Foundation

/// Holds models against the contract that every model keeps.
struct PluginCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold models against the contract that every model keeps.",
    discussion: """
      Prints one point a line: pass, FAIL with what was seen and what to do, or n/a with the reason. Exit codes: 0 \
      all points are kept, 2 some are not, 64 wrong usage. What takes long is counted on standard error.
      """)

  @Argument(help: "Ids of `bakeoff models`; every model where none is given.")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp("A setting of one model; may be given several times.", valueName: "model.setting=value"))
  var set: [String] = []

  @Flag(help: "Try only the essential points, for a program that is slow to start, and say which are left out.")
  var quick = false

  @OptionGroup var plugins: PluginOptions

  func run() async throws {
    ignoreBrokenPipes()
    let catalog = ids.isEmpty ? availableModels(of: try plugins.catalog()) : try plugins.catalog()
    let models = try catalog.models(
      ids.isEmpty ? ["all"] : ids, settings: set.map { try SettingChange($0) })
    limitBLASThreads(to: 1)
    reportTraps()
    var areAllKept = true
    for model in models {
      let heading = wrapped("\(model.name): \(model.card.title), version \(model.card.version)", width: 80)
      try writeResults(visibleLines(heading.joined(separator: "\n") + "\n"), to: nil)
      let report = try await check(CatalogModel(try catalog.entry(model.card.id)), model.settings)
      try writeResults(visibleLines("\(report.summary)\n\(leftOut)\n"), to: nil)
      areAllKept = areAllKept && report.failures.isEmpty
    }
    if !areAllKept { throw ExitCode(2) }
  }

  private var checks: [ConformanceCheck] { quick ? ConformanceCheck.essential : ConformanceCheck.all }

  private func check(_ subject: CatalogModel, _ settings: Settings) async throws -> ConformanceReport {
    let display = PointDisplay(of: subject.card.id, style: .standard(quiet: false))
    let ticker = Task { try await display.tick() }
    defer { ticker.cancel() }
    return try await conformance(of: subject, settings: settings, checks: checks) { step in
      switch step {
      case .begun(let check, let number, let count): display.begin(check?.id, number: number, of: count)
      case .ended(let result):
        display.clear()
        try writeResults(visibleLines("\(result)\n"), to: nil)
      }
    }
  }

  /// The points that are not tried, as lines; empty for none.
  private var leftOut: String {
    let tried = Set(checks.map(\.id))
    let others = ConformanceCheck.all.map(\.id).filter { !tried.contains($0) }
    guard !others.isEmpty else { return "" }
    let text = "Left out by --quick: \(others.joined(separator: ", ")). Without the flag they are tried, too."
    return wrapped(text, width: 80, indentation: "  ").joined(separator: "\n") + "\n"
  }
}

/// From now on a plugin that traps ends this process with a line that says so, and the exit code of a broken point.
private func reportTraps() {
  for trap in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
    signal(trap) { _ in
      // No more than a handler is allowed to do: one write of text that is there already.
      let line: StaticString = """
        FAIL  The plugin ended the process at the point that comes next
              To do: find the trap or the wrong address; nothing after it was checked

        """
      _ = write(STDOUT_FILENO, line.utf8Start, line.utf8CodeUnitCount)
      _exit(2)
    }
  }
}
