import Foundation

/// What a person would call a picture, film or sound by the bytes it begins with, of whatever kind it is; nil for anything
/// else. Names of files say little: pictures from the web are often called .jpg whatever they are.
func pictureKind(_ bytes: some Collection<UInt8>) -> String? {
  let start = Array(bytes.prefix(64))
  func holds(_ text: String, at offset: Int) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
  if holds("RIFF", at: 0) {
    return ["WEBP": "a WebP picture", "WAVE": "a WAV sound", "AVI ": "an AVI film"].first { holds($0.key, at: 8) }?
      .value
  }
  if holds("ftyp", at: 4) {
    let brands = [
      "avif": "an AVIF picture", "avis": "an AVIF picture", "heic": "an HEIC picture", "heix": "an HEIC picture",
      "hevc": "an HEIC picture", "mif1": "an HEIC picture", "msf1": "an HEIC picture",
    ]
    return brands.first { holds($0.key, at: 8) }?.value ?? "an MP4 film or another of its family"
  }
  // A bitmap says its size, and that of its second header.
  if holds("BM", at: 0), start.count >= 18, [12, 40, 52, 56, 64, 108, 124].contains(start[14]),
    start[15..<18].allSatisfy({ $0 == 0 })
  {
    return "a BMP picture"
  }
  let signatures: [(signature: [UInt8], title: String)] = [
    ([0x49, 0x49, 42, 0], "a TIFF picture"), ([0x4D, 0x4D, 0, 42], "a TIFF picture"),
    ([0x49, 0x49, 43, 0], "a TIFF picture"), ([0x4D, 0x4D, 0, 43], "a TIFF picture"),
    ([0, 0, 1, 0], "an icon"), (Array("8BPS".utf8), "a Photoshop picture"),
    ([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 picture"), ([0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 picture"),
    ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20], "a JPEG XL picture"), ([0xFF, 0x0A], "a JPEG XL picture"),
    ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska film"),
  ]
  if let known = signatures.first(where: { start.starts(with: $0.signature) }) { return known.title }
  if isPNM(start) { return "a PNM picture" }
  let text = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
  let isXML = text.hasPrefix("<?xml") || text.hasPrefix("<svg")
  return isXML && text.contains("<svg") ? "an SVG drawing" : nil
}

/// Whether it begins with P and a digit, a blank, and then a number or a remark.
private func isPNM(_ start: [UInt8]) -> Bool {
  guard start.count > 3, start[0] == UInt8(ascii: "P") else { return false }
  let (digits, blanks) = (UInt8(ascii: "0")...UInt8(ascii: "9"), [9, 10, 13, 32] as [UInt8])
  return (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(start[1]) && blanks.contains(start[2])
    && (digits.contains(start[3]) || start[3] == UInt8(ascii: "#"))
}
