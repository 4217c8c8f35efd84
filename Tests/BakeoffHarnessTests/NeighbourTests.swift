import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import Foundation
import Testing

/// Tables of which it is known how their rows came about.
private struct Made {
  var generator: SeededGenerator
  init(_ seed: Int) { generator = SeededGenerator(seed: UInt64(seed)) }

  mutating func normal() -> Double {
    let (first, second) = (
      Double.random(in: .ulpOfOne...1, using: &generator), Double.random(in: 0...1, using: &generator)
    )
    return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
  }

  /// Independent rows of independent values.
  mutating func rows(_ count: Int, _ width: Int, _ value: (inout Made) -> Double = { $0.normal() }) -> [[Double]] {
    (0..<count).map { _ in (0..<width).map { _ in value(&self) } }
  }

  /// Rows on the way from one of `rows` to one of the five next to it, as SMOTE makes them.
  mutating func between(_ rows: [[Double]], _ count: Int) -> [[Double]] {
    func square(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    return (0..<count).map { _ in
      let from = rows.randomElement(using: &generator) ?? []
      let near = rows.sorted { square($0, from) < square($1, from) }[1...5].randomElement(using: &generator) ?? []
      let share = Double.random(in: 0...1, using: &generator)
      return zip(from, near).map { $0 + share * ($1 - $0) }
    }
  }

  /// Copies of rows with noise.
  mutating func copies(_ rows: [[Double]], _ count: Int, noise: Double) -> [[Double]] {
    (0..<count).map { _ in (rows.randomElement(using: &generator) ?? []).map { $0 + noise * normal() } }
  }

  /// Rows each of which goes a step on from the one before.
  mutating func walk(_ count: Int, _ width: Int) -> [[Double]] {
    var row = [Double](repeating: 0, count: width)
    return (0..<count).map { _ in
      row = row.map { $0 + normal() }
      return row
    }
  }
}

/// What is said of the rows in five folds at random, or in splits of one's own.
private func warnings(
  _ rows: [[Double]], labels: [Int]? = nil, columns: [String]? = nil, splits: [Split]? = nil
) throws -> [String] {
  let names = columns ?? rows[0].indices.map { "c\($0)" }
  let features = Features(
    shape: FeatureShape(features: rows[0].count), buffer: FeatureBuffer(rows.flatMap { $0 }),
    table: FeatureTable(columns: names.map { FeatureColumn(name: $0) }))
  var generator = SeededGenerator(seed: 3)
  let order = rows.indices.shuffled(using: &generator)
  let folds = (0..<5).map { fold in
    let test = order.indices.filter { $0 % 5 == fold }.map { order[$0] }.sorted()
    return Split(training: order.filter { !test.contains($0) }.sorted(), test: test)
  }
  return neighbourWarnings(of: splits ?? folds, in: features, labels: labels ?? rows.indices.map { $0 * 7 % 2 })
}

private func rounded(_ rows: [[Double]], _ digits: Int) -> [[Double]] {
  let scale = pow(10, Double(digits))
  return rows.map { $0.map { ($0 * scale).rounded() / scale } }
}

@Suite struct NeighbourTests {
  private typealias Value = @Sendable (inout Made) -> Double
  private static let values: [(name: String, value: Value)] = [
    ("normal", { $0.normal() }), ("heavy tails", { $0.normal() / abs($0.normal()) }),
    ("skewed", { exp(2 * $0.normal()) }),
    ("whole", { Double.random(in: 0...12, using: &$0.generator).rounded() }),
    ("one digit", { ($0.normal() * 10).rounded() / 10 }),
    ("mostly nothing", { max(0, $0.normal() - 1) }),
  ]

  /// 288 tables of rows that know nothing of each other: of none of them anything may be said.
  @Test(arguments: [60, 150, 500, 1200], [2, 3, 6, 20])
  func honestRowsAreLeftInPeace(count: Int, width: Int) throws {
    for (name, value) in Self.values {
      for seed in 0..<3 {
        var made = Made(seed)
        let found = try warnings(made.rows(count, width, value))
        #expect(found.isEmpty, "\(name), \(seed): \(found)")
      }
    }
  }

  /// Rows in classes that lie apart, sorted by their class, by a column, or with a number in front; and few values a column.
  @Test func classesGroupsOfValuesAndSortingAreNoReason() throws {
    for seed in 0..<5 {
      var made = Made(seed)
      let labels = (0..<600).map { $0 / 60 }
      let rows = made.rows(600, 4)
      let classes = zip(rows, labels).map { row, label in row.enumerated().map { $1 + Double(label * ($0 + 3) % 7) * 3 }
      }
      #expect(try warnings(classes, labels: labels).isEmpty)
      #expect(try warnings(classes.enumerated().map { [Double($0)] + $1 }, labels: labels).isEmpty)
      #expect(try warnings(rows.sorted { $0[0] < $1[0] }).isEmpty)
      let related = rows.map { [$0[0], 2 * $0[0] + 0.3 * $0[1], $0[2], $0[2] - $0[3]] }
      #expect(try warnings(related).isEmpty)
      let flags = made.rows(600, 12) { Double.random(in: 0...1, using: &$0.generator).rounded() }
      #expect(try warnings(zip(flags, rows).map { $0 + $1.prefix(1) }).isEmpty)
      #expect(try warnings(flags).isEmpty)
    }
  }

