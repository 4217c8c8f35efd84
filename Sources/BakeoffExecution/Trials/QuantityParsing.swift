import BakeoffCore

/// The duration a text such as `60s`, `1.5m`, `2h` or `500ms` stands for.
///
/// `flag` is where the text was given. Throws `ConfigurationError` unless it is a number above 0 with one of these
/// units.
public func parseDuration(_ text: String, flag: String) throws -> Duration {
  let milliseconds = try quantity(text, flag: flag, units: durationUnits, examples: "60s, 5m, 2h or 500ms")
  return .milliseconds(Int64(milliseconds))
}

/// The bytes a text such as `2GB`, `500MB` or `1.5GiB` stands for: KB, MB, GB, TB are powers of 1000, KiB, MiB, GiB,
/// TiB powers of 1024.
///
/// `flag` is where the text was given. Throws `ConfigurationError` unless it is a number above 0 with one of these
/// units.
public func parseByteCount(_ text: String, flag: String) throws -> Int {
  Int(try quantity(text, flag: flag, units: byteUnits, examples: "2GB, 500MB or 1.5GiB"))
}

/// Milliseconds in each unit of time.
private let durationUnits: [String: Double] = ["ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000]

/// Bytes in each unit of memory, in lower case.
private let byteUnits: [String: Double] = [
  "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
  "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824, "tib": 1_099_511_627_776,
]

/// The number in `text` times its unit, at least 1.
private func quantity(_ text: String, flag: String, units: [String: Double], examples: String) throws -> Double {
  let digits = text.prefix { $0.isNumber || $0 == "." }
  let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
  guard let number = Double(digits), let factor = units[unit], number * factor >= 1, number * factor < 9e15 else {
    throw ConfigurationError("\(flag) \(text): give a number above 0 with its unit, as in \(examples)")
  }
  return (number * factor).rounded()
}
