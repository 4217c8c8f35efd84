import BakeoffConformance
import LinearSVMPlugin
import Testing

@Test func theContractIsKept() async {
  let report = await conformance(of: LinearSVM.self)
  #expect(report.failures.isEmpty, "\(report)")
}
