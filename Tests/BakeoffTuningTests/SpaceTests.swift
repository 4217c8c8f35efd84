import BakeoffCore
import BakeoffTuning
import Testing

private let space = SearchSpace(axes: [
  .init(name: "hidden", domain: .oneOf([64], [128], [256, 128])),
  .init(name: "learningRate", domain: .logarithmic(1e-4...1e-2)),
  .init(name: "epochs", domain: .linear(5...8), isWhole: true),
])

@Test func everyPointIsAConfigurationOfTheSpace() {
  var generator = SeededGenerator(seed: 1)
  for _ in 0..<500 {
    let settings = space.settings(at: (0..<3).map { _ in Double.random(in: 0...1, using: &generator) })
    guard case .number(let rate)? = settings["learningRate"], case .integer(let epochs)? = settings["epochs"],
      case .list(let hidden)? = settings["hidden"]
    else {
      Issue.record("a setting is missing in \(settings)")
      return
    }
    #expect((1e-4...1e-2).contains(rate) && (5...8).contains(epochs) && (1...2).contains(hidden.count))
  }
}

@Test func aRangeByRatiosHasItsGeometricMeanInTheMiddle() {
  #expect(space.settings(at: [0, 0.5, 0])["learningRate"] == .number(0.001))
  #expect(space.settings(at: [0, 0, 0])["learningRate"] == .number(1e-4))
  #expect(
    space.settings(at: [1, 1, 1]) == [
      "hidden": [256, 128].settingValue, "learningRate": .number(0.01), "epochs": .integer(8),
    ])
}

@Test func coordinatesLeadBackToValues() {
  for axis in space.axes {
    for coordinate in [0.0, 0.1, 0.35, 0.5, 0.77, 1.0] {
      let value = axis.value(at: coordinate)
      let back = axis.coordinate(of: value).map { axis.value(at: $0) }
      #expect(back == value, "\(axis.name) at \(coordinate)")
    }
  }
  #expect(space.axes[0].coordinate(of: [512].settingValue) == nil)
  #expect(space.axes[1].coordinate(of: .number(1)) == nil)
}

@Test func aGridHasEveryCombinationOnce() {
  #expect(space.gridSize == 3 * 5 * 4)
  var grid = SearchMethod.grid.source(of: space, count: 60, seed: 0)
  let points = grid.next(100, scored: []).map(space.settings)
  #expect(points.count == 60 && Set(points).count == 60)
  #expect(Set(points.compactMap { $0["learningRate"] }).contains(.number(0.001)))
  #expect(grid.next(1, scored: []).isEmpty)
}

@Test func aSmallerBudgetDrawsFromTheGrid() {
  var grid = SearchMethod.grid.source(of: space, count: 7, seed: 3)
  let points = grid.next(7, scored: []).map(space.settings)
  #expect(points.count == 7 && Set(points).count == 7)
}

@Test func aSpaceThatFitsIntoTheBudgetIsTriedAsAWhole() {
  let small = SearchSpace(axes: [
    .init(name: "a", domain: .oneOf(1, 2)), .init(name: "b", domain: .linear(0...9), isWhole: true),
  ])
  #expect(small.size == 20)
  var source = SearchMethod.sobol.source(of: small, count: 30, seed: 0)
  #expect(Set(source.next(30, scored: []).map(small.settings)).count == 20)
}

@Test func aGridOfAMillionAsksForABudget() throws {
  let wide = SearchSpace(axes: (0..<9).map { .init(name: "s\($0)", domain: .linear(0...1)) })
  #expect(wide.gridSize == 1_953_125)
  #expect {
    try SearchPlan(space: wide, method: .grid, metric: "accuracy")
  } throws: { "\($0)".contains("1,953,125 combinations") && "\($0)".hasPrefix("tune-budget") }
  #expect(throws: Never.self) {
    try SearchPlan(space: wide, method: .grid, budget: .candidates(50), metric: "accuracy")
  }
}
