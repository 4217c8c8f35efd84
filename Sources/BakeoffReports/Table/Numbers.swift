import BakeoffCore
import BakeoffEvaluation
import Foundation

/// A score with four decimals, `-` where there is none.
func score(_ value: Double?) -> String {
  value.map { String(format: "%.4f", $0) } ?? "-"
}

/// Seconds with about three digits, `-` where there are none.
func seconds(_ value: Double?) -> String {
  guard let value else { return "-" }
  return String(format: value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value)
}

/// A cost as a person reads it: `12.3` seconds, `1.2 ms` of latency, `123 MB`, `7,850`; `-` where there is none.
func amount(_ value: Double?, of cost: Cost) -> String {
  guard let value else { return "-" }
  return switch cost {
  case .cpu, .wall: seconds(value)
  case .latencyP50, .latencyP95: shortTime(value)
  case .memory, .modelSize: formattedBytes(Int(value.rounded()))
  case .parameters: grouped(Int(value.rounded()))
  }
}

/// Seconds in the unit that suits them, with two digits or more: `35 µs`, `1.2 ms`, `2.0 s`.
private func shortTime(_ seconds: Double) -> String {
  let (value, unit) =
    seconds < 0.9995e-3 ? (seconds * 1e6, "µs") : seconds < 0.9995 ? (seconds * 1e3, "ms") : (seconds, "s")
  return String(format: value < 9.95 ? "%.1f" : "%.0f", value) + " " + unit
}
