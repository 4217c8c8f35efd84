/// The part of a setting's domain that a search looks through.
public enum SearchDomain: Hashable, Sendable {
  /// These values.
  case values([SettingValue])
  /// The numbers from one bound to the other, both included, spread evenly on a scale.
  case range(ClosedRange<Double>, SettingRange.Scale)

  /// These values of a property's type.
  public static func oneOf<Value: SettingRepresentable>(_ values: Value...) -> SearchDomain {
    .values(values.map(\.settingValue))
  }

  /// Numbers of which equal ratios matter equally. Precondition: above 0.
  public static func logarithmic(_ range: ClosedRange<Double>) -> SearchDomain { .range(range, .logarithmic) }

  /// Numbers of which equal differences matter equally.
  public static func linear(_ range: ClosedRange<Double>) -> SearchDomain { .range(range, .linear) }
}

extension SearchDomain: CustomStringConvertible {
  /// What a user would type after `--tune model.setting=`; the scale is said, as a setting may have another of its own.
  public var description: String {
    switch self {
    case .values(let values): values.map(\.description).joined(separator: "|")
    case .range(let range, let scale):
      "\(shortest(range.lowerBound))..\(shortest(range.upperBound))" + (scale == .logarithmic ? ":log" : ":linear")
    }
  }
}
