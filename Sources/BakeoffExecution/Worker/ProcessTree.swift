import Foundation

/// What the operating system tells of running processes. Linux only: elsewhere it knows of none.
enum ProcessTree {
  /// Every process that `process` has started, directly or not, and that has not ended; its own orphans among them
  /// where it adopts them. Source: proc(5), `/proc/pid/task/tid/children`.
  static func descendants(of process: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var next = children(of: process)
    while let child = next.popLast() {
      found.append(child)
      next += children(of: child)
    }
    return found
  }

  /// Bytes of memory that these processes have in use. Of several each page is counted once, in shares, where the system
  /// tells; else in every process that has it mapped.
  static func residentBytes(_ processes: [pid_t]) -> Int {
    processes.reduce(0) { sum, process in
      let shared = processes.count > 1 ? proportionalBytes(process) : nil
      return sum + (shared ?? residentBytes(process))
    }
  }

  /// Source: proc(5), second number of `/proc/pid/statm`.
  private static func residentBytes(_ process: pid_t) -> Int {
    let numbers = smallFile("/proc/\(process)/statm").split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard numbers.count > 1, let pages = Int(String(decoding: numbers[1], as: UTF8.self)) else { return 0 }
    return pages * Int(getpagesize())
  }

  /// The proportional set size; nil where the system does not tell. Source: proc(5), `Pss` of `/proc/pid/smaps_rollup`.
  private static func proportionalBytes(_ process: pid_t) -> Int? {
    let text = String(decoding: smallFile("/proc/\(process)/smaps_rollup"), as: UTF8.self)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// Kills every process of the session that `leader` began. Source: proc(5), sixth field of `/proc/pid/stat`.
  static func killSession(of leader: pid_t) {
    for process in names(in: "/proc").compactMap({ pid_t($0) }) {
      // The name in parentheses may itself hold spaces and parentheses.
      let stat = String(decoding: smallFile("/proc/\(process)/stat"), as: UTF8.self)
      guard let name = stat.lastIndex(of: ")") else { continue }
      let fields = stat[name...].split(separator: " ")
      if fields.count > 4, fields[4] == "\(leader)" { kill(process, SIGKILL) }
    }
    kill(-leader, SIGKILL)
  }

  /// Every other process that was started with `variable`, as `NAME=value`, in its environment. Source: proc(5),
  /// `/proc/pid/environ`.
  static func processes(withEnvironment variable: String) -> [pid_t] {
    let sought = Data(variable.utf8)
    return names(in: "/proc").compactMap { pid_t($0) }.filter { process in
      process != getpid() && Data(wholeFile("/proc/\(process)/environ")).range(of: sought) != nil
    }
  }

  /// Whether a process has been stopped, as by SIGSTOP. Source: proc(5), third field of `/proc/pid/stat`.
  static func isStopped(_ process: pid_t) -> Bool {
    let stat = String(decoding: smallFile("/proc/\(process)/stat"), as: UTF8.self)
    guard let name = stat.lastIndex(of: ")") else { return false }
    return stat[name...].dropFirst(2).first == "T"
  }

  private static func children(of process: pid_t) -> [pid_t] {
    names(in: "/proc/\(process)/task").flatMap { thread in
      smallFile("/proc/\(process)/task/\(thread)/children").split(separator: UInt8(ascii: " "))
        .compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// The beginning of a file that the system makes up as it is read; empty where there is none.
  private static func smallFile(_ path: String) -> [UInt8] { wholeFile(path, mostChunks: 1) }

  /// The same, longer.
  private static func wholeFile(_ path: String, mostChunks: Int = 64) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    for _ in 0..<mostChunks {
      guard let chunk = readChunk(from: descriptor), !chunk.isEmpty else { break }
      bytes += chunk
    }
    return bytes
  }
}
