import BakeoffCore

extension ConformanceCheck {
  /// What the contract says of unusual data: it is predicted with finite scores of the right shape, or refused in words.
  static let dataChecks = [
    ConformanceCheck(
      "no-rows", "No rows to learn from, or none to predict, is handled or refused",
      remedy: "throw a TrainingError where examples.count is 0; return no scores for no rows"
    ) { subject in
      let some = try subject.home.unevenProblem(rows: 20, testRows: 10)
      try await subject.requireHandled(some.learning(from: []), "no training rows")
      try await subject.requireHandled(some.predicting([]), "no test rows")
      try await subject.requireHandled(some.learning(from: []).predicting([]), "no rows at all")
    },
    ConformanceCheck(
      "one-class", "Rows of one class only are handled or refused",
      remedy: "give the other classes the lowest score, or throw a TrainingError"
    ) { subject in
      let some = try subject.home.problem(classes: 3, rows: 30)
      try await subject.requireHandled(some.learning { $0 == 1 }, "training rows of class 1 of 3")
    },
    ConformanceCheck(
      "absent-class", "A class absent from the training rows is handled or refused",
      remedy: "give examples.classCount scores a row, however many classes have rows"
    ) { subject in
      let some = try subject.home.problem(classes: 4, rows: 40)
      for absent in [0, 2, 3] {
        try await subject.requireHandled(some.learning { $0 != absent }, "no training row of class \(absent) of 4")
      }
    },
    ConformanceCheck(
      "one-row", "One row to learn from is handled or refused",
      remedy: "throw a TrainingError where there are too few rows; divide by nothing that may be 0"
    ) { subject in
      let some = try subject.home.unevenProblem(rows: 20, testRows: 10)
      try await subject.requireHandled(some.learning(from: [1]), "one training row")
    },
    ConformanceCheck(
      "constant-features", "Features that never vary are handled or refused",
      remedy: "divide by no standard deviation that may be 0"
    ) { subject in
      let home = try subject.home
      var some = home.problem(classes: 3, rows: 30)
      some.training = Examples(
        features: home.constantFeatures(rows: 30), labels: some.training.labels, classCount: 3)
      try await subject.requireHandled(some, "the same features in all 30 rows")
    },
    ConformanceCheck(
      "class-counts", "Two to a thousand classes are handled or refused",
      remedy: "take the number of classes from examples.classCount everywhere"
    ) { subject in
      for classes in [2, 3, 17, 1000] {
        let problem = try subject.home.problem(classes: classes, rows: max(34, classes))
        try await subject.requireHandled(problem, "\(classes) classes")
      }
    },
    ConformanceCheck(
      "shapes", "Images of any sides, plain vectors, bytes and floats are handled or refused",
      remedy: "find a row's values by width, height and channels of features.shape; throw a TrainingError for others"
    ) { subject in
      _ = try subject.home
      for form in unusualForms {
        try await subject.requireHandled(
          form.unevenProblem(rows: 20, testRows: 10), "\(form.shape) values, stored as \(form.element)s")
      }
    },
  ]

  private static let unusualForms = [
    ToyForm(shape: FeatureShape(height: 13, width: 21)), ToyForm(shape: FeatureShape(height: 21, width: 13)),
    ToyForm(shape: FeatureShape(height: 12, width: 14, channels: 3)), ToyForm(shape: FeatureShape(height: 3, width: 2)),
    ToyForm(shape: FeatureShape(features: 13)), ToyForm(shape: FeatureShape(features: 1)),
    ToyForm(shape: FeatureShape(height: 1, width: 5, channels: 2)),
    ToyForm(shape: FeatureShape(height: 13, width: 12), element: .float),
    ToyForm(shape: FeatureShape(features: 13), element: .float),
  ]
}

extension ConformanceProblem {
  /// The problem with these training rows only.
  func learning(from rows: [Int]) -> ConformanceProblem {
    ConformanceProblem(training: training.selecting(rows), test: test, truth: truth)
  }

  /// The problem with the training rows of those classes only.
  func learning(where isWanted: (Int) -> Bool) -> ConformanceProblem {
    learning(from: training.labels.indices.filter { isWanted(training.labels[$0]) })
  }

  /// The problem with these test rows only, in this order.
  func predicting(_ rows: [Int]) -> ConformanceProblem {
    ConformanceProblem(training: training, test: test.selecting(rows), truth: rows.map { truth[$0] })
  }
}
