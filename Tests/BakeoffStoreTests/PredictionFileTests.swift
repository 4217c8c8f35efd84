import BakeoffCore
import BakeoffEvaluation
import BakeoffStore
import Testing

@Test func predictionsAreWrittenSoThatAnyToolCanScoreThem() async throws {
  try await withStorePath { path in
    let splits = [Split(training: [0], test: [2, 5]), Split(repetition: 1, fold: 3, training: [2, 5], test: [0])]
    let models = ["plain", "a \"b\", c"].map {
      Competitor(name: $0, plugin: "sample", version: "1")
    }
    var description = sampleRecord().description
    description.classNames = ["not 7", "7, or seven"]
    let record = RunRecord(
      description: description, task: .binary(positive: 7), competitors: models, splits: splits,
      truths: [[1, 0], [1]].map { Truth(labels: $0, classCount: 2, positive: 1) })
    let store = try TrialStore(path: path)
    let run = try store.begin(record)
    let costs = TrialCosts(fitSeconds: 0, predictSeconds: 0)
    let sure = Predictions(kind: .probabilities, classCount: 2, scores: [0.1, 0.9, 0.75, 0.25])
    let margins = Predictions(kind: .margins, classCount: 2, scores: [1e-7, -3])
    try store.record(Trial(TrialCell(model: 0, split: 0), .ok(sure, costs)), key: "a", in: run)
    try store.record(Trial(TrialCell(model: 1, split: 0), .failed(TrialFailure(.crashed, ""))), key: "b", in: run)
    try store.record(Trial(TrialCell(model: 1, split: 1), .ok(margins, costs)), key: "c", in: run)

    var text = ""
    try store.run(named: "latest").writePredictions { text += $0 }
    #expect(
      text == """
        model,repetition,fold,row,truth,predicted,kind,truth_class,predicted_class,score_0,score_1
        plain,0,0,2,1,1,probabilities,"7, or seven","7, or seven",0.1,0.9
        plain,0,0,5,0,0,probabilities,not 7,not 7,0.75,0.25
        "a ""b"", c",1,3,0,1,0,margins,"7, or seven",not 7,1e-07,-3.0

        """)
  }
}
