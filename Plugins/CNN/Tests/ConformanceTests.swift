import BakeoffConformance
import CNNPlugin
import Testing

@Test func theContractIsKept() async {
  let report = await conformance(of: CNN.self)
  #expect(report.failures.isEmpty, "\(report)")
}
