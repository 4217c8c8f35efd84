import BakeoffEvaluation
import BakeoffMath
import Foundation

extension RunEnvironment {
  /// This program on this machine.
  public static var current: RunEnvironment {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return RunEnvironment(
      blas: BLASLibrary.current.name, machine: "\(processorName()), \(cores) core\(cores == 1 ? "" : "s")",
      os: systemName(), swift: swiftVersion, version: bakeoffVersion)
  }
}

/// The version of this program.
package let bakeoffVersion = "0.1.0"

private func systemName() -> String {
  #if os(Linux)
    let facts = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let line = facts.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    let name = line?.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: ["\""])
    return name ?? "Linux"
  #else
    return "macOS " + ProcessInfo.processInfo.operatingSystemVersionString
  #endif
}

/// The language version of the compiler this was built with.
private var swiftVersion: String {
  #if compiler(>=6.4)
    "6.4 or later"
  #elseif compiler(>=6.3)
    "6.3"
  #elseif compiler(>=6.2)
    "6.2"
  #else
    "6.1 or earlier"
  #endif
}
