import BakeoffFiles
import Foundation

/// Sorts what a worker prints: lines that may be events are passed on, all else goes to the log.
struct WorkerLines {
  /// The longest line that can be an event.
  static let longestEvent = 1 << 16

  /// Where the log lines go.
  var log: WorkerLog
  private let destination: Int32
  /// The line that has not ended yet.
  private var pending: [UInt8] = []
  /// Whether the line under way is too long for an event.
  private var isOverlong = false

  init(destination: Int32, log: WorkerLog) {
    self.destination = destination
    self.log = log
  }

  /// Takes in the next bytes of standard output.
  mutating func takeIn(_ chunk: [UInt8]) {
    var rest = chunk[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      pending += rest[...end]
      rest = rest[(end + 1)...]
      endLine()
    }
    pending += rest
    guard pending.count > Self.longestEvent else { return }
    log.append(pending[...])
    pending = []
    isOverlong = true
  }

  /// Takes the line under way for complete.
  mutating func finish() {
    guard !pending.isEmpty else { return }
    pending.append(UInt8(ascii: "\n"))
    endLine()
  }

  private mutating func endLine() {
    // Other programs print braces too, and what they say last is wanted when they crash.
    if !isOverlong, pending.first == UInt8(ascii: "{"), pending.count <= Self.longestEvent,
      WorkerEvent(line: Data(pending)) != nil
    {
      writeAll(pending, to: destination)
    } else {
      log.append(pending[...])
    }
    pending = []
    isOverlong = false
  }
}

/// A file that keeps the beginning and the end of what a worker prints, however much that is.
struct WorkerLog {
  /// Bytes kept from the beginning.
  static let longestBeginning = 1 << 20
  /// Bytes kept from the end.
  static let longestEnd = 1 << 12

  private let descriptor: Int32
  private var count = 0
  private var end: [UInt8] = []

  /// Starts the file at `path` anew. Throws where it cannot be written.
  init(path: String) throws {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StartFailure(description: "\(path): \(String(cString: strerror(errno)))") }
  }

  /// Adds bytes at the end.
  mutating func append(_ bytes: ArraySlice<UInt8>) {
    let room = max(0, Self.longestBeginning - count)
    writeAll(bytes.prefix(room), to: descriptor)
    count += bytes.count
    end = Array((end + bytes.suffix(Self.longestEnd)).suffix(Self.longestEnd))
  }

  /// Writes what was kept from the end; nothing is to be added afterwards.
  func finish() {
    let leftOut = count - Self.longestBeginning
    guard leftOut > 0 else { return }
    let kept = end.suffix(leftOut)
    writeAll(Array("\n[\(leftOut - kept.count) bytes left out]\n".utf8) + kept, to: descriptor)
  }

  /// What it said last, on one line; nil where it said nothing.
  var lastWords: String? { BakeoffExecution.lastWords(of: String(decoding: end, as: UTF8.self)) }
}
