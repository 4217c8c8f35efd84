import Foundation
import Synchronization

/// An HTTP server on this machine that gives every request the same canned answer.
final class LocalServer: Sendable {
  /// Where it listens, ending in a slash.
  let address: String
  private let listener: Int32

  /// Starts it; without `closes` it keeps the connection open and silent after the answer.
  convenience init(answer: [UInt8], closes: Bool = true) throws {
    let open = Mutex<[Int32]>([])
    try self.init { connection in
      _ = Self.write(answer, to: connection)
      if closes { close(connection) } else { open.withLock { $0.append(connection) } }
    }
  }

  /// Starts it; `serve` is called with each connection once its request has come, on a thread of its own, and closes it.
  init(serve: @escaping @Sendable (Int32) -> Void) throws {
    listener = socket(AF_INET, Self.streamType, 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))/"
    Thread.detachNewThread { Self.answer(listener, serve) }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// An answer with this status and content, and a length that may be a lie.
  static func answer(_ status: String, _ content: [UInt8], length: Int? = nil) -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Length: \(length ?? content.count)\r\nConnection: close\r\n\r\n".utf8)
      + content
  }

  /// Sends bytes; false where nobody takes them any more.
  static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, noSignal) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func answer(_ listener: Int32, _ serve: @escaping @Sendable (Int32) -> Void) {
    while case let connection = accept(listener, nil, nil), connection >= 0 {
      Thread.detachNewThread {
        var request = [UInt8](repeating: 0, count: 4096)
        _ = recv(connection, &request, request.count, 0)
        serve(connection)
      }
    }
    close(listener)
  }

  #if canImport(Darwin)
    private static let streamType = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
