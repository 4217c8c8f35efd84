import Foundation
import Testing

/// A folder with one plugin that answers nothing, and one whose interpreter is missing.
private func pluginFolder() throws -> URL {
  let folder = try temporaryFolder()
  for (id, command) in [("mute", "sh"), ("lame", "no-such-interpreter")] {
    let plugin = folder.appending(path: id)
    try FileManager.default.createDirectory(at: plugin, withIntermediateDirectories: true)
    let json = #"{"id": "\#(id)", "title": "T", "version": "1", "command": ["\#(command)"], "probabilities": true}"#
    try Data(json.utf8).write(to: plugin.appending(path: "plugin.json"))
  }
  return folder
}

@Test func pluginsOnThePathAreListedWithTheReasonWhyOneCannotRun() throws {
  let folder = try pluginFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let result = try bakeoff("models", "mute", "lame", "--plugin-path", folder.path)
  #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
  #expect(result.output.contains("NOT AVAILABLE: no-such-interpreter"))
  #expect(result.output.components(separatedBy: "NOT AVAILABLE").count == 2)
}

@Test func aPluginThatCannotRunIsRefusedByNameAndLeftOutOfAll() throws {
  let folder = try pluginFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let common = ["compare", "--plugin-path", folder.path, "--dataset", "synthetic-digits:rows=200,test-rows=20"]
  let named = try Command(common + ["--models", "lame"]).result()
  #expect(named.exitCode == 64 && named.errors.contains("lame cannot be run here: no-such-interpreter"))
  try FileManager.default.removeItem(at: folder.appending(path: "mute"))
  let all = try Command(common + ["--models", "all", "--set", "lame.x=1"]).result()
  #expect(all.errors.contains("warning: lame is left out: no-such-interpreter"))
}

@Test func aFolderWithoutPluginsIsAWarning() throws {
  let result = try bakeoff("models", "majority-class", "--plugin-path", "/no/such/folder")
  #expect(result.exitCode == 0 && result.errors.contains("/no/such/folder: no such folder"))
}

@Test func aNewPluginNeedsTheRepository() throws {
  let result = try bakeoff("plugin", "new", "NearestCentroid")
  #expect(result.exitCode == 64 && result.errors.contains("is not the repository of bakeoff"))
  #expect(try bakeoff("plugin", "new", "MajorityClass").errors.contains("there is a model majority-class already"))
}
