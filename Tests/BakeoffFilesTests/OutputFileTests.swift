import BakeoffCore
import BakeoffFiles
import Foundation
import Testing

private func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "bakeoff-output-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}

private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

private func destination(_ path: String) -> String? {
  try? FileManager.default.destinationOfSymbolicLink(atPath: path)
}

@Test func writingThroughALinkKeepsTheLink() throws {
  try withFolder { folder in
    try FileManager.default.createDirectory(atPath: "\(folder)/deep", withIntermediateDirectories: true)
    // A link to a link to a file, the first relative, and one that leads to nothing yet.
    for (link, target) in [("a", "b"), ("b", "\(folder)/deep/file"), ("new", "deep/new")] {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: target)
    }
    try writeFile("old", to: "\(folder)/deep/file")
    for (link, target) in [("a", "deep/file"), ("new", "deep/new")] {
      try checkWritable("\(folder)/\(link)")
      try writeFile("written through \(link)", to: "\(folder)/\(link)")
      #expect(text("\(folder)/\(target)") == "written through \(link)")
    }
    #expect(destination("\(folder)/a") == "b" && destination("\(folder)/new") == "deep/new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/deep").sorted() == ["file", "new"])
  }
}

@Test func aPipeIsWrittenToAndStaysAPipe() throws {
  try withFolder { folder in
    let pipe = "\(folder)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "pipe")
    // Opened for both, so that neither side waits for the other.
    let reader = open(pipe, O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    for path in [pipe, "\(folder)/link"] {
      try checkWritable(path)
      try writeFile("through \(path)", to: path)
      var bytes = [UInt8](repeating: 0, count: 1000)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through \(path)")
    }
    var status = stat()
    #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(destination("\(folder)/link") == "pipe")
  }
}

@Test func aDescriptorIsWrittenToFromWhereItStands() throws {
  try withFolder { folder in
    let file = "\(folder)/log"
    let descriptor = open(file, O_WRONLY | O_CREAT, 0o600)
    defer { close(descriptor) }
    #expect(write(descriptor, "before ", 7) == 7)
    for name in ["/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)"] {
      try checkWritable(name)
      try writeFile("then ", to: name)
    }
    #expect(text(file) == "before then then ")
  }
}

@Test func aFileKeepsItsPermissionsAndIsThereWholeOrAsItWas() throws {
  try withFolder { folder in
    let file = "\(folder)/file"
    try writeFile("one", to: file)
    chmod(file, 0o640)
    try writeFile("two", to: file)
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o7777 == 0o640 && text(file) == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"], "no partial file stays")
  }
}

@Test func whereNothingCanBeWrittenItIsOneLine() throws {
  try withFolder { folder in
    for (link, target) in [("x", "y"), ("y", "x")] {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: target)
    }
    let cases = [
      ("\(folder)/x", "a link that leads back to itself"), (folder, "is a folder"),
      ("\(folder)/no/file", "the folder \(folder)/no does not exist"),
    ]
    for (path, message) in cases {
      let error = #expect(throws: ConfigurationError.self) { try checkWritable(path) }
      #expect(error?.description.hasPrefix("\(path): \(message)") == true, "\(error?.description ?? "")")
      #expect(throws: ConfigurationError.self) { try writeFile("text", to: path) }
    }
    #expect(destination("\(folder)/x") == "y" && text("\(folder)/y") == nil)
  }
}
