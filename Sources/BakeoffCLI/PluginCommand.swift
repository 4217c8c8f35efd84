import ArgumentParser

/// What is done with plugins themselves.
struct PluginGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin", abstract: "Add a model, or check one.", subcommands: [PluginNew.self])
}
