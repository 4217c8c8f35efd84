import BakeoffCore
import Foundation
import LogisticRegressionPlugin
import Testing

@Test(.enabled(if: ProcessInfo.processInfo.environment["BENCH"] != nil)) func bench() throws {
  let x = try Data(contentsOf: URL(fileURLWithPath: "/tmp/lin/x.bin"))
  let y = try Data(contentsOf: URL(fileURLWithPath: "/tmp/lin/y.bin"))
  let env = ProcessInfo.processInfo.environment
  let features = Features(shape: FeatureShape(height: 28, width: 28), bytes: [UInt8](x))
  let all = Examples(features: features, labels: y.map { Int($0) }, classCount: 10)
  var p = LogisticRegression()
  p.l2 = Double(env["L2"] ?? "1")!
  p.maximumIterations = Int(env["ITER"] ?? "100")!
  p.tolerance = Double(env["TOL"] ?? "1e-4")!
  var accs: [Double] = []
  let folds = Int(env["FOLDS"] ?? "1")!
  for fold in 0..<folds {
    let test = folds == 1 ? Array(48000..<60000) : (0..<60000).filter { $0 % folds == fold }
    let train = folds == 1 ? Array(0..<48000) : (0..<60000).filter { $0 % folds != fold }
    let a = all.selecting(train), b = all.selecting(test)
    let c = ContinuousClock()
    var t0 = c.now
    let verbose = env["V"] != nil
    var last: FitProgress?
    nonisolated(unsafe) var lastp: FitProgress?
    let start = c.now
    let m = try p.fit(
      a,
      context: FitContext(
        seed: 1,
        onProgress: {
          lastp = $0; if verbose { print($0.epoch, $0.loss * 48000, c.now - start) }
        }))
    last = lastp
    let fit = c.now - t0
    t0 = c.now
    let pr = try m.predict(b.features)
    let acc = Double(zip(pr.labels, b.labels).filter { $0 == $1 }.count) / Double(b.count)
    accs.append(acc)
    print(
      "fold", fold, "fit", fit, "predict", c.now - t0, "acc", acc, "iters", last?.epoch ?? 0, "loss",
      (last?.loss ?? 0) * 48000)
  }
  print("mean", accs.reduce(0, +) / Double(folds))
}
