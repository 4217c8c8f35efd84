import BakeoffCore
import BakeoffEvaluation
import BakeoffStore
import Foundation
import GRDB
import Testing

/// What something else may have done to a store that is a sound database, and what is wrong with it.
private let damages = [
  "UPDATE trial SET costs = '{\"fitSeconds\":-1,\"predictSeconds\":1}'",
  "UPDATE trial SET costs = '{\"fitSeconds\":1e308,\"predictSeconds\":1}'",
  "UPDATE trial SET costs = '{\"fitSeconds\":1,\"predictSeconds\":1,\"parameterCount\":-9223372036854775808}'",
  "UPDATE trial SET costs = '{\"fitSeconds\":1,\"predictSeconds\":1,\"modelBytes\":9223372036854775807}'",
  "UPDATE trial SET costs = NULL",
  "UPDATE trial SET costs = x'FF00'",
  "UPDATE trial SET outcome = x'FF00'",
  "UPDATE trial SET outcome = 'odd'",
  "UPDATE trial SET classCount = 'many'",
  "UPDATE trial SET classCount = 1e300",
  "UPDATE trial SET classCount = 0",
  "UPDATE trial SET classCount = 1",
  "UPDATE trial SET scoreKind = 7",
  "UPDATE trial SET scores = 1.5",
  "UPDATE trial SET scores = zeroblob(4)",
  "UPDATE trial SET curve = '[{\"epoch\":-9223372036854775808,\"epochs\":9223372036854775807,\"loss\":0}]'",
  "UPDATE trial SET curve = '[[[['",
  "ALTER TABLE trial DROP COLUMN scores",
  "ALTER TABLE trial DROP COLUMN outcome",
  "ALTER TABLE split DROP COLUMN labels",
  "ALTER TABLE split DROP COLUMN groups; ALTER TABLE split DROP COLUMN fold",
  "ALTER TABLE run DROP COLUMN models",
  "DROP TABLE runTrial",
  "UPDATE runTrial SET model = 99 WHERE model = 1",
  "UPDATE runTrial SET model = -1 WHERE model = 1",
  "UPDATE runTrial SET model = 'a' WHERE model = 1",
  "UPDATE runTrial SET split = 9223372036854775807 WHERE split = 1 AND model = 1",
  "UPDATE split SET labels = x'00' || zeroblob(4)",
  "UPDATE split SET test = 'text'",
  "UPDATE split SET training = NULL",
  "UPDATE split SET fold = -9223372036854775808",
  "UPDATE split SET share = 1e300",
  "UPDATE split SET share = 'half'",
  "UPDATE run SET started = 'yesterday'",
  "UPDATE run SET started = x'00'",
  "UPDATE run SET positive = -3",
  "UPDATE run SET positive = 'a'",
  "UPDATE run SET classNames = '[]'",
  "UPDATE run SET classNames = '[1,2]'",
  "UPDATE run SET models = '[]'",
  "UPDATE run SET models = '{}'",
  "UPDATE run SET details = '{}'",
]

/// Two models on two splits of 60 rows, all of which fits together.
private func store(at path: String) throws -> TrialStore {
  let store = try TrialStore(path: path)
  let sample = sampleRecord()
  var description = sample.description
  description.classNames = ["a", "b", "c"]
  let splits = [0..<30, 30..<60].map { test in
    Split(training: (0..<60).filter { !test.contains($0) }, test: Array(test), groups: test.map { $0 / 2 })
  }
  let record = RunRecord(
    description: description, task: .multiclass, competitors: sample.competitors, splits: splits,
    truths: splits.map { Truth(labels: $0.test.map { $0 % 3 }, classCount: 3) })
  let run = try store.begin(record)
  for model in 0..<2 {
    for split in 0..<2 {
      let trial = sampleTrial(model: model, split: split, seed: model + 2 * split, rows: 30)
      try store.record(trial, key: "\(model) \(split)", in: run)
    }
  }
  return store
}

/// Reads a run and all that is computed from it.
private func readAll(at path: String) throws {
  let store = try TrialStore(path: path)
  _ = try store.runs()
  let run = try store.run(named: "latest")
  _ = try store.keys(ofRun: run.number ?? 0)
  try run.writePredictions { _ in }
  _ = try run.leaderboard(metrics: [Accuracy()])
}

@Test func theSampleItselfIsSound() async throws {
  try await withStorePath { path in
    _ = try store(at: path)
    try readAll(at: path)
  }
}

@Test(arguments: damages)
func contentThatCannotBeIsSaidInOneLine(sql: String) async throws {
  try await withStorePath { path in
    _ = try store(at: path)
    // Columns that are NOT NULL may hold NULL in a damaged file only, so the constraint has to go first.
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON")
      try db.execute(sql: "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
      try db.execute(sql: "PRAGMA writable_schema = RESET")
      try db.execute(sql: sql)
    }
    try database.close()
    let error = #expect(throws: (any Error).self) { try readAll(at: path) }
    let line = error.map { String(describing: $0) } ?? ""
    #expect(!line.contains("\n") && (line.hasPrefix(path) || line.contains("runs remove")), "\(line)")
  }
}

/// A disk that lies may give back anything: each of these reads ends, with the run or with an error.
@Test func bytesThatChangedAreNeverTrappedOn() async throws {
  try await withStorePath { path in
    _ = try store(at: path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    var generator = SeededGenerator(seed: 16)
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let place = Int.random(in: 100..<damaged.count, using: &generator)
        damaged[place] = UInt8.random(in: 0...255, using: &generator)
      }
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try damaged.write(to: URL(fileURLWithPath: path))
      do { try readAll(at: path) } catch { #expect(!String(describing: error).contains("\n")) }
    }
  }
}
