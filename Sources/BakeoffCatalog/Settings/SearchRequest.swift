import BakeoffCore

/// What a user wants tuned, as it is written after `--tune`: a model, or one of its settings and the values to look
/// through.
public struct SearchRequest: Sendable, CustomStringConvertible {
  /// The text it was taken from.
  public let description: String
  /// The name of the model.
  public let model: String
  /// The setting and the text of its values; nil for all that the plugin declares to be worth a search.
  let setting: (name: String, values: String)?

  /// Takes `mlp` or `mlp.learningRate=1e-4..1e-2:log` apart. Throws `ConfigurationError` where it is neither.
  public init(_ text: String) throws {
    description = text
    guard text.contains("=") else {
      guard !text.isEmpty, !text.contains(".") else {
        throw ConfigurationError(
          "\(text): write a model, as mlp, or model.setting=values, as mlp.hidden=64|128 or mlp.learningRate=1e-4..1e-2:log"
        )
      }
      (model, setting) = (text, nil)
      return
    }
    let change = try SettingChange(text)
    (model, setting) = (change.model, (change.setting, change.text))
  }
}

extension ConfiguredModel {
  /// What a search of this model looks through, by the settings' names in the order of the declarations.
  ///
  /// Settings that are named have the values that are given; the others have those that the plugin declares where the
  /// model is named by itself, or are left alone. Throws `ConfigurationError` for a setting or values it does not have or
  /// take, and where nothing is left to search.
  public func searchDomains(_ requests: [SearchRequest]) throws -> [(name: String, domain: SearchDomain)] {
    var named: [String: SearchDomain] = [:]
    for request in requests {
      guard let (name, values) = request.setting else { continue }
      guard let declaration = declarations.named(name) else {
        throw unknownSetting(name, of: request.model, known: declarations.map(\.name))
      }
      guard named[declaration.name] == nil else {
        throw ConfigurationError("\(request.model).\(name) comes twice; give all its values at once, joined by |")
      }
      named[declaration.name] = try declaration.domain.searchDomain(values, of: "\(request.model).\(name)")
    }
    let takesDeclared = requests.contains { $0.setting == nil }
    for declaration in declarations where takesDeclared && named[declaration.name] == nil {
      try declaration.checkSearched(of: name)
    }
    let domains = declarations.compactMap { declaration in
      (named[declaration.name] ?? (takesDeclared ? declaration.searched : nil)).map { (declaration.name, $0) }
    }
    guard !domains.isEmpty else {
      let known = declarations.map(\.name).joined(separator: ", ")
      throw ConfigurationError(
        known.isEmpty
          ? "\(name) has no settings, so there is nothing to tune; leave it out"
          : "\(name): its plugin declares nothing to tune; name settings and values, as in \(name).setting=1|2 (known: \(known))"
      )
    }
    return domains
  }
}

extension SettingDeclaration {
  /// Throws `ConfigurationError` where what a plugin declares to be worth a search is not among the values it takes.
  func checkSearched(of model: String) throws {
    switch searched {
    case nil: break
    case .values(let values)?: for value in values { _ = try accepted(value, of: model) }
    case .range(let range, _)?:
      for bound in [range.lowerBound, range.upperBound] {
        _ = try accepted(domain.isWhole ? .integer(Int(bound)) : .number(bound), of: model)
      }
    }
  }
}

extension SettingDomain {
  /// The part of this domain that a text stands for: values joined by `|`, or `1e-4..1e-2`, with `:log` where equal ratios
  /// matter equally (which a setting's own scale says by itself), with `:linear` where not.
  ///
  /// Throws `ConfigurationError` that begins with `name` for values outside the domain, and an empty range.
  func searchDomain(_ text: String, of name: String) throws -> SearchDomain {
    guard let dots = text.range(of: ".."), !text.contains("|") else { return try values(text, of: name) }
    var upper = String(text[dots.upperBound...])
    var scale = ownScale
    for (ending, meaning) in [(":log", SettingRange.Scale.logarithmic), (":linear", .linear)]
    where upper.hasSuffix(ending) {
      upper.removeLast(ending.count)
      scale = meaning
    }
    guard let range else { throw ConfigurationError("\(name)=\(text): it takes \(self); give values joined by |") }
    guard let low = Double(text[..<dots.lowerBound]), let high = Double(upper), low.isFinite, high.isFinite else {
      throw ConfigurationError("\(name)=\(text): write a range as 1e-4..1e-2, with :log behind it for ratios")
    }
    guard low < high else {
      throw ConfigurationError("\(name)=\(text): the range is empty; its ends are lowest..highest")
    }
    guard range.contains(low), range.contains(high) else {
      throw ConfigurationError("\(name)=\(text): it takes \(self)")
    }
    guard scale == .linear || low > 0 else {
      throw ConfigurationError("\(name)=\(text): a range by ratios has to begin above 0; add :linear, or begin higher")
    }
    guard !isWhole || [low, high].allSatisfy({ $0 == $0.rounded() && abs($0) <= 0x1p53 }) else {
      throw ConfigurationError("\(name)=\(text): it takes \(self), in a range of at most 16 digits")
    }
    return .range(low...high, scale)
  }

  private func values(_ text: String, of name: String) throws -> SearchDomain {
    let pieces = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    var values: [SettingValue] = []
    for piece in pieces {
      guard let value = parsed(piece) else { throw ConfigurationError("\(name)=\(piece): it takes \(self)") }
      guard !values.contains(value) else {
        throw ConfigurationError("\(name): \(value) comes twice; give each value once")
      }
      values.append(value)
    }
    return .values(values)
  }

  private var range: SettingRange? {
    switch self {
    case .integer(let range), .real(let range): range
    default: nil
    }
  }

  private var ownScale: SettingRange.Scale { range?.scale ?? .linear }

  /// Whether its values are whole numbers.
  package var isWhole: Bool {
    if case .integer = self { true } else { false }
  }
}
