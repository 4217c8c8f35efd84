import Foundation
import Testing

/// Starts the fixture's command on these deeds, marked, with `folder` as its temporary folder and its output in `file`.
private func startCommand(_ deeds: [String], _ mark: ProcessMark, folder: String, output file: String) throws -> Process
{
  let process = Process()
  let command = mark.environment + ["TMPDIR=\(folder)", fixture, "run"] + deeds
  process.executableURL = URL(fileURLWithPath: command[0])
  process.arguments = Array(command.dropFirst())
  #expect(FileManager.default.createFile(atPath: file, contents: nil))
  process.standardOutput = FileHandle(forWritingAtPath: file)
  try process.run()
  return process
}

/// Waits, without holding a thread, until `condition` holds.
private func wait(until condition: () throws -> Bool) async throws {
  while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
}

@Test(.timeLimit(.minutes(2))) func noChildOutlivesACommandThatIsKilled() async throws {
  try await withTemporaryFolder { outer in
    let (folder, file) = ("\(outer)/tmp", "\(outer)/output")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let mark = ProcessMark()
    let deeds = ["hang", "hangInGrandchild", "waitPatiently", "hang"]
    let command = try startCommand(deeds, mark, folder: folder, output: file)
    try await wait(until: { try String(contentsOfFile: file, encoding: .utf8).count(where: \.isNewline) >= deeds.count }
    )
    // The command, and a supervisor and a worker for each of four trials, at the least.
    #expect(mark.processes.count >= 9)
    kill(command.processIdentifier, SIGKILL)
    try await wait(until: { mark.processes.isEmpty })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)

    let next = try startCommand(["none"], mark, folder: folder, output: file + "2")
    try await wait(until: { !next.isRunning })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }
}
