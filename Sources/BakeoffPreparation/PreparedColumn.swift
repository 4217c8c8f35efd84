import BakeoffCore

/// What was learned of one column, and the values it becomes.
struct PreparedColumn: Hashable, Sendable, Codable {
  /// What becomes of a value.
  enum Rule: Hashable, Sendable, Codable {
    /// Nothing: the column says nothing.
    case dropped
    /// (value - offset) / scale, held to `range`.
    case scaled(offset: Double, scale: Double, range: ClosedRange<Double>)
    /// 0 and 1 for the first and the second, 1/2 for any other.
    case either(String, String)
    /// A one in the place of the category, or in a last place that the others share.
    case oneHot([String], others: Bool)
  }

  /// The categories that share a place, and the training rows that have them.
  struct Shared: Hashable, Sendable, Codable {
    let categories: Int
    let rows: Int
  }

  /// What the column is called.
  let name: String
  /// What becomes of a value.
  let rule: Rule
  /// What stands in for a number that is not known.
  let fill: Double
  /// The category that stands in for one that is not known.
  let fillCategory: String?
  /// Whether another value says that it was not known.
  let hasIndicator: Bool
  /// How many training rows lacked it.
  let missing: Int
  /// What shares a place; nil where nothing does, and where it was learned before that was counted.
  private(set) var shared: Shared?

  /// How many values it becomes.
  var width: Int {
    let own =
      switch rule {
      case .dropped: 0
      case .scaled, .either: 1
      case .oneHot(let names, let others): names.count + (others ? 1 : 0)
      }
    return own == 0 ? 0 : own + (hasIndicator ? 1 : 0)
  }

  /// Learns from the numbers of the training rows, NaN where one is not known.
  init(_ name: String, numbers: [Double], _ scaling: ColumnPreparation.Scaling, isSparse: Bool) {
    let known = numbers.contains(where: \.isNaN) ? numbers.filter { !$0.isNaN } : numbers
    self.name = name
    missing = numbers.count - known.count
    hasIndicator = isWorthAnIndicator(missing, of: numbers.count)
    fillCategory = nil
    guard let low = known.min(), let high = known.max(), low < high else {
      (rule, fill) = (.dropped, 0)
      return
    }
    fill = missing > 0 ? quantile(0.5, of: known.sorted()) : 0
    let (offset, scale) = scaling.offsetAndScale(of: known, low: low, high: high, isSparse: isSparse)
    rule = .scaled(offset: offset, scale: scale, range: scaling.range(isSparse: isSparse))
  }

  /// Learns from the categories of the training rows.
  init(_ name: String, _ categories: CategoryCounts, _ limit: CategoryLimit) {
    let names = categories.names
    let seen = categories.seen
    self.name = name
    missing = categories.missing
    hasIndicator = isWorthAnIndicator(missing, of: categories.rows)
    fill = 0
    fillCategory = seen.first.map { names[$0] }
    switch seen.count {
    case ..<2: rule = .dropped
    case 2:
      let pair = seen.sorted()
      rule = .either(names[pair[0]], names[pair[1]])
    default:
      let kept = limit.kept(of: categories, seen: seen)
      let rare = seen.dropFirst(kept)
      rule = .oneHot(seen.prefix(kept).sorted().map { names[$0] }, others: !rare.isEmpty)
      guard !rare.isEmpty else { return }
      shared = Shared(categories: rare.count, rows: rare.reduce(0) { $0 + categories.counts[$1] })
    }
  }
}

/// Whether that a value is lacking may itself say something: there have to be enough such rows to learn it from.
private func isWorthAnIndicator(_ missing: Int, of count: Int) -> Bool { missing >= 5 && missing * 50 >= count }

extension ColumnPreparation.Scaling {
  /// What is taken from a value and what it is then divided by.
  fileprivate func offsetAndScale(of values: [Double], low: Double, high: Double, isSparse: Bool) -> (Double, Double) {
    let (offset, scale): (Double, Double) =
      switch self {
      case .none: (0, 1)
      case .standardise: meanAndDeviation(values)
      case .minmax: isSparse ? (0, max(abs(low), abs(high))) : (low, high - low)
      case .robust: medianAndRange(values)
      }
    return (isSparse ? 0 : offset, scale > 0 ? scale : 1)
  }

  /// What values are held to, so that a row far from all training rows still gives scores that are numbers.
  fileprivate func range(isSparse: Bool) -> ClosedRange<Double> {
    switch self {
    case .minmax: (isSparse ? -1 : 0)...1
    case .standardise, .robust: -1e6...1e6
    case .none: -Double(Float.greatestFiniteMagnitude)...Double(Float.greatestFiniteMagnitude)
    }
  }
}

/// The mean and the standard deviation, with n in its denominator, in two passes so that no digits are lost.
private func meanAndDeviation(_ values: [Double]) -> (Double, Double) {
  let size = values.reduce(0) { max($0, abs($1)) }
  // Squares of such small numbers would be lost.
  guard size > 1e-100 else {
    let (mean, deviation) = meanAndDeviation(values.map { $0 / size })
    return (mean * size, deviation * size)
  }
  let count = Double(values.count)
  // From the first value: a sum of large numbers would lose what tells them apart.
  let origin = values[0]
  let mean = origin + values.reduce(0) { $0 + ($1 - origin) } / count
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / count).squareRoot())
}

/// The median and the interquartile range, or the standard deviation where that is 0.
private func medianAndRange(_ values: [Double]) -> (Double, Double) {
  let sorted = values.sorted()
  let range = quantile(0.75, of: sorted) - quantile(0.25, of: sorted)
  return (quantile(0.5, of: sorted), range > 0 ? range : meanAndDeviation(values).1)
}

/// A quantile of ascending values, on the line between its neighbours (NumPy's default).
func quantile(_ share: Double, of sorted: [Double]) -> Double {
  let position = share * Double(sorted.count - 1)
  let low = Int(position)
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
}
