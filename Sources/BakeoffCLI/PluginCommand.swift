import ArgumentParser

/// What helps in making a model of one's own.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin", abstract: "Make a model of your own, and hold any model against the contract.",
    subcommands: [PluginCheckCommand.self])
}
