import ArgumentParser
import BakeoffFiles

/// The forms a command can write its result in, the usual one first.
protocol ResultForm: RawRepresentable<String>, ExpressibleByArgument, CaseIterable, Sendable {
  /// The endings of files that choose it.
  var endings: [String] { get }
}

extension ResultForm {
  /// Its name.
  var endings: [String] { [rawValue] }
}

/// The flags that say in which of several forms a result is written, and where.
struct WrittenResult<Form: ResultForm>: ParsableArguments {
  @Option(help: "How the result is written; without this flag by the ending of --output, else the first.")
  var format: Form?

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write to this file and not to standard output.", valueName: "file"))
  var output: String?

  /// The form that is asked for, by flag or by the ending of the file; nil for the usual one.
  private var asked: Form? {
    if let format { return format }
    guard let ending = output?.split(separator: ".").last?.lowercased() else { return nil }
    return Form.allCases.first { $0.endings.contains(ending) }
  }

  /// Throws `WriteFailure` where the result could not be written, before it is made.
  func check() throws { try checkOutputs([("--output", output)]) }

  /// Whether the result is asked for in this form, by flag or by the ending of the file.
  func isAsked(as form: Form) -> Bool { asked?.rawValue == form.rawValue }

  /// Writes the result in the form that is asked for, or in the `usual` one. Throws what `text` throws, and `WriteFailure`.
  func write(usual: Form, _ text: (Form) throws -> String) throws {
    try writeResults(try text(asked ?? usual), to: output)
  }
}
