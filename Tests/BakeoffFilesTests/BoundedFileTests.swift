import BakeoffFiles
import Foundation
import Testing

@Test(arguments: [
  ("/dev/zero", false, "more than 1 MiB"), ("/dev/zero", true, "a device or a pipe"), ("/", false, "a folder"),
  ("/no/such/file", true, "No such file"),
])
func whatIsNoFileOrTooLargeIsNotRead(path: String, regularOnly: Bool, reason: String) {
  let error = #expect(throws: UnfitFile.self) { try contents(ofFile: path, atMost: 1 << 20, regularOnly: regularOnly) }
  #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
}

/// Read on a thread of its own, as a test may wait long for its turn among others and a limit of its time would count that.
@Test func aPipeThatNobodyWritesToIsNotWaitedFor() throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "bakeoff-pipe-\(UUID().uuidString)").path
  try #require(mkfifo(path, 0o600) == 0)
  defer { unlink(path) }
  let isRefused = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    do { _ = try contents(ofFile: path, atMost: 1, regularOnly: true) } catch { isRefused.signal() }
  }
  #expect(isRefused.wait(timeout: .now() + 60) == .success)
}

@Test func everyByteIsRead() throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "bakeoff-file-\(UUID().uuidString)").path
  let bytes = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0) })
  try bytes.write(to: URL(fileURLWithPath: path))
  defer { unlink(path) }
  #expect(try contents(ofFile: path, atMost: 200_000) == bytes)
  #expect(throws: UnfitFile.self) { try contents(ofFile: path, atMost: 199_999) }
}
