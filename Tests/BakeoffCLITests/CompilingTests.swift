import BakeoffCLI
import Foundation
import Testing

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// Compiles Swift files as a module against what was built here; returns what the compiler complains of.
private func complaints(of files: [URL], module: String, in folder: URL, isTest: Bool = false) throws -> String {
  let modules = Command.executable.deletingLastPathComponent().appending(path: "Modules").path
  let compiler = Process()
  let errors = Pipe()
  compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  let kind =
    isTest
    ? ["-typecheck", "-plugin-path", try macros()]
    : ["-emit-module", "-emit-module-path", folder.appending(path: "\(module).swiftmodule").path, "-enable-testing"]
  compiler.arguments =
    ["swiftc", "-swift-version", "6", "-package-name", "bakeoff", "-module-name", module, "-I", folder.path]
    + ([modules] + moduleMaps(modules)).flatMap { ["-I", $0] } + kind + files.map(\.path)
  compiler.standardError = errors
  try compiler.run()
  let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  compiler.waitUntilExit()
  return compiler.terminationStatus == 0 ? "" : text
}

/// The folders with the maps of the C modules that the Swift modules in `modules` import.
private func moduleMaps(_ modules: String) -> [String] {
  let scratch = URL(fileURLWithPath: modules).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  // The package manager writes the map of our own C module where it builds it.
  let kernels = URL(fileURLWithPath: modules).deletingLastPathComponent().appending(path: "BakeoffKernels.build").path
  return [kernels]
    + [repository.appending(path: "Sources"), scratch.appending(path: "checkouts")].flatMap { folder in
      let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
      return paths.filter {
        $0.hasSuffix("/module.modulemap") && !$0.hasPrefix("GRDB.swift/S") || $0.contains("GRDBSQLite/")
      }
      .map { folder.appending(path: $0).deletingLastPathComponent().path }
    }
}

/// Records what the compiler complains of.
private func expectNone(_ complaints: String) { #expect(complaints == "") }

/// The folder with the macros that tests use, beside the compiler.
private func macros() throws -> String {
  let which = Process()
  let output = Pipe()
  which.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  which.arguments = ["sh", "-c", "readlink -f \"$(command -v swiftc)\""]
  which.standardOutput = output
  try which.run()
  let path = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  return URL(fileURLWithPath: path.trimmingCharacters(in: .newlines)).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "lib/swift/host/plugins/testing").path
}

private func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-compile-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

@Test func whatPluginNewWritesCompilesWithItsTests() throws {
  try withFolder { folder in
    for part in ["Plugins", "Sources/BakeoffPlugins"] {
      try FileManager.default.createDirectory(at: folder.appending(path: part), withIntermediateDirectories: true)
    }
    for file in ["Package.swift", "Sources/BakeoffPlugins/Catalog.swift"] {
      try FileManager.default.copyItem(at: repository.appending(path: file), to: folder.appending(path: file))
    }
    try NewPlugin(name: "NearestCentroid").add(to: folder)
    let plugin = folder.appending(path: "Plugins/NearestCentroid")
    func swiftFiles(_ folder: URL) throws -> [URL] {
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "swift" }
    }
    let sources = try swiftFiles(plugin)
    #expect(sources.count == 2)
    expectNone(try complaints(of: sources, module: "NearestCentroidPlugin", in: folder))
    let tests = try swiftFiles(plugin.appending(path: "Tests"))
    expectNone(try complaints(of: tests, module: "NearestCentroidTests", in: folder, isTest: true))
    // The same with a mistake in it, so that the check is known to see one.
    let broken = folder.appending(path: "Broken.swift")
    try Data("let x: Int = \"\"\n".utf8).write(to: broken)
    #expect(try complaints(of: sources + [broken], module: "BrokenPlugin", in: folder).contains("error:"))
  }
}

@Test func thePluginInTheREADMECompilesAndIsTheOneThatKeepsTheContract() throws {
  let readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
  let block = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first)
  let code = try #require(block.components(separatedBy: "```").first)
  try withFolder { folder in
    let file = folder.appending(path: "Plugin.swift")
    try Data(code.utf8).write(to: file)
    expectNone(try complaints(of: [file], module: "ReadmePlugin", in: folder))
  }
  // That one is held against the contract in Plugins/MajorityClass/Tests.
  let source = try String(
    contentsOf: repository.appending(path: "Plugins/MajorityClass/MajorityClass.swift"), encoding: .utf8)
  func statements(_ text: String) -> [String] {
    text.components(separatedBy: "\n").filter {
      let line = $0.trimmingCharacters(in: .whitespaces)
      return !line.isEmpty && !line.hasPrefix("///")
    }
  }
  #expect(statements(code) == statements(source))
}

/// What a page leaves to its reader.
private let leftToTheReader = [
  "AddingAnExecutor":
    "func submitAndWait(_ launch: Launch, _ input: String, _ output: String) async throws -> Int32 { 0 }\n"
    + "typealias OurScheduler = Slurm"
]

@Test(arguments: [
  "AddingAMetric", "AddingAPreparation", "AddingADataSet", "AddingAResampling", "AddingAnExecutor",
  "AddingAReportFormat",
])
func whatAPageOnAddingSomethingShowsCompiles(page: String) throws {
  let text = try String(contentsOf: repository.appending(path: "Documentation/\(page).md"), encoding: .utf8)
  let blocks = text.components(separatedBy: "```swift\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }
  let declarations = blocks.filter { $0.hasPrefix("import ") }
  let registrations = blocks.filter { $0.hasPrefix("try workbench.") }
  #expect(!declarations.isEmpty && !registrations.isEmpty)
  let code =
    "import BakeoffCLI\nimport BakeoffCore\nimport BakeoffDatasets\nimport BakeoffEvaluation\nimport BakeoffExecution\n"
    + "import BakeoffReports\n\(declarations.joined())\(leftToTheReader[page] ?? "")\n"
    + registrations.map { "do {\n\($0)}\n" }.reduce("func register(_ workbench: inout Workbench) throws {\n", +) + "}\n"
  try withFolder { folder in
    let file = folder.appending(path: "Page.swift")
    try Data(code.utf8).write(to: file)
    expectNone(try complaints(of: [file], module: page, in: folder))
  }
}

@Test func thePageOnTheLibraryShowsTheExampleThatIsBuiltAndRun() throws {
  func text(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }
  let page = try text("Documentation/UsingTheLibrary.md")
  let block = try #require(
    page.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
  #expect(try text("Examples/OwnArrays/Sources/main.swift").hasSuffix(block))
}
