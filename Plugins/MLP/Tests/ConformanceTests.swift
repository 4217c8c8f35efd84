import BakeoffConformance
import MLPPlugin
import Testing

@Test func theContractIsKept() async {
  let report = await conformance(of: MLP.self)
  #expect(report.failures.isEmpty, "\(report)")
}
