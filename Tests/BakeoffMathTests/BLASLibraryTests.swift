import BakeoffMath
import Testing

@Test func theLinkedLibraryIsNamed() {
  let library = BLASLibrary.current
  #expect(!library.name.isEmpty)
  #expect(library.isSlowReference == (library.name == "reference BLAS"))
}

@Test func productsStayRightWithOneThread() {
  limitBLASThreads(to: 1)
  let (a, b): ([Float], [Float]) = ([1, 2], [3, 4])
  var c: [Float] = [0]
  var output = c.mutableSpan
  multiply(a.span, .none, b.span, .none, into: &output, rows: 1, inner: 2, columns: 1)
  #expect(c == [11])
}
