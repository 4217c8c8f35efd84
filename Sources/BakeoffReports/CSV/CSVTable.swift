import BakeoffCore

extension Table {
  /// The table as comma-separated values after RFC 4180, titles first.
  ///
  /// Lines end in a line feed alone, as other command-line tools expect.
  public var csv: String {
    ([columns.map(\.title)] + rows).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }
}
