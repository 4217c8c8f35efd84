import BakeoffCore
import BakeoffDatasets
import Foundation
import Synchronization
import Testing

/// A network of canned answers that remembers what it was asked for.
final class StubNetwork: FileFetcher {
  enum Answer: Sendable {
    case bytes([UInt8])
    case failure(String)
    /// Some bytes, then the connection breaks.
    case broken([UInt8])
    /// Some bytes, then nothing until the task is cancelled.
    case hanging([UInt8])
  }

  private let answers: [String: Answer]
  private let asked = Mutex<[String]>([])

  init(_ files: [String: [UInt8]], changed: [String: Answer] = [:]) {
    answers = files.mapValues(Answer.bytes).merging(changed, uniquingKeysWith: { $1 })
  }

  var requests: [String] { asked.withLock { $0 } }

  func fetch(
    _ address: String, receive: @escaping @Sendable (Data) throws -> Void,
    progress: @escaping @Sendable (Double?) -> Void
  ) async throws {
    asked.withLock { $0.append(address) }
    switch answers[address] ?? .failure("HTTP status 404") {
    case .bytes(let bytes):
      try receive(Data(bytes.prefix(10)))
      progress(0.5)
      await Task.yield()
      try receive(Data(bytes.dropFirst(10)))
    case .failure(let reason):
      throw FetchFailure(reason)
    case .broken(let bytes):
      try receive(Data(bytes))
      throw FetchFailure("connection reset")
    case .hanging(let bytes):
      try receive(Data(bytes))
      try await Task.sleep(for: .seconds(3600))
    }
  }
}

/// The cache and the mirrors, with a network of canned answers.
struct DownloadTests {
  private static let first = TinyIDX.published(on: TinyIDX.mirrors[0])
  private static let second = TinyIDX.published(on: TinyIDX.mirrors[1])
  private static let image = "a-images.gz"
  private static let cached = TinyIDX.names.map { "tiny/\($0).gz" }
  private let cache: TemporaryFolder

  init() throws { cache = try TemporaryFolder() }

  private func load(_ network: StubNetwork, mayDownload: Bool = true) async throws -> Dataset {
    let context = LoadContext(dataDirectories: [], cacheDirectory: cache.path, mayDownload: mayDownload)
    return try await TinyIDX.source(fetcher: network).load(context)
  }

  @Test func fetchesOnceAndThenUsesTheCache() async throws {
    let network = StubNetwork(Self.first)
    let fetched = try await load(network)
    #expect(fetched.examples.count == 7)
    #expect(network.requests.count == 4)
    #expect(cache.files == Self.cached)
    let again = try await load(network, mayDownload: false)
    #expect(again.provenance == fetched.provenance)
    #expect(network.requests.count == 4)
  }

  @Test func fetchesOnlyWhatIsMissing() async throws {
    _ = try await load(StubNetwork(Self.first))
    try FileManager.default.removeItem(atPath: cache.path + "/tiny/" + Self.image)
    let network = StubNetwork(Self.first)
    _ = try await load(network)
    #expect(network.requests == [TinyIDX.mirrors[0] + Self.image])
  }

  @Test(arguments: [
    StubNetwork.Answer.failure("HTTP status 503"), .bytes([]), .bytes(Array("<html>Moved</html>".utf8)),
    .broken([0x1F, 0x8B, 8]), .bytes(Array(gzip(TinyIDX.files["a-images"] ?? []).dropLast(9))),
    .bytes(gzip(idx([5, 3, 2], Array(repeating: 7, count: 30)))),
  ])
  func goesOnToTheNextMirror(answer: StubNetwork.Answer) async throws {
    let bad = TinyIDX.mirrors[0] + Self.image
    let network = StubNetwork(Self.first.merging(Self.second) { $1 }, changed: [bad: answer])
    #expect(try await load(network).examples.count == 7)
    #expect(network.requests.prefix(2) == [bad, TinyIDX.mirrors[1] + Self.image])
    #expect(cache.files == Self.cached)
  }

  @Test func saysWhatWasTriedAndWhatToDo() async throws {
    let page = StubNetwork.Answer.bytes(Array("<html>Quota exceeded</html>".utf8))
    let network = StubNetwork([:], changed: [TinyIDX.mirrors[1] + Self.image: page])
    let error = try await #require(throws: DatasetError.self) { try await load(network) }
    guard case .unavailable("tiny", let tried, let remedy) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(tried.contains("\(TinyIDX.mirrors[0])a-images.gz: HTTP status 404"))
    #expect(tried.contains { $0.hasPrefix(TinyIDX.mirrors[1]) && $0.hasSuffix("found an HTML page") })
    #expect(tried.contains("the cache \(cache.path)"))
    for advice in ["download", TinyIDX.mirrors[0], "data directory", "BAKEOFF_DATA_DIR", "synthetic-digits"] {
      #expect(remedy.contains(advice))
    }
    #expect(cache.files.isEmpty)
  }

