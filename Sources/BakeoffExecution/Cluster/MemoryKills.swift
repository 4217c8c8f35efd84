import Foundation

/// How often the system has ended a process of this one's control group because memory ran out.
///
/// Source: the kernel's documentation, `memory.events` (version 2) and `memory.oom_control` (version 1) of control groups.
enum MemoryKills {
  /// The number so far; 0 where the system does not tell.
  static var count: Int {
    files.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.flatMap { $0.split(separator: "\n") }
      .filter { $0.hasPrefix("oom_kill ") }.compactMap { Int($0.dropFirst(9)) }.reduce(0, +)
  }

  private static var files: [String] {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    return groups.split(separator: "\n").flatMap { line -> [String] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      if fields[1].isEmpty { return ["/sys/fs/cgroup\(fields[2])/memory.events"] }
      return fields[1].split(separator: ",").contains("memory")
        ? ["/sys/fs/cgroup/memory\(fields[2])/memory.oom_control"] : []
    }
  }
}
