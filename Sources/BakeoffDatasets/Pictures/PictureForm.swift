import BakeoffCore

/// The shape that pictures of several sizes are brought to.
struct PictureForm {
  /// Height and width in pixels.
  struct Size: Hashable {
    let height: Int
    let width: Int
  }

  /// What every picture becomes.
  let shape: FeatureShape
  /// How many had to be changed for it, and how.
  let notes: [String]

  /// The size asked for, else the commonest, of equally common ones the smallest; colour where any picture has it and
  /// nothing else is asked for. Throws `DatasetError` where there are no pictures.
  init(of pictures: [(height: Int, width: Int, channels: Int)], channels: Int?, size: Size?) throws {
    var sizes: [Size: Int] = [:]
    for picture in pictures { sizes[Size(height: picture.height, width: picture.width), default: 0] += 1 }
    let colour = pictures.count { $0.channels == 3 }
    let order = { (size: Size) in (-sizes[size, default: 0], size.height * size.width, size.height) }
    guard let target = size ?? sizes.keys.min(by: { order($0) < order($1) }) else {
      throw DatasetError.unavailable(name: "the pictures", tried: ["the folders"], remedy: "add some")
    }
    shape = FeatureShape(height: target.height, width: target.width, channels: channels ?? (colour > 0 ? 3 : 1))
    let resized = pictures.count - sizes[target, default: 0]
    let sizeNote =
      "\(counted(resized, "picture")) of another size \(resized == 1 ? "was" : "were") resized to "
      + "\(target.height)x\(target.width)"
      + (size == nil ? ", the commonest size; size=HEIGHTxWIDTH says another." : ".")
    let greyNote =
      "\(counted(pictures.count - colour, "grey picture")) among coloured ones got three equal channels; mode=grey makes all grey."
    notes =
      (resized > 0 ? [sizeNote] : []) + (channels == nil && colour > 0 && colour < pictures.count ? [greyNote] : [])
  }
}
