import BakeoffCore
import BakeoffFiles
import Foundation

extension NPYArray {
  /// Maps the .npy file at `path` into memory, where every process that maps it shares one copy.
  ///
  /// Nothing may change the file while the array, or a feature buffer made of it, is in use. Throws
  /// `DatasetError.malformed` where it cannot be read or is not what it should be.
  package init(mapping path: String) throws {
    let file = InputFile(path, remedy: "write it again, with numpy.save for example")
    try self.init(Self.map(file), of: file)
  }

  private static func map(_ file: InputFile) throws -> FeatureBuffer {
    try file.withDescriptor { descriptor, size in
      guard size > 0 else { throw file.malformed(expected: "a NumPy array", found: contentDescription([])) }
      guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
        throw file.malformed(expected: "a file that can be mapped", found: systemErrorDescription())
      }
      nonisolated(unsafe) let mapped = address  // Only the release closure unmaps it, once.
      return FeatureBuffer(adopting: UnsafeRawBufferPointer(start: address, count: size), element: .byte) {
        munmap(mapped, size)
      }
    }
  }

  /// Writes bytes to `path` as an array of this shape and type, last axis fastest; the file appears whole or not at
  /// all. Traps unless the bytes are as many as the shape says. Throws `WriteFailure`.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, as element: NPYElement, shape: [Int], to path: String
  ) throws {
    let header = NPYHeader(element: element, shape: shape)
    precondition(bytes.count == header.count * element.size, "the bytes fill the shape")
    try PartialFile.replace(path) { file in
      try header.bytes.withUnsafeBytes { try file.append($0) }
      try file.append(bytes)
    }
  }

  /// Writes every row of `features`, as it is stored, as an array of rows x height x width x channels; the file appears
  /// whole or not at all. Throws `WriteFailure`.
  package static func write(_ features: Features, to path: String) throws {
    let (element, shape) = (features.buffer.element, features.shape)
    let header = NPYHeader(
      element: element == .byte ? .byte : element == .float ? .float : .double,
      shape: [features.count, shape.height, shape.width, shape.channels])
    try PartialFile.replace(path) { file in
      try header.bytes.withUnsafeBytes { try file.append($0) }
      try features.forEachPiece { try file.append($0) }
    }
  }

  /// Writes values to `path` as an array of this shape, last axis fastest; the file appears whole or not at all. Traps
  /// unless the values are as many as the shape says. Throws `WriteFailure`.
  package static func write<Scalar: NPYScalar>(_ values: [Scalar], shape: [Int]? = nil, to path: String) throws {
    try values.withUnsafeBytes {
      try write($0, as: Scalar.npyElement, shape: shape ?? [values.count], to: path)
    }
  }
}

/// A number that an NPY array can hold as it is in memory on a little-endian machine.
package protocol NPYScalar: BitwiseCopyable {
  /// How NumPy calls it.
  static var npyElement: NPYElement { get }
}

extension UInt8: NPYScalar {
  /// `|u1`.
  package static var npyElement: NPYElement { .byte }
}

extension Int: NPYScalar {
  /// `<i8`.
  package static var npyElement: NPYElement { .integer }
}

extension Float: NPYScalar {
  /// `<f4`.
  package static var npyElement: NPYElement { .float }
}

extension Double: NPYScalar {
  /// `<f8`.
  package static var npyElement: NPYElement { .double }
}
