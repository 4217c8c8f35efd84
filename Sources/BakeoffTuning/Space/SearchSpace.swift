import BakeoffCore
import Foundation

/// The settings a search looks through, each an axis of a cube: a point of the cube is a configuration.
///
/// Points have one coordinate from 0 to 1 for each axis.
public struct SearchSpace: Hashable, Sendable {
  /// One setting.
  public struct Axis: Hashable, Sendable {
    /// The setting's name.
    public let name: String
    /// What is looked through.
    public let domain: SearchDomain
    /// Whether its values are whole numbers.
    public let isWhole: Bool

    /// Makes an axis.
    public init(name: String, domain: SearchDomain, isWhole: Bool = false) {
      self.name = name
      self.domain = domain
      self.isWhole = isWhole
    }
  }

  /// The axes, in the order in which settings are listed.
  public let axes: [Axis]

  /// Makes a space.
  public init(axes: [Axis]) {
    self.axes = axes
  }

  /// The configuration at a point. Precondition: a coordinate for each axis.
  public func settings(at point: [Double]) -> Settings {
    precondition(point.count == axes.count, "a coordinate for each axis")
    return Dictionary(zip(axes, point).map { ($0.name, $0.value(at: $1)) }) { first, _ in first }
  }

  /// How many configurations there are; nil where an axis is a range of real numbers, and for more than 10^15.
  public var size: Int? {
    axes.reduce(1 as Int?) { product, axis in
      guard let product, let size = axis.size, product <= 1_000_000_000_000_000 / max(size, 1) else { return nil }
      return product * size
    }
  }

  /// The points of a grid: every value of an axis, or `steps` values of a range, evenly spread.
  func gridSizes(steps: Int) -> [Int] { axes.map { min($0.size ?? steps, $0.isRange ? steps : .max) } }

  /// The point of the grid with this number, counted with the last axis fastest.
  func gridPoint(_ number: Int, sizes: [Int]) -> [Double] {
    var rest = number
    let places = sizes.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }
    return axes.indices.map { axes[$0].gridCoordinate(places[axes.count - 1 - $0], of: sizes[$0]) }
  }
}

extension SearchSpace.Axis {
  /// Whether it is a range.
  public var isRange: Bool {
    if case .range = domain { true } else { false }
  }

  /// The coordinate of a place on a grid of so many values.
  fileprivate func gridCoordinate(_ place: Int, of size: Int) -> Double {
    guard case .range(let range, _) = domain, size > 1 else { return (Double(place) + 0.5) / Double(size) }
    // Every whole number, however they are spread.
    if isWhole, size == self.size { return coordinate(of: .number(range.lowerBound + Double(place))) ?? 0 }
    return Double(place) / Double(size - 1)
  }

  /// How many values there are; nil for a range of real numbers.
  var size: Int? {
    switch domain {
    case .values(let values): values.count
    case .range(let range, _): isWhole ? Int(range.upperBound - range.lowerBound) + 1 : nil
    }
  }

  /// The value at a coordinate, real numbers with four digits.
  package func value(at coordinate: Double) -> SettingValue {
    let place = min(max(coordinate, 0), 1)
    switch domain {
    case .values(let values):
      return values[min(Int(place * Double(values.count)), values.count - 1)]
    case .range(let range, let scale):
      let number = number(at: place, in: range, scale)
      return isWhole ? .integer(Int(number.rounded())) : .number(number)
    }
  }

  private func number(at place: Double, in range: ClosedRange<Double>, _ scale: SettingRange.Scale) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let exact =
      switch scale {
      case .linear: low + place * (high - low)
      case .logarithmic: low * pow(high / low, place)
      }
    let short = isWhole ? exact : Double(String(format: "%.4g", exact)) ?? exact
    return min(max(short, low), high)
  }

  /// The coordinate of a value: the middle of its part of the axis; nil where it is none of this axis.
  package func coordinate(of value: SettingValue) -> Double? {
    switch domain {
    case .values(let values):
      return values.firstIndex(of: value).map { (Double($0) + 0.5) / Double(values.count) }
    case .range(let range, let scale):
      guard let number = value.asDouble, range.contains(number) else { return nil }
      let (low, high) = (range.lowerBound, range.upperBound)
      return scale == .linear ? (number - low) / (high - low) : log(number / low) / log(high / low)
    }
  }
}
