/// Pictures of four inks (cyan, magenta, yellow, black), as they come from print.
enum CMYK {
  /// Red, green and blue of pixels whose inks are stored the other way round, 255 for none, as Adobe's programs store them
  /// and every reader takes them.
  ///
  /// With the share of light that black lets through, k (as stored), and that of cyan c, red is k - k (255 - c) / 255,
  /// rounded, and so on for green and blue: no colour profile is applied. It is what Pillow's `convert("RGB")` gives.
  static func colours(ofInverted inks: [UInt8]) -> [UInt8] {
    var colours: [UInt8] = []
    colours.reserveCapacity(inks.count / 4 * 3)
    for pixel in stride(from: 0, to: inks.count - 3, by: 4) {
      let light = Int(inks[pixel + 3])
      for ink in inks[pixel..<pixel + 3] {
        let taken = (255 - Int(ink)) * light
        // Rounded: (2 x + 255) / 510 is x / 255 and a half, cut off.
        colours.append(UInt8(light - (2 * taken + 255) / 510))
      }
    }
    return colours
  }
}
