import BakeoffCore
import BakeoffEvaluation
import Testing

@Suite struct ResamplingEntryTests {
  private let registry: Registry<ResamplingEntry>
  private let dataset = Dataset(
    name: "tiny",
    examples: Examples(
      features: Features(shape: FeatureShape(features: 1), floats: [0, 1, 2, 3, 4]), labels: [0, 1, 0, 1, 0],
      classCount: 2),
    trainingCount: 3, classNames: ["a", "b"],
    provenance: Provenance(source: "a test", version: "1", sha256: "", licence: ""))

  init() throws { registry = try Registry("resampling", standardResamplings) }

  private func made(_ text: String) throws -> any Resampling {
    let specifier = Specifier(text)
    let entry = try registry.entry(specifier.id)
    return try entry.make(specifier.arguments(entry.keys), dataset)
  }

  @Test func eachIsMadeWithItsDefaults() throws {
    #expect(try made("stratified-kfold") as? StratifiedKFold == StratifiedKFold(folds: 5, repeats: 1))
    #expect(try made("holdout") as? Holdout == Holdout(testFraction: 0.2, repeats: 1))
    #expect(try made("train-test") as? TrainTest == TrainTest(testRows: 3..<5))
    #expect(try registry.ids.map { try made($0).id } == registry.ids)
  }

  @Test func eachTakesItsArguments() throws {
    #expect(
      try made("stratified-kfold:folds=3,repeats=2") as? StratifiedKFold == StratifiedKFold(folds: 3, repeats: 2))
    #expect(try made("holdout:test-fraction=0.5,repeats=4") as? Holdout == Holdout(testFraction: 0.5, repeats: 4))
  }

  @Test(arguments: [
    ("stratified-kfold:folds=1", "folds is a whole number from 2 on, not 1"),
    ("stratified-kfold:repeats=0", "repeats is a whole number from 1 on, not 0"),
    ("holdout:test-fraction=1", "test-fraction is a number between 0.0 and 1.0, not 1"),
    ("holdout:folds=3", "no argument folds"), ("train-test:repeats=2", "it takes none"),
    ("stratified-kfld", "did you mean stratified-kfold?"),
  ]) func whatCannotBeIsNamed(text: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try made(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func everyResamplingCanBeAskedForWarnings() throws {
    let labels = [0, 0, 0, 1]
    let rare = Array(repeating: 0, count: 20) + [1, 1]
    #expect(try made("stratified-kfold:folds=3").warnings(labels: rare, classNames: ["a", "b"]).count == 1)
    #expect(try made("holdout").warnings(labels: labels, classNames: ["a", "b"]).isEmpty)
    let file: any Resampling = try FoldFile(parsing: "row,fold\n0,0\n1,1\n", name: "folds.csv")
    #expect(file.warnings(labels: labels, classNames: ["a", "b"]) == ["folds.csv uses 2 of the 4 rows"])
    #expect(file.warnings(labels: [0, 1], classNames: ["a", "b"]).isEmpty)
  }
}
