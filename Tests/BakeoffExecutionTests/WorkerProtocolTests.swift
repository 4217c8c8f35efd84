import BakeoffCore
import BakeoffExecution
import BakeoffHarness
import Foundation
import Testing
import WorkerFixture

/// How trials of the fixture's experiment come out when a shell script is the worker; `$0` is `folder`.
private func run(script: String, folder: String, splits: Int = 1, limits: TrialLimits = TrialLimits()) async throws
  -> [Trial]
{
  let experiment = try fixtureExperiment(["none"], splits: splits)
  let executor = ProcessExecutor(
    jobs: 2, threads: 3, limits: limits, program: [fixture, "worker"], worker: ["sh", "-c", script, folder],
    logFolder: folder)
  return await experiment.run(by: executor)
}

@Test func aRequestHoldsTheTrainingLabelsAndNoFileHoldsAny() async throws {
  try await withTemporaryFolder { folder in
    let script = """
      cat > "$0/request"
      path=$(grep -o '[^"]*features.npy' "$0/request")
      (cd "$(dirname "$path")" && find . -type f) | sort > "$0/files"
      cp "$path" "$0/features.npy"; printenv OPENBLAS_NUM_THREADS > "$0/threads"
      """
    _ = try await run(script: script, folder: folder, limits: TrialLimits(timeLimit: .seconds(50)))
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/request"))
    let request = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(request.keys) == [
        "protocol", "plugin", "settings", "seed", "threads", "time_limit", "class_count", "features", "training_rows",
        "training_labels", "test_rows", "predictions", "cores",
      ])
    let rows = (0..<12).filter { $0 % 4 != 0 }
    #expect(request["protocol"] as? String == "bakeoff.worker/1")
    #expect(request["training_rows"] as? [Int] == rows)
    #expect(request["training_labels"] as? [Int] == rows.map { $0 % 3 })
    #expect(request["test_rows"] as? [Int] == [0, 4, 8])
    #expect(request["time_limit"] as? Double == 50)
    let files = try String(contentsOfFile: folder + "/files", encoding: .utf8)
    #expect(files == "./cores\n./features.npy\n./lock\n")
    // A header of 128 bytes, and six bytes a row: no room for a label.
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/features.npy")).count == 128 + 72)
    #expect(try String(contentsOfFile: folder + "/threads", encoding: .utf8) == "3\n")
  }
}

@Test(.timeLimit(.minutes(1))) func aMegabyteOfNoiseBetweenTheEventsDoesNoHarm() async throws {
  try await withTemporaryFolder { folder in
    let script = """
      cat > /dev/null
      yes 'noise {"event":"done"}' | head -c 3000000; head -c 2000000 /dev/zero | tr '\\0' '{'; echo
      echo '{"event":"failed","message":"so it is"}'
      echo '{"not an event":1}'; echo '{"event":"unheard of"}'; printf 'last words'
      """
    let trials = try await run(script: script, folder: folder)
    #expect(trials.map(\.outcome) == [.failed(TrialFailure(.failed, "so it is"))])
    let log = try Data(contentsOf: URL(fileURLWithPath: folder + "/m0-0-0.log"))
    #expect(1 << 20..<1_060_000 ~= log.count)
    let text = String(decoding: log, as: UTF8.self)
    #expect(text.contains("bytes left out]") && text.hasSuffix("last words\n"))
  }
}

@Test(arguments: [
  ("echo 'what happened' >&2; exit 5", TrialFailure(.crashed, "left with status 5: what happened")),
  ("kill -SEGV $$", TrialFailure(.crashed, "SIGSEGV")),
  ("exit 0", TrialFailure(.crashed, "left with status 0 before it had answered")),
  (
    "echo '{\"event\":\"failed\",\"message\":\"no such estimator\"}'; exit 1",
    TrialFailure(.failed, "no such estimator")
  ),
])
func aWorkersEndIsTold(script: String, failure: TrialFailure) async throws {
  try await withTemporaryFolder { folder in
    let trials = try await run(script: script, folder: folder)
    #expect(trials.map(\.outcome) == [.failed(failure)])
  }
}

@Test func scoresThatAreMissingAreAFailure() async throws {
  try await withTemporaryFolder { folder in
    let script = #"echo '{"event":"done","kind":"margins","fit_seconds":1,"predict_seconds":1}'"#
    let trials = try await run(script: script, folder: folder)
    guard case .failed(let failure) = trials[0].outcome else {
      Issue.record("there are no scores")
      return
    }
    #expect(failure.kind == .malformed)
  }
}

@Test(arguments: ["5", "-1"]) func secondsThatCannotBeAreAFailure(seconds: String) async throws {
  try await withTemporaryFolder { folder in
    // The scores of a run of the same splits are right; only the seconds are not.
    let script = #"""
      read -r request
      path=$(printf '%s' "$request" | sed 's/.*"predictions":"\([^"]*\)".*/\1/; s#\\/#/#g')
      rows=$(printf '%s' "$request" | sed 's/.*"test_rows":\[\([^]]*\)\].*/\1/' | tr ',' '\n' | grep -c .)
      classes=$(printf '%s' "$request" | sed 's/.*"class_count":\([0-9]*\).*/\1/')
      { printf '\223NUMPY\001\000\166\000'
        printf '%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': ($rows, $classes), }"
        head -c $((rows * classes * 4)) /dev/zero; } > "$path"
      echo '{"event":"done","kind":"margins","fit_seconds":\#(seconds),"predict_seconds":0}'
      """#
    let trials = try await run(script: script, folder: folder)
    guard case .failed(let failure) = trials[0].outcome else {
      Issue.record("\(trials[0].outcome)")
      return
    }
    #expect(failure.kind == .malformed && failure.message.contains("give the wall seconds of each"), "\(failure)")
  }
}

/// Whether a Python with numpy is there to be a worker.
private func hasNumPy() -> Bool {
  var status: Int32 = -1
  guard let process = spawn(["python3", "-c", "import numpy"], output: "/dev/null") else { return false }
  return waitpid(process, &status, 0) == process && status == 0
}

@Test(.enabled(if: hasNumPy(), "needs python3 with numpy")) func aPythonProgramCanBeAWorker() async throws {
  let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/nearest_centroid.py").path
  let experiment = try fixtureExperiment(["none"], splits: 3)
  let executor = ProcessExecutor(jobs: 1, program: [fixture, "worker"], worker: ["python3", script])
  let trials = await experiment.run(by: executor)
  let features = experiment.dataset.examples.features
  for (trial, split) in zip(trials, experiment.splits) {
    guard case .ok(let predictions, let costs) = trial.outcome else {
      Issue.record("\(trial.outcome)")
      continue
    }
    #expect(costs.parameterCount == 18 && predictions.kind == .margins)
    let centroids = (0..<3).map { label in
      let rows = split.training.filter { $0 % 3 == label }
      return (0..<6).map { column in
        rows.reduce(0) { $0 + features.floats($1..<$1 + 1)[column] } / Float(rows.count)
      }
    }
    for (index, row) in split.test.enumerated() {
      let values = features.floats(row..<row + 1)
      for (label, centroid) in centroids.enumerated() {
        let distance = zip(values, centroid).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(abs(predictions.row(index)[index * 3 + label] + distance) < 1e-5)
      }
    }
  }
}
