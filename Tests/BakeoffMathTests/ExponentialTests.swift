import BakeoffKernels
import Foundation
import Testing

private func exponentials(_ values: [Float]) -> [Float] {
  var result = values
  bakeoff_exp(&result, result.count)
  return result
}

@Test func exponentialsAreWithinTwoUnitsInTheLastPlace() {
  let values = stride(from: Float(-87.2), through: 88.2, by: 0.0137).map { $0 }
  for (value, result) in zip(values, exponentials(values)) {
    let exact = Float(exp(Double(value)))
    #expect(abs(result - exact) <= 2 * exact.ulp)
  }
}

@Test func exponentialsPastTheRangeAreZeroOrFiniteAndNotANumberStays() {
  let results = exponentials([-88, -1e30, -.infinity, 0, 1e30, .infinity, .nan])
  #expect(results[0..<4] == [0, 0, 0, 1])
  #expect(results[4].isFinite && results[4] > 2e38 && results[5] == results[4])
  #expect(results[6].isNaN)
}
