import Foundation
import Testing

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
    let words = mark.environment + ["TMPDIR=\(folder)", fixture, "run"]
    let command = try #require(spawn(words + deeds, output: file))
    try await wait(until: { try String(contentsOfFile: file, encoding: .utf8).count(where: \.isNewline) >= deeds.count }
    )
    // The command, and a supervisor and a worker for each of four trials, at the least.
    #expect(mark.processes.count >= 9)
    kill(command, SIGKILL)
    try await wait(until: { mark.processes.isEmpty })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)

    let next = try #require(spawn(words + ["none"], output: file))
    try await wait(until: { waitpid(next, nil, WNOHANG) != 0 })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }
}