  @Test func withoutANetworkNothingIsAskedFor() async throws {
    let network = StubNetwork(Self.first)
    let error = await #expect(throws: DatasetError.self) { try await load(network, mayDownload: false) }
    #expect(error?.description.contains("no download, which was not allowed") == true)
    #expect(network.requests.isEmpty)
  }

  @Test func aBadCachedFileIsReplacedByAVerifiedOne() async throws {
    _ = try await load(StubNetwork(Self.first))
    try cache.write([1, 2, 3], to: "tiny/" + Self.image)
    let network = StubNetwork(Self.first)
    #expect(try await load(network).examples.count == 7)
    #expect(network.requests == [TinyIDX.mirrors[0] + Self.image])
  }

  @Test func aBadCachedFileStaysAndIsNamedWhereNoBetterOneCanBeHad() async throws {
    _ = try await load(StubNetwork(Self.first))
    try cache.write([1, 2, 3], to: "tiny/" + Self.image)
    let page = StubNetwork.Answer.bytes(Array("<html></html>".utf8))
    for network in [StubNetwork([:]), StubNetwork([:], changed: [TinyIDX.mirrors[0] + Self.image: page])] {
      let error = try await #require(throws: DatasetError.self) { try await load(network) }
      guard case .malformed(let place, _, _, let remedy) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(place == "\(cache.path)/tiny/\(Self.image)")
      #expect(remedy.contains("delete it"))
      #expect(try cache.bytes(of: "tiny/" + Self.image) == [1, 2, 3])
    }
    #expect(cache.files == Self.cached)
  }

  @Test func cancellingLeavesNothingBehind() async throws {
    let half = StubNetwork.Answer.hanging([0x1F, 0x8B])
    let network = StubNetwork(Self.first, changed: [TinyIDX.mirrors[0] + "b-images.gz": half])
    let task = Task { try await load(network) }
    while network.requests.count < 3 { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(cache.files == ["tiny/a-images.gz", "tiny/a-labels.gz"])
    #expect(try await load(StubNetwork(Self.first)).examples.count == 7)
  }

  @Test func manyLoadsAtOnceFillOneCache() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { try await load(StubNetwork(Self.first)).examples.count } }
      for try await count in group { #expect(count == 7) }
    }
    #expect(cache.files == Self.cached)
  }

  @Test func whatADeadRunLeftIsRemovedButNotWhatALiveOneWrites() async throws {
    try cache.write([1], to: "tiny/.a-images.gz.17.partial")
    let live = try cache.write([2], to: "tiny/.a-images.gz.18.partial")
    let descriptor = open(live, O_RDWR)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    _ = try await load(StubNetwork(Self.first))
    #expect(cache.files == ["tiny/.a-images.gz.18.partial"] + Self.cached)
  }

  @Test func aCacheThatCannotBeWrittenIsSaidSo() async throws {
    let file = try cache.write([1], to: "file")
    let context = LoadContext(dataDirectories: [], cacheDirectory: file)
    let source = TinyIDX.source(fetcher: StubNetwork(Self.first))
    let error = await #expect(throws: DatasetError.self) { try await source.load(context) }
    #expect(error?.description.contains("\(file)/tiny cannot be written") == true)
  }
}

#if os(Linux)
  extension DownloadTests {
    /// Mounts a disk of 12 kB at `path`; false where this user may not.
    private static func mountSmallDisk(at path: String) -> Bool { mount("tmpfs", path, "tmpfs", 0, "size=12k") == 0 }

    private static let canMount: Bool = {
      guard let folder = try? TemporaryFolder(), mountSmallDisk(at: folder.path) else { return false }
      return umount2(folder.path, Int32(MNT_DETACH)) == 0
    }()

    @Test(.enabled(if: canMount, "only root can mount a small disk"))
    func aFullDiskIsSaidAndNoOtherMirrorIsTried() async throws {
      #expect(Self.mountSmallDisk(at: cache.path))
      defer { umount2(cache.path, Int32(MNT_DETACH)) }
      let network = StubNetwork(Self.first.merging(Self.second) { $1 })
      let error = await #expect(throws: DatasetError.self) { try await load(network) }
      #expect(error.map { "\($0)" }?.contains("No space left on device") == true, "\(String(describing: error))")
      #expect(network.requests.allSatisfy { $0.hasPrefix(TinyIDX.mirrors[0]) })
      #expect(cache.files.allSatisfy(Self.cached.contains), "what is there is whole: \(cache.files)")
    }
  }
#endif
