import Foundation

/// An HTTP server on this machine that gives every request the same canned answer.
final class LocalServer: Sendable {
  /// Where it listens, ending in a slash.
  let address: String
  private let listener: Int32

  /// Starts it; without `closes` it keeps the connection open and silent after the answer.
  init(answer: [UInt8], closes: Bool = true) throws {
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
    Thread.detachNewThread { Self.serve(listener, answer, closes) }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// An answer with this status and content, and a length that may be a lie.
  static func answer(_ status: String, _ content: [UInt8], length: Int? = nil) -> [UInt8] {
    Array("HTTP/1.1 \(status)\r\nContent-Length: \(length ?? content.count)\r\nConnection: close\r\n\r\n".utf8)
      + content
  }

  private static func serve(_ listener: Int32, _ answer: [UInt8], _ closes: Bool) {
    var open: [Int32] = []
    while case let connection = accept(listener, nil, nil), connection >= 0 {
      var request = [UInt8](repeating: 0, count: 4096)
      _ = recv(connection, &request, request.count, 0)
      _ = send(connection, answer, answer.count, noSignal)
      if closes { close(connection) } else { open.append(connection) }
    }
    for connection in open { close(connection) }
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
