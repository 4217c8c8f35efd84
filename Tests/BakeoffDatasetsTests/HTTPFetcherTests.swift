import BakeoffDatasets
import Foundation
import Synchronization
import Testing

/// The real fetcher against a server on this machine.
@Suite(.timeLimit(.minutes(2))) struct HTTPFetcherTests {
  private static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  /// What arrived, and the progress that was reported.
  private final class Arrived: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let progress = Mutex<[Double?]>([])
  }

  private func fetch(
    _ server: LocalServer, _ fetcher: HTTPFetcher = HTTPFetcher(silenceLimit: 5)
  ) async throws -> Arrived {
    let arrived = Arrived()
    try await fetcher.fetch(server.address + "file.gz") { data in
      arrived.bytes.withLock { $0 += data }
    } progress: { fraction in
      arrived.progress.withLock { $0.append(fraction) }
    }
    return arrived
  }

  @Test func bringsEveryByteWithProgress() async throws {
    let server = try LocalServer(answer: LocalServer.answer("200 OK", Self.content))
    let arrived = try await fetch(server)
    #expect(arrived.bytes.withLock { $0 } == Self.content)
    let progress = arrived.progress.withLock { $0.compactMap(\.self) }
    #expect(progress.last == 1)
    #expect(progress == progress.sorted())
  }

  @Test func anotherStatusIsAFailureAndItsPageIsNotPassedOn() async throws {
    let server = try LocalServer(answer: LocalServer.answer("404 Not Found", Self.content))
    await #expect(throws: FetchFailure("HTTP status 404")) { try await fetch(server) }
  }

  @Test func aConnectionThatBreaksIsAFailure() async throws {
    let server = try LocalServer(answer: LocalServer.answer("200 OK", Self.content, length: Self.content.count + 1))
    await #expect(throws: FetchFailure.self) { try await fetch(server) }
  }

  @Test func aServerThatFallsSilentIsGivenUp() async throws {
    let answer = LocalServer.answer("200 OK", Self.content, length: Self.content.count + 1)
    let server = try LocalServer(answer: answer, closes: false)
    await #expect(throws: FetchFailure.self) { try await fetch(server, HTTPFetcher(silenceLimit: 1)) }
  }

  @Test func anEndlessFileIsGivenUp() async throws {
    let server = try LocalServer(answer: LocalServer.answer("200 OK", Self.content))
    await #expect(throws: FetchFailure("more than 1000 bytes")) {
      try await fetch(server, HTTPFetcher(sizeLimit: 1000))
    }
  }

  @Test func aServerThatNeverStopsSendingIsLeftAndTakesNoMemory() async throws {
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    let server = try LocalServer { connection in
      _ = LocalServer.write(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8), to: connection)
      while LocalServer.write(piece, to: connection) {}
      close(connection)
    }
    let received = Mutex(0)
    await #expect(throws: FetchFailure("more than 50000000 bytes")) {
      try await HTTPFetcher(sizeLimit: 50_000_000).fetch(server.address) { data in
        // Slower than it comes in.
        usleep(1000)
        received.withLock { $0 += data.count }
      } progress: { _ in
      }
    }
    #expect(received.withLock { $0 } <= 50_000_000)
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"])
  func aServerThatSendsAByteNowAndThenIsGivenUp(beginning: String) async throws {
    let server = try LocalServer { connection in
      _ = LocalServer.write(Array(beginning.utf8), to: connection)
      while LocalServer.write([0x61], to: connection) { usleep(50_000) }
      close(connection)
    }
    await #expect(throws: FetchFailure.self) { try await fetch(server, HTTPFetcher(silenceLimit: 2)) }
  }

  @Test func aHeaderWithoutEndIsGivenUp() async throws {
    let lines = Array(String(repeating: "X-Line: \(String(repeating: "x", count: 100))\r\n", count: 1000).utf8)
    let server = try LocalServer { connection in
      _ = LocalServer.write(Array("HTTP/1.1 200 OK\r\n".utf8), to: connection)
      while LocalServer.write(lines, to: connection) {}
      close(connection)
    }
    await #expect(throws: FetchFailure.self) { try await fetch(server) }
  }

  @Test func addressesThatLeadInACircleOrElsewhereAreGivenUp() async throws {
    let circle = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let server = try LocalServer(answer: Array(circle.utf8))
    await #expect(throws: FetchFailure("sent elsewhere more than 5 times")) { try await fetch(server) }
    let file = "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let other = try LocalServer(answer: Array(file.utf8))
    await #expect(throws: FetchFailure.self) { try await fetch(other) }
  }

  @Test func oneRedirectIsFollowed() async throws {
    let target = try LocalServer(answer: LocalServer.answer("200 OK", Self.content))
    let answer =
      "HTTP/1.1 301 Moved\r\nLocation: \(target.address)file\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let arrived = try await fetch(try LocalServer(answer: Array(answer.utf8)))
    #expect(arrived.bytes.withLock { $0 } == Self.content)
  }

  @Test func aDownloadThatTakesTooLongIsGivenUp() async throws {
    let server = try LocalServer { connection in
      _ = LocalServer.write(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8), to: connection)
      // Fast enough, and without end.
      while LocalServer.write([UInt8](repeating: 0, count: 1000), to: connection) { usleep(10_000) }
      close(connection)
    }
    let error = await #expect(throws: FetchFailure.self) { try await fetch(server, HTTPFetcher(timeLimit: 1)) }
    #expect(error?.description.hasPrefix("too slow: not finished after 1 s") == true)
  }

  @Test func aFailureToStoreEndsTheDownload() async throws {
    struct DiskFull: Error {}
    let server = try LocalServer(answer: LocalServer.answer("200 OK", Self.content))
    await #expect(throws: DiskFull.self) {
      try await HTTPFetcher().fetch(server.address) { _ in
        throw DiskFull()
      } progress: { _ in
      }
    }
  }

  @Test func nobodyListensOrNoAddress() async throws {
    for address in ["http://127.0.0.1:9/", "not an address"] {
      await #expect(throws: FetchFailure.self) {
        try await HTTPFetcher(silenceLimit: 2).fetch(address) { _ in
        } progress: { _ in
        }
      }
    }
  }

  @Test func cancellingEndsTheDownload() async throws {
    let server = try LocalServer(answer: LocalServer.answer("200 OK", [1], length: 1000), closes: false)
    let arrived = Arrived()
    let task = Task {
      try await HTTPFetcher().fetch(server.address) { data in
        arrived.bytes.withLock { $0 += data }
      } progress: { _ in
      }
    }
    while arrived.bytes.withLock({ $0.isEmpty }) { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func aDataSetComesFromARealServer() async throws {
    let cache = try TemporaryFolder()
    var servers: [String: LocalServer] = [:]
    for (name, bytes) in TinyIDX.files {
      servers[name] = try LocalServer(answer: LocalServer.answer("200 OK", gzip(bytes)))
    }
    let source = TinyIDX.source(mirrors: servers.values.map(\.address), fetcher: HTTPFetcher())
    let dataset = try await source.load(.init(dataDirectories: [], cacheDirectory: cache.path))
    #expect(dataset.examples.count == 7)
  }
}
