import Foundation

/// What a run of the built program printed, and how it ended.
struct CommandResult {
  let output: String
  let errors: String
  let exitCode: Int32
}

/// The built program, run as a user would, away from the user's own data, cache and network.
struct Command {
  private let process = Process()
  private let folder: URL
  private var outputFile: URL { folder.appending(path: "output") }
  private var errorFile: URL { folder.appending(path: "errors") }

  /// Starts `bakeoff` with these arguments; `dataDirectory` stands in for BAKEOFF_DATA_DIR.
  ///
  /// `store` stands in for the user's own store, which is otherwise a new one for each command, and `input` is what it reads on
  /// standard input.
  init(_ arguments: [String], dataDirectory: String? = nil, store: String? = nil, input: Data? = nil) throws {
    folder = try temporaryFolder()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["XDG_CACHE_HOME"] = folder.appending(path: "cache").path
    environment["XDG_STATE_HOME"] = store ?? folder.appending(path: "state").path
    environment["BAKEOFF_DATA_DIR"] = dataDirectory
    environment["BAKEOFF_PLUGIN_PATH"] = nil
    process.environment = environment
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    if let input {
      let file = folder.appending(path: "input")
      try input.write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
  }

  /// Waits for the end.
  func result() throws -> CommandResult {
    process.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: folder) }
    return CommandResult(
      output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
      errors: try String(contentsOf: errorFile, encoding: .utf8), exitCode: process.terminationStatus)
  }

  /// Waits until standard error holds `text`; false if the program ended without it.
  func waitForError(containing text: String) -> Bool { wait(for: text, in: errorFile) }

  private func wait(for text: String, in file: URL) -> Bool {
    while true {
      let isRunning = process.isRunning
      if (try? String(contentsOf: file, encoding: .utf8))?.contains(text) == true { return true }
      if !isRunning { return false }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// Waits until standard output holds `text`; false if the program ended without it.
  func waitForOutput(containing text: String) -> Bool { wait(for: text, in: outputFile) }

  /// Sends a signal to the program.
  func send(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

  /// Sends Ctrl-C's signal.
  func interrupt() { process.interrupt() }

  /// Ends the program and its process group as no program can prevent.
  func kill() {
    let identifier = process.processIdentifier
    // Foundation starts children in a group of their own; where it does not, the program alone is killed.
    if getpgid(identifier) == identifier { Foundation.kill(-identifier, SIGKILL) }
    Foundation.kill(identifier, SIGKILL)
  }

  static var executable: URL {
    #if os(macOS)
      let products = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
    #else
      let products = URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return products.deletingLastPathComponent().appending(path: "bakeoff")
  }
}

/// Runs the built program to its end.
func bakeoff(_ arguments: String..., dataDirectory: String? = nil) throws -> CommandResult {
  try Command(arguments, dataDirectory: dataDirectory).result()
}

/// A new empty folder.
func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}
