import BakeoffMath
import Testing

@Test(arguments: [0, 1, 15, 16, 17, 100]) func alignedFloatsHoldTheirValuesOnACacheLine(count: Int) {
  let values = (0..<count).map(Float.init)
  var floats = AlignedFloats(values)
  #expect(Array(floats) == values && floats.count == count)
  floats.withUnsafeMutableBufferPointer { #expect($0.count == count) }
  floats.withUnsafeBufferPointer { buffer in
    #expect(buffer.elementsEqual(values))
    if let start = buffer.baseAddress, count > 0 { #expect(UInt(bitPattern: start) % 64 == 0) }
  }
}

@Test func aCopyIsNotChangedWithItsOriginal() {
  var floats = AlignedFloats([1, 2, 3])
  let copy = floats
  floats[1] = 7
  #expect(Array(floats) == [1, 7, 3] && Array(copy) == [1, 2, 3])
}
