import BakeoffMath
import Foundation
import Testing

@Test(.enabled(if: ProcessInfo.processInfo.environment["BAKEOFF_ACCURACY"] != nil))
func gemmProbe() {
  limitBLASThreads(to: 1)
  for (m, k, n, t) in [
    (1024, 1024, 1024, Transposition.none), (1024, 1024, 1024, .transposed), (12000, 784, 10, .none),
    (784, 12000, 10, .transposed), (784, 12000, 784, .transposed), (2000, 784, 10, .none), (784, 128, 10, .transposed),
  ] {
    let a = (0..<m * k).map { Float($0 % 7) }, b = (0..<k * n).map { Float($0 % 5) }
    var c = [Float](repeating: 0, count: m * n)
    var best = 9.0
    for _ in 0..<8 {
      let s = Date()
      var o = c.mutableSpan
      multiply(a.span, t, b.span, .none, into: &o, rows: m, inner: k, columns: n)
      best = min(best, Date().timeIntervalSince(s))
    }
    print(m, k, n, t, 2e-9 * Double(m * n * k) / best, "GFLOP/s")
  }
}