  @Test(arguments: [3, 6, 20], [60, 200])
  func rowsMadeBetweenOthersAreFound(width: Int, sources: Int) throws {
    for seed in 0..<3 {
      var made = Made(seed)
      let rare = made.rows(sources, width)
      var rows = made.rows(500, width) + rare + made.between(rare, 500 - sources)
      rows.shuffle(using: &made.generator)
      // Rounded, fewer of them lie on lines exactly, but they still are much nearer than others are.
      if width > 3 { #expect(try warnings(rounded(rows, 2)).count == 1) }
      let found = try warnings(rows)
      #expect(
        found.count == 1 && found[0].contains("nearest training rows lie on a line with it"), "\(seed): \(found)")
    }
  }

  @Test(arguments: [(3, 0.01), (6, 0.02), (6, 0.05), (20, 0.05), (20, 0.1)], [60, 200])
  func copiesWithNoiseAreFound(kind: (width: Int, noise: Double), sources: Int) throws {
    for seed in 0..<3 {
      var made = Made(seed)
      let rare = made.rows(sources, kind.width)
      var rows = made.rows(500, kind.width) + rare + made.copies(rare, 500 - sources, noise: kind.noise)
      rows.shuffle(using: &made.generator)
      let found = try warnings(rows)
      #expect(
        found.count == 1 && found[0].contains("a few training rows are much nearer than the next ones"), "\(found)")
    }
  }

  @Test(arguments: [2, 4, 8, 30]) func rowsThatFollowEachOtherAreFound(width: Int) throws {
    for seed in 0..<3 {
      var made = Made(seed)
      let walk = made.walk(800, width)
      let found = try warnings(walk)
      #expect(found.count == 1 && found[0].contains("is the one before or after it in the file"), "\(found)")
      // With states that last, and a column of the time.
      let labels = (0..<800).map { $0 / 100 % 2 }
      #expect(try warnings(walk.enumerated().map { [Double($0)] + $1 }, labels: labels).count == 1)
      // Shuffled, the time still tells.
      var timed = walk.enumerated().map { [1.7e9 + 3600 * Double($0)] + $1 }
      timed.shuffle(using: &made.generator)
      let names = ["when"] + (0..<width).map { "c\($0)" }
      let byTime = try warnings(timed, columns: names)
      #expect(byTime.count == 1 && byTime[0].contains("before or after it by the column when"), "\(byTime)")
    }
  }

  /// What is kept together in the splits is no reason to warn any more.
  @Test func rowsThatAreKeptTogetherAreLeftInPeace() throws {
    func splits(_ parts: [Int]) -> [Split] {
      (0..<5).map { fold in
        Split(
          training: parts.indices.filter { parts[$0] % 5 != fold }, test: parts.indices.filter { parts[$0] % 5 == fold }
        )
      }
    }
    for seed in 0..<3 {
      var made = Made(seed)
      let sources = made.rows(200, 6)
      let copies = (0..<800).map { row in sources[row / 4].map { $0 + 0.02 * made.normal() } }
      #expect(try warnings(copies).count == 1)
      #expect(try warnings(copies, splits: splits((0..<800).map { $0 / 4 })).isEmpty)
      let walk = made.walk(800, 4)
      #expect(try warnings(walk, splits: splits((0..<800).map { $0 / 160 })).isEmpty)
    }
  }

  @Test func theSameIsSaidOfTheSameRows() throws {
    var made = Made(1)
    let walk = made.walk(3000, 5)
    #expect(try warnings(walk) == warnings(walk))
    #expect(try warnings(walk)[0].contains("of 1,000 sampled test rows"))
  }

  @Test func tablesWithoutMeasurementsAreNotLookedAt() throws {
    var made = Made(2)
    let codes = made.rows(500, 4) { Double.random(in: 0...20, using: &$0.generator).rounded() }
    let categories = FeatureColumn(name: "c", kind: .category((0...20).map { "\($0)" }))
    let features = Features(
      shape: FeatureShape(features: 4), buffer: FeatureBuffer(codes.flatMap { $0 }),
      table: FeatureTable(columns: Array(repeating: categories, count: 4)))
    let split = Split(training: Array(0..<400), test: Array(400..<500))
    #expect(neighbourWarnings(of: [split], in: features, labels: Array(repeating: 0, count: 500)).isEmpty)
    let unknown = Features(
      shape: FeatureShape(features: 4), buffer: FeatureBuffer([Double](repeating: .nan, count: 2000)), table: nil)
    #expect(neighbourWarnings(of: [split], in: unknown, labels: Array(repeating: 0, count: 500)).isEmpty)
  }
}
