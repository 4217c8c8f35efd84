import BakeoffFiles
import Foundation
import Testing

private func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-tree-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { removeTree(folder) }
  try body(folder)
}

@Test func aFolderDeeperThanAPathCanBeIsRemoved() throws {
  try withFolder { folder in
    let tree = "\(folder)/tree"
    mkdir(tree, 0o700)
    var here = open(tree, O_RDONLY | O_DIRECTORY)
    let name = String(repeating: "d", count: 100)
    for level in 0..<300 {
      try #require(mkdirat(here, name, 0o700) == 0, "level \(level)")
      close(openat(here, "file", O_CREAT | O_WRONLY, 0o600))
      let next = openat(here, name, O_RDONLY | O_DIRECTORY)
      close(here)
      here = next
    }
    close(here)
    removeTree(tree)
    #expect(!FileManager.default.fileExists(atPath: tree))
  }
}

@Test func linksAreRemovedAndNotFollowed() throws {
  try withFolder { folder in
    let (kept, tree) = ("\(folder)/kept", "\(folder)/tree")
    for path in [kept, tree, "\(tree)/a", "\(tree)/a/b"] { mkdir(path, 0o700) }
    try "x".write(toFile: "\(kept)/file", atomically: false, encoding: .utf8)
    symlink(kept, "\(tree)/a/link")
    symlink("\(kept)/file", "\(tree)/a/b/link")
    removeTree(tree)
    #expect(!FileManager.default.fileExists(atPath: tree))
    #expect(FileManager.default.fileExists(atPath: "\(kept)/file"))
    symlink(kept, tree)
    removeTree(tree)
    #expect(FileManager.default.fileExists(atPath: "\(kept)/file"))
  }
}

@Test func foldersThatMayNotBeEnteredAndOddNamesAreRemoved() throws {
  try withFolder { folder in
    let tree = "\(folder)/tree"
    for path in [tree, "\(tree)/closed", "\(tree)/closed/inner", "\(tree)/bakeoff-removed-1"] { mkdir(path, 0o700) }
    close(open("\(tree)/bakeoff-removed-1/file", O_CREAT | O_WRONLY, 0o600))
    // A name that is no UTF-8.
    var name = Array("\(tree)/closed/inner/".utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0]
    close(open(&name, O_CREAT | O_WRONLY, 0o600))
    chmod("\(tree)/closed", 0)
    removeTree(tree)
    #expect(!FileManager.default.fileExists(atPath: tree))
  }
}
