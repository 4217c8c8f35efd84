import BakeoffEvaluation
import BakeoffReports
import Testing

@Suite struct ClassificationReportTests {
  /// The example of scikit-learn's documentation of `classification_report`.
  @Test func hasTheLayoutOfScikitLearn() {
    let matrix = ConfusionMatrix(truth: [0, 1, 2, 2, 2], predicted: [0, 0, 2, 2, 1], classCount: 3)
    let report = ClassificationReport(matrix, names: ["class 0", "class 1", "class 2"])
    #expect(
      report.text == """
                      precision    recall  f1-score   support

             class 0       0.50      1.00      0.67         1
             class 1       0.00      0.00      0.00         1
             class 2       1.00      0.67      0.80         3

            accuracy                           0.60         5
           macro avg       0.50      0.56      0.49         5
        weighted avg       0.70      0.60      0.61         5

        """)
  }

  @Test func aLongNameWidensTheColumn() {
    let matrix = ConfusionMatrix(truth: [0, 1], predicted: [0, 1], classCount: 2)
    let report = ClassificationReport(matrix, names: ["a class with a long name", "b"])
    #expect(report.text.hasPrefix(String(repeating: " ", count: 24) + "  precision"))
  }

  @Test func aClassThatIsNowhereIsNotListed() {
    let matrix = ConfusionMatrix(truth: [0, 1], predicted: [0, 1], classCount: 3)
    #expect(!ClassificationReport(matrix, names: ["a", "b", "unseen"]).text.contains("unseen"))
  }
}
