import BakeoffCore
import BakeoffMath
import BakeoffTraining
import Testing

/// Random margins with none within 0.05 of a kink at -1 or 1.
private func randomMargins(rows: Int, classes: Int) -> (PaddedMatrix, [Int]) {
  var generator = SeededGenerator(seed: UInt64(rows * 100 + classes))
  var margins = PaddedMatrix(rows: rows, columns: classes, padding: paddingLogit)
  for row in 0..<rows {
    for column in 0..<classes {
      let size = Float.random(in: 0...2, using: &generator)
      let margin = abs(size - 1) < 0.05 ? size + 0.2 : size
      margins[row, column] = Bool.random(using: &generator) ? margin : -margin
    }
  }
  return (margins, (0..<rows).map { _ in Int.random(in: 0..<classes, using: &generator) })
}

private func loss(_ margins: PaddedMatrix, _ targets: [Int]) -> Double {
  var copy = margins
  return HingeLoss.differentiate(&copy, targets: targets, scale: 1)
}

@Test(arguments: [(1, 1), (3, 2), (5, 10), (2, 17)])
func theHingeSubgradientAgreesWithFiniteDifferences(shape: (rows: Int, classes: Int)) {
  let (margins, targets) = randomMargins(rows: shape.rows, classes: shape.classes)
  var gradient = margins
  _ = HingeLoss.differentiate(&gradient, targets: targets, scale: 1)
  var isWrongSignCaught = false
  for row in 0..<shape.rows {
    for column in 0..<shape.classes {
      var (ahead, behind) = (margins, margins)
      ahead[row, column] += 1.0 / 64
      behind[row, column] -= 1.0 / 64
      let difference = (loss(ahead, targets) - loss(behind, targets)) * 32
      #expect(abs(difference - Double(gradient[row, column])) < 1e-3)
      isWrongSignCaught = isWrongSignCaught || abs(difference + Double(gradient[row, column])) > 1e-3
    }
  }
  #expect(isWrongSignCaught)
}

@Test func theHingeLossAgreesWithItsDefinition() {
  var margins = PaddedMatrix(rows: 2, columns: 3, padding: paddingLogit)
  let values: [[Float]] = [[0.25, -2, -0.5], [3, 1, -1]]
  for row in 0..<2 {
    for column in 0..<3 { margins[row, column] = values[row][column] }
  }
  // Row 0, class 0: 0.75 + 0 + 0.5. Row 1, class 1: 4 + 0 + 0, both others of it at a kink.
  #expect(HingeLoss.differentiate(&margins, targets: [0, 1], scale: 2) == 5.25)
  #expect((0..<3).map { margins[0, $0] } == [-2, 0, 2])
  #expect((0..<3).map { margins[1, $0] } == [2, 0, 0])
  #expect(margins.withValues { values in (3..<16).allSatisfy { values[$0] == 0 } })
}

@Test(arguments: [0, 1])
func aMarginThatIsNotANumberIsNotHidden(target: Int) {
  var margins = PaddedMatrix(rows: 1, columns: 2, padding: paddingLogit)
  margins[0, 0] = .nan
  #expect(HingeLoss.differentiate(&margins, targets: [target], scale: 1).isNaN)
}
