import BakeoffCore

/// Every combination of values, five of each range; where there are more than asked for, so many of them, drawn at random.
package struct GridSource: CandidateSource {
  /// How many values of a range a grid has.
  static let steps = 5

  package let batch: Int? = nil
  private let space: SearchSpace
  private let sizes: [Int]
  private var numbers: [Int]

  package init(_ space: SearchSpace, count: Int?, seed: UInt64) {
    self.space = space
    // A space that is tried as a whole has every whole number of a range.
    let isWhole = space.size.map { size in count.map { size <= $0 } ?? false } ?? false
    sizes = isWhole ? space.axes.map { $0.size ?? Self.steps } : space.gridSizes(steps: Self.steps)
    let total = sizes.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? .max : $0 * $1 }
    // Nobody waits for more than so many where their number is open.
    let count = count ?? 10_000
    guard count < total else {
      numbers = Array(0..<total)
      return
    }
    var generator = SeededGenerator(seed: derivedSeed(seed, "grid search"))
    var drawn: Set<Int> = []
    while drawn.count < count { drawn.insert(Int.random(in: 0..<total, using: &generator)) }
    numbers = drawn.sorted()
  }

  package mutating func next(_ count: Int, scored: [ScoredPoint]) -> [[Double]] {
    defer { numbers.removeFirst(min(count, numbers.count)) }
    return numbers.prefix(count).map { space.gridPoint($0, sizes: sizes) }
  }
}

extension SearchSpace {
  /// How many configurations a grid over this space has, five of each range of numbers; `Int.max` for more than can be
  /// counted.
  public var gridSize: Int {
    gridSizes(steps: GridSource.steps).reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? .max : $0 * $1 }
  }
}
