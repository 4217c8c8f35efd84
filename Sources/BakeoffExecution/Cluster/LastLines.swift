import Foundation

/// The last lines of a log, joined; empty where there are none.
func lastLines(of path: String, count: Int = 3) -> String {
  guard let file = FileHandle(forReadingAtPath: path) else { return "" }
  defer { try? file.close() }
  let size = (try? file.seekToEnd()) ?? 0
  try? file.seek(toOffset: size > 4096 ? size - 4096 : 0)
  let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
  let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
  return lines.filter { !$0.isEmpty }.suffix(count).joined(separator: " | ")
}
