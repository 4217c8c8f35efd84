import BakeoffCatalog

extension NewPlugin {
  /// The files of the plugin's folder: a nearest centroid, small and whole, to be edited into another model.
  package var files: [(path: String, text: String)] {
    [
      ("\(name).swift", recipe), ("\(name)Model.swift", model), ("README.md", modelCard),
      ("Tests/\(name)Tests.swift", tests),
    ]
  }

  private var recipe: String {
    #"""
    import BakeoffCore

    /// Predicts the class whose mean row is nearest.
    ///
    /// Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 13.2.
    package struct \#(name): ClassifierPlugin {
      /// What a user reads of it.
      package static let card = PluginCard(
        id: "\#(id)", title: "\#(title)", version: "1",
        summary: "The class whose mean row is nearest: one look at each row, and little to tune.",
        reference: "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 13.2")

      /// How far each class mean is drawn to the mean of all rows, in 0..<1.
      @Setting("how far each class mean is drawn to the mean of all rows", .real(0..<1), tuned: .linear(0...0.9))
      package var shrinkage = 0.0

      /// The recipe with its default settings.
      package init() {}

      /// Computes the mean of each class. Throws `TrainingError` for no rows or features that are not finite numbers.
      package func fit(_ examples: Examples, context: FitContext) throws -> \#(name)Model {
        guard examples.count > 0 else {
          throw TrainingError("\#(id) has no rows to learn from; give it more rows or another split")
        }
        let width = examples.features.shape.count
        var sums = [Double](repeating: 0, count: examples.classCount * width)
        for (row, label) in examples.labels.enumerated() {
          if row.isMultiple(of: 256) { try context.checkCancellation() }
          for (column, value) in examples.features.floats(row..<row + 1).enumerated() {
            sums[label * width + column] += Double(value)
          }
        }
        guard sums.allSatisfy(\.isFinite) else {
          throw TrainingError("\#(id): a feature is not a finite number; clean the data")
        }
        return \#(name)Model(
          shape: examples.features.shape, means: means(sums, counts: examples.classCounts, width: width))
      }

      /// The mean of each class that has rows, drawn to the mean of all rows; nil for a class that has none.
      private func means(_ sums: [Double], counts: [Int], width: Int) -> [[Double]?] {
        let total = Double(counts.reduce(0, +))
        let overall = (0..<width).map { column in
          counts.indices.reduce(0) { $0 + sums[$1 * width + column] } / total
        }
        return counts.indices.map { label in
          guard counts[label] > 0 else { return nil }
          return (0..<width).map { column in
            let mean = sums[label * width + column] / Double(counts[label])
            return mean + shrinkage * (overall[column] - mean)
          }
        }
      }
    }

    """#
  }

  private var model: String {
    #"""
    import BakeoffCore

    /// The mean row of each class. A row x scores x . m - |m|^2 / 2 for the class with mean m: the nearest mean has the
    /// highest score, since |x - m|^2 = |x|^2 - 2 (x . m - |m|^2 / 2).
    package struct \#(name)Model: Classifier, Codable {
      private let shape: FeatureShape
      private let classCount: Int
      /// features x classes, so that the inner loop runs over neighbours in memory.
      private let weights: [Float]
      /// One offset a class.
      private let offsets: [Float]

      /// `means` has one row of `shape.count` values a class, or nil for a class that is never to be predicted.
      init(shape: FeatureShape, means: [[Double]?]) {
        self.shape = shape
        classCount = means.count
        weights = (0..<shape.count).flatMap { column in means.map { Float($0?[column] ?? 0) } }
        offsets = means.map { mean in
          mean.map { Float(-0.5 * $0.reduce(0) { $0 + $1 * $1 }) } ?? -Float.greatestFiniteMagnitude
        }
      }

      /// The numbers of all means.
      package var parameterCount: Int? { weights.count }

      /// One score per row and class. Throws `TrainingError` for rows of another shape than those learned from.
      package func predict(_ features: Features) throws -> Predictions {
        guard features.shape == shape else {
          throw TrainingError("rows of shape \(features.shape) where \(shape) was learned; give rows of that shape")
        }
        var scores: [Float] = []
        scores.reserveCapacity(features.count * classCount)
        for row in 0..<features.count { scores += self.scores(features.floats(row..<row + 1)) }
        return Predictions(kind: .margins, classCount: classCount, scores: scores)
      }

      private func scores(_ row: [Float]) -> [Float] {
        var scores = offsets
        // Skipping zeros saves most of the work on handwriting.
        for (column, value) in row.enumerated() where value != 0 {
          for label in 0..<classCount { scores[label] += value * weights[column * classCount + label] }
        }
        return scores
      }
    }

    """#
  }

  private var modelCard: String {
    """
    # \(title) (`\(id)`)

    The mean of the training rows of each class; a row belongs to the class whose mean is nearest.

    **Use it** as a quick check that classes differ at all. **Do not** expect it to do well where a class has several
    forms, as handwriting has.

    | setting | default | range | what it does |
    |---|---|---|---|
    | `shrinkage` | 0 | 0 up to 1 | how far each class mean is drawn to the mean of all rows |

    A class without training rows is never predicted; no rows, or a feature that is not a finite number, is an error.

    **Cost:** one pass over the rows. **Gives probabilities:** no, margins.

    Source: Hastie, Tibshirani, Friedman, *The Elements of Statistical Learning*, 13.2.

    """
  }

  private var tests: String {
    // The formatter wants imports in the order of their bytes.
    let modules = ["BakeoffCore", "BakeoffConformance", "Testing", "\(name)Plugin"]
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return modules.map { "import \($0)\n" }.joined() + #"""

      /// Rows of two values: class 0 around (0, 0), class 2 around (4, 2); class 1 has none.
      private let toy = Examples(
        features: Features(shape: FeatureShape(features: 2), floats: [-1, 0, 1, 0, 3, 2, 5, 2]), labels: [0, 0, 2, 2],
        classCount: 3)

      @Test func theContractIsKept() async {
        let report = await conformance(of: \#(name).self)
        #expect(report.failures.isEmpty, "\(report)")
      }

      @Test func theNearestMeanIsPredicted() throws {
        let model = try \#(name)().fit(toy, context: FitContext(seed: 0))
        let rows = Features(shape: FeatureShape(features: 2), floats: [0, 1, 4, 3, 1.9, 1, 2.1, 1])
        let predictions = try model.predict(rows)
        #expect(predictions.labels == [0, 2, 0, 2])
        #expect(predictions.scores.allSatisfy { $0.isFinite })
        // x . m - |m|^2 / 2 with x = (4, 3), m = (4, 2)
        #expect(predictions.row(1).last == 12)
      }

      @Test func shrinkageDrawsTheMeansToTheMeanOfAllRows() throws {
        var plugin = \#(name)()
        plugin.shrinkage = 0.5
        let model = try plugin.fit(toy, context: FitContext(seed: 0))
        // The mean of class 2 moves from (4, 2) half the way to (2, 1).
        let row = Features(shape: FeatureShape(features: 2), floats: [2, 0])
        #expect(try model.predict(row).scores.last == 2 * 3 - (9 + 2.25) / 2)
      }

      @Test(arguments: [-0.1, 1, Double.nan])
      func aSettingOutOfRangeIsRefused(shrinkage: Double) {
        var plugin = \#(name)()
        plugin.shrinkage = shrinkage
        #expect(throws: ConfigurationError.self) { try plugin.validate() }
      }

      @Test func rowsThatCannotBeLearnedFromAreRefused() {
        let none = Examples(features: Features(shape: FeatureShape(features: 2), floats: []), labels: [], classCount: 2)
        let infinite = Examples(
          features: Features(shape: FeatureShape(features: 1), floats: [0, .infinity]), labels: [0, 1], classCount: 2)
        for examples in [none, infinite] {
          #expect(throws: TrainingError.self) { try \#(name)().fit(examples, context: FitContext(seed: 0)) }
        }
      }

      """#
  }
}
