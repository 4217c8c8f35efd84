import BakeoffMath
import Testing

@Test func openBLASIsNamedWithItsVersionAndTheProcessorItFound() {
  let library = BLASLibrary.current
  let isOpenBLAS = library.name.wholeMatch(of: /OpenBLAS \d+\.\d+\S*( \(\w+\))?/) != nil
  #expect(isOpenBLAS == library.isKnownToBeFast || library.name == "Accelerate")
}

@Test func equationsStaySolvedWithOneThread() throws {
  limitBLASThreads(to: 1)
  var solution: [Double] = [2, 8]
  try #require(try Cholesky([4, 0, 2, 5], size: 2)).solve(&solution, columns: 1)
  // [4 2; 2 5] x = [2 8]
  #expect(abs(solution[0] + 0.375) < 1e-12 && abs(solution[1] - 1.75) < 1e-12)
}
