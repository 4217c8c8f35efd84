import BakeoffCore
import Foundation
import MLPPlugin
import Testing

@Test(.enabled(if: ProcessInfo.processInfo.environment["BAKEOFF_ACCURACY"] != nil))
func speedProbe() throws {
  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/tmp/nets/\(name)")))
  }
  let images = Features(shape: FeatureShape(height: 28, width: 28), bytes: Array(try read("images").dropFirst(16)))
  let labels = try read("labels").dropFirst(8).map(Int.init)
  let all = Examples(features: images, labels: labels, classCount: 10)
  let train = all.selecting((0..<60000).filter { $0 % 5 != 0 })
  let test = all.selecting((0..<60000).filter { $0 % 5 == 0 })
  let plugin = MLP()
  let start = Date()
  let model = try plugin.fit(
    train, context: FitContext(seed: 1, onProgress: { print($0.epoch, $0.loss, Date().timeIntervalSince(start)) }))
  let seconds = Date().timeIntervalSince(start)
  let predicted = try model.predict(test.features).labels
  print("predict", Date().timeIntervalSince(start) - seconds)
  print(
    "accuracy", Double(zip(predicted, test.labels).count { $0 == $1 }) / Double(test.count),
    "img/s", Double(48000 * plugin.epochs) / seconds)
}
