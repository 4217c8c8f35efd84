import BakeoffCore
import BakeoffStore
import Foundation
import Testing

/// A store with one run of two trials, closed, and its bytes.
private func closedStore(at path: String) throws -> Data {
  do {
    let store = try TrialStore(path: path)
    let run = try store.begin(sampleRecord())
    for model in 0..<2 {
      try store.record(sampleTrial(model: model, seed: model, rows: 2000), key: "\(model)", in: run)
    }
  }
  #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "closing leaves one file")
  return try Data(contentsOf: URL(fileURLWithPath: path))
}

/// What is done to the bytes of a store, and what must be said of it.
private struct Fault: CustomTestStringConvertible {
  let testDescription: String
  let kind: StoreError.Kind
  let damage: @Sendable (inout Data) -> Void
}

private let faults = [
  Fault(testDescription: "the file is text", kind: .damaged) { $0 = Data("not a database, just text\n".utf8) },
  Fault(testDescription: "the header is overwritten", kind: .damaged) {
    $0.replaceSubrange(0..<16, with: Data(count: 16))
  },
  Fault(testDescription: "half of the file is missing", kind: .damaged) { $0 = $0.prefix($0.count / 2) },
  Fault(testDescription: "the schema is overwritten", kind: .damaged) {
    $0.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
  },
  // The SQLite file format keeps user_version at byte 60, application_id at byte 68, both big-endian.
  Fault(testDescription: "a later version wrote it", kind: .newer) { $0[63] = 99 },
  Fault(testDescription: "another program wrote it", kind: .foreign) { $0[68] = 1 },
]

@Test(arguments: faults.indices)
func aFileThatIsNoGoodStoreIsRefusedAndLeftAsItIs(index: Int) async throws {
  let fault = faults[index]
  try await withStorePath { path in
    var bytes = try closedStore(at: path)
    fault.damage(&bytes)
    try bytes.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: StoreError.self) { try TrialStore(path: path) }
    #expect(error?.kind == fault.kind, "\(fault.testDescription)")
    #expect(error?.description.hasPrefix(path) == true && error?.description.contains("\n") == false)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "\(fault.testDescription)")
  }
}

@Test func aDamagedPageIsFoundWhenItIsReadAndTheRestStays() async throws {
  try await withStorePath { path in
    var bytes = try closedStore(at: path)
    // Everything but the page of the header and the schema.
    bytes.replaceSubrange(4096..., with: Data(repeating: 0xA5, count: bytes.count - 4096))
    try bytes.write(to: URL(fileURLWithPath: path))
    let store = try TrialStore(path: path)
    let error = #expect(throws: StoreError.self) { try store.runs() }
    #expect(error?.kind == .damaged)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }
}

@Test func aPlaceThatCannotHoldAStoreIsNamed() async throws {
  try await withStorePath { path in
    #expect(throws: StoreError.self) { try TrialStore(path: path, mayCreate: false) }
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try TrialStore(path: path)
    let places = [
      (path + "/below/store.sqlite", "its folder cannot be made"),
      (URL(fileURLWithPath: path).deletingLastPathComponent().path, "it is a folder"),
      // Not even root can make a file here.
      ("/proc/store.sqlite", "unable to open database file"),
    ]
    for (place, reason) in places {
      let error = #expect(throws: StoreError.self) { try TrialStore(path: place) }
      #expect(error?.kind == .inaccessible)
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
  }
}

@Test(arguments: [true, false])
func aReadOnlyFolderIsNamed(hasStore: Bool) async throws {
  try await withStorePath { path in
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let bytes = hasStore ? try closedStore(at: path) : nil
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
    await #expect(processExitsWith: .success) { [path = path as String] in
      // Root may write everywhere, so the test becomes somebody else.
      if getuid() == 0 { #expect(setuid(65534) == 0) }
      let error = #expect(throws: StoreError.self) { try TrialStore(path: path) }
      #expect(error?.kind == .inaccessible)
    }
    #expect(FileManager.default.contents(atPath: path) == bytes)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
  }
}
