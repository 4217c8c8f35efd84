import BakeoffCore
import BakeoffDatasets
import BakeoffReports
import Foundation

extension Examples {
  /// One row as a picture: its bytes, or its floats stretched to 0...255; nil where the rows are not pictures.
  func picture(ofRow row: Int) -> Picture? { features.picture(ofRow: row) }
}

extension Features {
  /// One row as a picture: its bytes, or its floats stretched to 0...255; nil where the rows are not pictures.
  func picture(ofRow row: Int) -> Picture? {
    guard shape.isImage, shape.channels == 1 || shape.channels == 3 else { return nil }
    return Picture(
      height: shape.height, width: shape.width, channels: shape.channels, bytes: bytes(ofRow: row) ?? stretched(row))
  }

  private func stretched(_ row: Int) -> [UInt8] {
    let values = floats(row..<row + 1)
    guard let low = values.min(), let high = values.max(), low.isFinite, high.isFinite, low < high else {
      return values.map { _ in 0 }
    }
    return values.map { UInt8(255 * ($0 - low) / (high - low)) }
  }
}

extension PictureStyle {
  /// The style for this process's standard output: colour on a terminal that has it, ASCII where UTF-8 is not spoken.
  static var standard: PictureStyle {
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    let speaksUTF8 = locale.lowercased().replacing("-", with: "").contains("utf8")
    let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1
    if isTerminal, !speaksUTF8, !locale.isEmpty { return .ascii }
    let hasColour = environment["COLORTERM"] == "truecolor" || environment["COLORTERM"] == "24bit"
    return isTerminal && hasColour && environment["NO_COLOR"] == nil ? .colour : .blocks
  }
}
