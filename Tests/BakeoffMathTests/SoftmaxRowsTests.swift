import BakeoffMath
import Foundation
import Testing

@Test(arguments: [1, 2, 10, 16, 17, 100])
func softmaxAgreesWithItsDefinition(classes: Int) {
  let rows = 3
  // Padding that would count if it were a class.
  var logits = PaddedMatrix(rows: rows, columns: classes, padding: 50)
  for row in 0..<rows {
    for column in 0..<classes { logits[row, column] = Float((row * 13 + column * 29) % 41) - 17 }
  }
  let before = logits
  let logarithms = softmax(&logits, count: rows)
  for row in 0..<rows {
    let sum = (0..<classes).reduce(0) { $0 + exp(Double(before[row, $1])) }
    #expect(abs(logarithms[row] - log(sum)) < 1e-6 * max(1, abs(log(sum))))
    for column in 0..<classes {
      let expected = exp(Double(before[row, column])) / sum
      #expect(abs(Double(logits[row, column]) - expected) < 1e-6 * expected + 1e-35)
    }
  }
  #expect(logits.withValues { values in (classes..<logits.stride).allSatisfy { values[$0] == 0 } })
}

@Test func softmaxIsTheSameForShiftedAndForHugeLogits() {
  var logits = PaddedMatrix(rows: 2, columns: 3, padding: paddingLogit)
  for column in 0..<3 {
    logits[0, column] = Float(column)
    logits[1, column] = Float(column) + 30_000
  }
  let logarithms = softmax(&logits, count: 2)
  #expect((0..<3).allSatisfy { logits[0, $0] == logits[1, $0] })
  #expect(abs(logarithms[1] - logarithms[0] - 30_000) < 1e-6)
}

@Test func aLogitThatIsNotANumberIsNotHidden() {
  var logits = PaddedMatrix(rows: 1, columns: 2, padding: paddingLogit)
  logits[0, 0] = .nan
  #expect(softmax(&logits, count: 1)[0].isNaN)
}
