import BakeoffCore
import BakeoffStore
import Dispatch
import Foundation
import Testing

/// Tests with processes that share a store, and die.
@Suite(.serialized)
struct StoreProcessTests {
  @Test func everyReportedTrialSurvivesFiftyKills() async throws {
    try await withStorePath { path in
      var reportedInAll = 0
      for _ in 0..<50 {
        let delay = UInt32.random(in: 0...60_000)
        let result = await #expect(
          processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) { [path = path as String, delay = delay as UInt32] in
          Thread.detachNewThread {
            usleep(delay)
            kill(getpid(), SIGKILL)
          }
          try recordTrials(at: path, count: .max)
        }
        let reported = reports(in: try #require(result).standardOutputContent)
        reportedInAll += reported.count
        let store = try TrialStore(path: path)
        for (run, trials) in Dictionary(grouping: reported, by: \.run) {
          let stored = try store.uncheckedRun(named: "\(run)").trials
          for trial in trials {
            let isThere = stored.contains(recordedTrial(trial.number))
            #expect(isThere, "trial \(trial.number) of run \(run)")
          }
        }
      }
      #expect(reportedInAll > 50, "the kills came while trials were being written")
      #expect(try TrialStore(path: path).runs().reduce(0) { $0 + $1.finished } >= reportedInAll)
    }
  }

  @Test func twoProcessesBeginAndWriteAtTheSameTime() async throws {
    try await withStorePath { path in
      async let first: Void = recordInAnotherProcess(path)
      async let second: Void = recordInAnotherProcess(path)
      _ = await (first, second)
      let runs = try TrialStore(path: path).runs()
      #expect(runs.map(\.finished) == [30, 30])
    }
  }

  @Test func manyConnectionsOpenAndWriteAtTheSameTime() async throws {
    try await withStorePath { path in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask { #expect(throws: Never.self) { try recordTrials(at: path, count: 10, announcing: false) } }
        }
      }
      let runs = try TrialStore(path: path).runs()
      #expect(runs.map(\.finished) == Array(repeating: 10, count: 8))
    }
  }
}

private func recordInAnotherProcess(_ path: String) async {
  await #expect(processExitsWith: .success) { [path = path as String] in
    try recordTrials(at: path, count: 30)
  }
}

/// Begins a run and records trials one after the other, announcing each on standard output when it is stored.
private func recordTrials(at path: String, count: Int, announcing: Bool = true) throws {
  let store = try TrialStore(path: path)
  let run = try store.begin(sampleRecord())
  for number in 0..<count {
    try store.record(recordedTrial(number), key: "\(run) \(number)", in: run)
    if announcing { FileHandle.standardOutput.write(Data("stored \(run) \(number)\n".utf8)) }
  }
}

private func recordedTrial(_ number: Int) -> Trial {
  sampleTrial(model: number, seed: number, rows: number % 5 == 0 ? 20_000 : 200)
}

/// The trials a process has announced; a last line that was cut off does not count.
private func reports(in output: [UInt8]) -> [(run: Int, number: Int)] {
  let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  return lines.dropLast().compactMap { line in
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "stored", let run = Int(words[1]), let number = Int(words[2]) else {
      return nil
    }
    return (run, number)
  }
}
