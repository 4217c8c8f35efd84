import BakeoffMath
import Testing

@Test func theLinkedLibraryIsNamed() {
  let library = BLASLibrary.current
  #expect(!library.name.isEmpty)
  #expect(library.isSlowReference == (library.name == "reference BLAS"))
}

@Test func productsStayRightWithOneThread() {
  limitBLASThreads(to: 1)
  var c: [Float] = [0]
  var output = c.mutableSpan
  multiply([1, 2].span, .none, [3, 4].span, .none, into: &output, rows: 1, inner: 2, columns: 1)
  #expect(c == [11])
}
