import ArgumentParser

/// What helps in making a model of one's own.
struct Plugin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a model of your own, and hold any model against the contract.",
    subcommands: [PluginNew.self, PluginCheck.self])
}
