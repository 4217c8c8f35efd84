import BakeoffCatalog
import BakeoffCore
import BakeoffExecution

extension ConformanceCheck {
  /// What the contract says of settings.
  static let settingsChecks = [
    ConformanceCheck(
      "settings-round-trip", "Settings survive a round trip",
      remedy: "let every setting be a stored property that is both encoded and decoded, and change none on the way"
    ) { try settingsRoundTrip($0) },
    ConformanceCheck(
      "unknown-setting", "An unknown setting is refused",
      remedy: "throw a ConfigurationError that names the setting and lists the known ones"
    ) { try unknownSettingIsRefused($0) },
    ConformanceCheck(
      "setting-range", "A setting out of range or of another type is refused",
      remedy: "check the range in validate() and throw a ConfigurationError with setting, value and range"
    ) { try await settingsAreChecked($0) },
  ]
}

/// The defaults come back as they are, and a change changes that setting alone.
private func settingsRoundTrip(_ subject: ConformanceSubject) throws {
  let model = subject.model
  try require(try accepted(model, model.defaults) == model.defaults, "the defaults come back changed")
  let start = try accepted(model, subject.settings)
  for (name, value) in start.sorted(by: { $0.key < $1.key }) {
    for other in value.neighbours {
      let changes = subject.settings.merging([name: other]) { _, change in change }
      // A neighbour may be out of range, which another rule is about.
      guard let after = try? model.configured(changes) else { continue }
      try require(after[name]?.isSame(as: other) == true, "\(name)=\(other) comes back as \(after[name] ?? .null)")
      let rest = after.filter { $0.key != name }
      try require(rest == start.filter { $0.key != name }, "\(name)=\(other) changes another setting as well")
    }
  }
}

private func accepted(_ model: any ModelUnderTest, _ settings: Settings) throws -> Settings {
  do {
    return try model.configured(settings)
  } catch {
    throw Finding.broken("its own settings are refused: \(oneLine(error))")
  }
}

private func unknownSettingIsRefused(_ subject: ConformanceSubject) throws {
  let name = "no" + (subject.model.defaults.keys.sorted().first ?? "such") + "Setting"
  guard let message = try refusal(of: [name: .integer(1)], subject) else {
    throw Finding.broken("\(name)=1 was accepted")
  }
  try require(message.contains(name), "the message does not name the setting: \(message)")
}

/// Values of another type are refused; extreme ones are refused, or a tiny problem can be learned with them.
///
/// Infinities and NaN cannot be written in a flag or a file. Huge whole numbers are left out, because a million hidden
/// units are no mistake that a plugin could know of.
private func settingsAreChecked(_ subject: ConformanceSubject) async throws {
  guard !subject.model.defaults.isEmpty else { throw Finding.notApplicable("it has no settings") }
  for (name, value) in subject.model.defaults.sorted(by: { $0.key < $1.key }) {
    for other in value.othersByType {
      try require(try refusal(of: [name: other], subject) != nil, "\(name)=\(other) was accepted where \(value) stands")
    }
    for extreme in value.extremes {
      let message = try refusal(of: [name: extreme], subject)
      if let message {
        try require(message.contains(name), "\(name)=\(extreme): the message does not name the setting: \(message)")
      } else if let home = try? subject.home {
        try await subject.requireHandled(
          home.unevenProblem(rows: 20, testRows: 10), "\(name)=\(extreme) was accepted, and then",
          changes: [name: extreme])
      }
    }
  }
}

/// The message `changes` are refused with, or nil where they are accepted. Broken for any other error.
private func refusal(of changes: Settings, _ subject: ConformanceSubject) throws -> String? {
  do {
    _ = try subject.model.configured(subject.settings.merging(changes) { _, change in change })
    return nil
  } catch let error as ConfigurationError {
    return error.description
  } catch {
    throw Finding.broken("\(changes) was refused with \(type(of: error)), which is no ConfigurationError")
  }
}

extension SettingValue {
  /// Values near this one, of its type.
  fileprivate var neighbours: [SettingValue] {
    switch self {
    case .bool(let value): [.bool(!value)]
    case .integer(let value): [.integer(value + 1), .integer(value - 1)]
    case .number(let value): [.number(value / 2), .number(value * 1.5)]
    case .list(let values): values.isEmpty ? [] : [.list(values.map { $0.neighbours.first ?? $0 })]
    case .text, .null, .object: []
    }
  }

  /// Values no setting of this type can have.
  fileprivate var othersByType: [SettingValue] {
    switch self {
    case .bool: [.text("perhaps"), .list([])]
    case .integer, .number: [.text("many"), .list([]), .bool(true)]
    case .text: [.list([]), .integer(1)]
    case .list: [.text("many"), .bool(true)]
    case .null, .object: []
    }
  }

  /// Values at or beyond the ends of most ranges.
  fileprivate var extremes: [SettingValue] {
    switch self {
    case .integer: [.integer(-1), .integer(0), .integer(.min)]
    case .number: [.number(-1), .number(0), .number(-1e300), .number(1e300), .number(1e-300)]
    case .list(let values): [.list([])] + (values.first?.extremes ?? []).map { .list([$0] + values.dropFirst()) }
    case .bool, .text, .null, .object: []
    }
  }

  /// Whether both stand for the same value; `1` and `1.0` do.
  fileprivate func isSame(as other: SettingValue) -> Bool {
    switch (self, other) {
    case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
      Double(integer) == number
    case (.list(let first), .list(let second)):
      first.count == second.count && zip(first, second).allSatisfy { $0.isSame(as: $1) }
    default: self == other
    }
  }
}
