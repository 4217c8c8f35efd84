import BakeoffCore
import BakeoffHarness
import Foundation

/// Two half circles in a plane, each reaching into the other, with a little noise; as `make_moons` of scikit-learn.
struct TwoMoons: DatasetSource {
  let card = DatasetCard(
    id: "two-moons", title: "Two moons", summary: "400 points of a plane in 2 classes that no line can part.",
    licence: "made here")

  func load(_ context: LoadContext) throws -> Dataset {
    var generator = SeededGenerator(seed: derivedSeed(0, card.id))
    func noise() -> Double { Double.random(in: -0.15...0.15, using: &generator) }
    let points = (0..<400).map { index -> (row: [Float], moon: String) in
      let angle = Double.random(in: 0...Double.pi, using: &generator)
      let isUpper = index.isMultiple(of: 2)
      let x = (isUpper ? cos(angle) : 1 - cos(angle)) + noise()
      let y = (isUpper ? sin(angle) : 0.5 - sin(angle)) + noise()
      return ([Float(x), Float(y)], isUpper ? "upper" : "lower")
    }
    return try Dataset(name: card.id, rows: points.map(\.row), classes: points.map(\.moon))
  }
}
