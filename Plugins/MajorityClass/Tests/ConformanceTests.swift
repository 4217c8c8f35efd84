import BakeoffConformance
import MajorityClassPlugin
import Testing

@Test func theContractIsKept() async {
  let report = await conformance(of: MajorityClass.self)
  #expect(report.failures.isEmpty, "\(report)")
}
