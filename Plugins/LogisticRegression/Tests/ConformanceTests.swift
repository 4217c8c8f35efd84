import BakeoffConformance
import LogisticRegressionPlugin
import Testing

@Test func theContractIsKept() async {
  let report = await conformance(of: LogisticRegression.self)
  #expect(report.failures.isEmpty, "\(report)")
}
