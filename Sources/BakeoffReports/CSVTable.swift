extension Table {
  /// The table as comma-separated values after RFC 4180, titles first.
  ///
  /// Lines end in a line feed alone, as other command-line tools expect.
  public var csv: String {
    ([columns.map(\.title)] + rows).map { $0.map(csvQuoted).joined(separator: ",") + "\n" }.joined()
  }
}

/// The field in quotation marks where it holds a comma, a quotation mark or a line break.
private func csvQuoted(_ field: String) -> String {
  guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
  return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
