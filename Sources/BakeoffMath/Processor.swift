import Foundation

/// The processor's name, as the system gives it.
package func processorName() -> String {
  #if os(Linux)
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    return name ?? architecture
  #else
    return architecture
  #endif
}

private var architecture: String {
  #if arch(x86_64)
    "x86-64"
  #elseif arch(arm64)
    "arm64"
  #else
    "unknown processor"
  #endif
}
