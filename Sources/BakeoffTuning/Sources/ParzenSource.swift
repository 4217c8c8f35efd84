import BakeoffCore
import BakeoffMath
import Foundation

/// Points that a tree-structured Parzen estimator expects to be good: drawn where the best quarter of the points so far is
/// dense, and of 24 of these the one at which the good are densest in relation to the others.
///
/// Axes are independent. Along a range a density is a mixture of the even one and a normal one around each point, as wide as
/// the gap to its neighbours; among values, how often each was there, with one more for each. Source: Bergstra, Bardenet,
/// Bengio, Kegl, "Algorithms for hyper-parameter optimization", NeurIPS 2011, section 4.
package struct ParzenSource: CandidateSource {
  /// Points that are spread evenly before the estimator is asked.
  static let startup = 10
  private static let goodShare = 0.25
  private static let draws = 24

  package let batch: Int? = 4
  private let space: SearchSpace
  private var start: SobolSource
  private var given = 0
  private var generator: SeededGenerator

  package init(_ space: SearchSpace, seed: UInt64) {
    self.space = space
    start = SobolSource(axes: space.axes.count, seed: seed)
    generator = SeededGenerator(seed: derivedSeed(seed, "parzen estimator"))
  }

  package mutating func next(_ count: Int, scored: [ScoredPoint]) -> [[Double]] {
    defer { given += count }
    guard given >= Self.startup, scored.count >= 4 else { return start.next(count, scored: scored) }
    let ordered = scored.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
      .map(\.element.point)
    let goodCount = max(2, Int((Self.goodShare * Double(ordered.count)).rounded(.up)))
    let good = densities(Array(ordered.prefix(goodCount)))
    let other = densities(Array(ordered.dropFirst(goodCount)))
    return (0..<count).map { _ in bestDraw(good, other) }
  }

  private func densities(_ points: [[Double?]]) -> [ParzenDensity] {
    space.axes.enumerated().map { index, axis in
      ParzenDensity(points.compactMap { $0[index] }, values: axis.isRange ? nil : axis.size)
    }
  }

  private mutating func bestDraw(_ good: [ParzenDensity], _ other: [ParzenDensity]) -> [Double] {
    let drawn = (0..<Self.draws).map { _ -> (point: [Double], gain: Double) in
      let point = good.map { $0.draw(using: &generator) }
      let gain = zip(point, zip(good, other)).map { log($1.0.value(at: $0)) - log($1.1.value(at: $0)) }.reduce(0, +)
      return (point, gain)
    }
    return drawn.max { $0.gain < $1.gain }?.point ?? []
  }
}

/// The density of points along one axis.
package struct ParzenDensity: Sendable {
  private let centres: [Double]
  private let widths: [Double]
  /// How often each value was there, one more for each; nil for a range.
  private let counts: [Double]?

  /// The density of these coordinates, along an axis of so many values, or a range.
  package init(_ coordinates: [Double], values: Int?) {
    centres = coordinates.sorted()
    counts = values.map { size in
      coordinates.reduce(into: [Double](repeating: 1, count: size)) { $0[min(Int($1 * Double(size)), size - 1)] += 1 }
    }
    let bounded = [0] + centres + [1]
    let narrowest = 1 / Double(min(100, coordinates.count + 2))
    widths = centres.indices.map { max(bounded[$0 + 1] - bounded[$0], bounded[$0 + 2] - bounded[$0 + 1], narrowest) }
  }

  /// The density at a coordinate from 0 to 1.
  package func value(at coordinate: Double) -> Double {
    if let counts {
      let place = min(Int(coordinate * Double(counts.count)), counts.count - 1)
      return counts[place] / counts.reduce(0, +) * Double(counts.count)
    }
    let normals = zip(centres, widths).map { centre, width in
      exp(-0.5 * pow((coordinate - centre) / width, 2)) / (width * (2 * Double.pi).squareRoot())
        / share(within: centre, width)
    }
    return (1 + normals.reduce(0, +)) / Double(centres.count + 1)
  }

  /// A coordinate drawn from it.
  package func draw(using generator: inout SeededGenerator) -> Double {
    if let counts {
      var rest = Double.random(in: 0..<counts.reduce(0, +), using: &generator)
      let place = counts.firstIndex { count in
        rest -= count
        return rest < 0
      }
      return (Double(place ?? counts.count - 1) + 0.5) / Double(counts.count)
    }
    let component = Int.random(in: 0...centres.count, using: &generator)
    guard component < centres.count else { return Double.random(in: 0..<1, using: &generator) }
    while true {
      let drawn = centres[component] + widths[component] * normalDeviate(using: &generator)
      if (0...1).contains(drawn) { return drawn }
    }
  }

  /// The share of a normal density that lies between 0 and 1.
  private func share(within centre: Double, _ width: Double) -> Double {
    let scale = width * 2.0.squareRoot()
    return 0.5 * (erf((1 - centre) / scale) - erf(-centre / scale))
  }
}
