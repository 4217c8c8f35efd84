import BakeoffDatasets
import BakeoffFiles
import Foundation
import Testing

/// Files that are written beside their place, on file systems with locks and without.
struct PartialFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(lock: PartialFile.Lock) throws {
    let file = try PartialFile(in: folder.path, named: "a", lock: lock)
    defer { file.discard() }
    #expect(folder.files.count == 1)
    try [1, 2, 3].withUnsafeBytes { try file.append($0) }
    try file.move(to: folder.path + "/a")
  }

  @Test(arguments: [ENOLCK, ENOSYS, ENOTSUP])
  func aFileSystemWithoutLocksIsWrittenToAllTheSame(error: Int32) throws {
    var asked = 0
    try write { _ in
      asked += 1
      return error
    }
    #expect(asked == 1)
    #expect(folder.files == ["a"])
  }

  @Test func aFileThatAnotherRunTookIsMadeAnew() throws {
    var answers = [EWOULDBLOCK, EINTR, EWOULDBLOCK]
    try write { answers.popLast() ?? PartialFile.systemLock($0) }
    #expect(answers.isEmpty)
    #expect(folder.files == ["a"])
  }

  @Test func aFileThatWasDeletedBeforeItWasLockedIsMadeAnew() throws {
    var deletions = 2
    try write { descriptor in
      if deletions > 0 {
        deletions -= 1
        for name in folder.files { unlink(folder.path + "/" + name) }
      }
      return PartialFile.systemLock(descriptor)
    }
    #expect(deletions == 0)
    #expect(folder.files == ["a"])
  }

  @Test(arguments: [EWOULDBLOCK, EIO])
  func givingUpLeavesNothingBehind(error: Int32) throws {
    var asked = 0
    #expect(throws: WriteFailure.self) {
      try write { _ in
        asked += 1
        return error
      }
    }
    #expect(asked == (error == EIO ? 1 : 100))
    #expect(folder.files.isEmpty)
  }
}
