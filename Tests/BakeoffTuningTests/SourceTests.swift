import BakeoffCore
import BakeoffTuning
import Foundation
import Testing

/// The first points of SciPy 1.17's `qmc.Sobol(d=10, scramble=False)`; Fixtures/sobol.py prints them.
private let sobolPoints: [[Double]] = [
  [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
  [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75],
  [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25],
  [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875, 0.875, 0.625],
  [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375, 0.375, 0.125],
  [0.625, 0.125, 0.875, 0.625, 0.625, 0.875, 0.125, 0.125, 0.125, 0.375],
  [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625, 0.625, 0.875],
]

@Test func unshiftedSobolPointsAreThoseOfSciPy() {
  var source = SobolSource(axes: 10, shift: Array(repeating: 0, count: 10), SeededGenerator(seed: 0))
  #expect(source.next(8, scored: []) == sobolPoints)
}

@Test func shiftedSobolPointsFillEveryPart() {
  // Of a net of 16 points in base 2 every sixteenth of an axis, and every quarter by quarter, has as many.
  for seed in 0..<5 {
    var source = SobolSource(axes: 12, seed: UInt64(seed))
    let points = source.next(16, scored: [])
    for axis in 0..<10 { #expect(Set(points.map { Int($0[axis] * 16) }).count == 16) }
    #expect(Set(points.map { Int($0[0] * 4) * 4 + Int($0[1] * 4) }).count == 16)
    #expect(points.allSatisfy { $0.count == 12 && $0.allSatisfy { (0..<1).contains($0) } })
  }
}

@Test func moreSobolPointsGoOnWhereFewerEnded() {
  var (one, two) = (SobolSource(axes: 3, seed: 5), SobolSource(axes: 3, seed: 5))
  #expect(one.next(4, scored: []) + one.next(4, scored: []) == two.next(8, scored: []))
}

/// The integral by midpoints.
private func share(of density: ParzenDensity, from low: Double, to high: Double) -> Double {
  let steps = 4000
  let width = (high - low) / Double(steps)
  var sum = 0.0
  for step in 0..<steps { sum += density.value(at: low + (Double(step) + 0.5) * width) }
  return sum * width
}

@Test func aParzenDensityIsADensity() {
  for (points, values) in [([0.1, 0.2, 0.9], nil), ([], nil), ([0.1, 0.5, 0.55], 4)] as [([Double], Int?)] {
    let density = ParzenDensity(points, values: values)
    #expect(abs(share(of: density, from: 0, to: 1) - 1) < 1e-3, "\(points)")
  }
}

@Test func drawsFollowTheParzenDensity() {
  let density = ParzenDensity([0.2, 0.25, 0.8], values: nil)
  var generator = SeededGenerator(seed: 3)
  let draws = (0..<20_000).map { _ in density.draw(using: &generator) }
  for part in 0..<5 {
    let (low, high) = (Double(part) / 5, Double(part + 1) / 5)
    let drawn = Double(draws.count { $0 >= low && $0 < high }) / 20_000
    #expect(abs(drawn - share(of: density, from: low, to: high)) < 0.015, "part \(part)")
  }
}

/// The best of 40 points on a smooth function of three ranges and a choice, on the mean over seeds.
private func bestFound(by method: SearchMethod, scoring: ([Double]) -> Double) -> Double {
  let space = SearchSpace(
    axes: (0..<3).map { .init(name: "x\($0)", domain: .linear(0...1)) } + [
      .init(name: "kind", domain: .oneOf("a", "b", "c", "d"))
    ])
  let seeds = 0..<30
  return seeds.map { seed -> Double in
    var source = method.source(of: space, count: nil, seed: UInt64(seed))
    var (scored, best): ([ScoredPoint], Double) = ([], -.infinity)
    while scored.count < 40 {
      for point in source.next(source.batch ?? 4, scored: scored) {
        scored.append(ScoredPoint(point: point, score: scoring(point)))
        best = max(best, smooth(point))
      }
    }
    return best
  }.reduce(0, +) / Double(seeds.count)
}

private func smooth(_ point: [Double]) -> Double {
  let distances = zip(point, [0.3, 0.7, 0.45]).map { ($0 - $1) * ($0 - $1) }
  return -distances.reduce(0, +) - (Int(point[3] * 4) == 2 ? 0 : 0.2)
}

@Test func theParzenEstimatorFindsBetterPointsThanChance() {
  let (parzen, random) = (bestFound(by: .tpe, scoring: smooth), bestFound(by: .random, scoring: smooth))
  print("SOURCES tpe \(-parzen) random \(-random) sobol \(-bestFound(by: .sobol, scoring: smooth))")
  #expect(parzen > random / 2, "distance \(-parzen) against \(-random)")
  // Told nothing but noise it finds no better ones.
  let blind = bestFound(by: .tpe) { point in sin(point[0] * 1e6) }
  #expect(blind < random / 2, "distance \(-blind) against \(-random)")
}
