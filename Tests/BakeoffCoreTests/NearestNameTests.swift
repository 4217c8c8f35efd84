import BakeoffCore
import Testing

struct NearestNameTests {
  @Test(arguments: [
    ("mnits", "mnist"), ("MNIST", "mnist"), ("fashon-mnist", "fashion-mnist"), ("synthetic", "synthetic-digits"),
    ("kmnst", "kmnist"),
  ])
  func suggestsTheNameMeant(typed: String, meant: String) {
    #expect(nearestName(to: typed, among: ["mnist", "fashion-mnist", "kmnist", "synthetic-digits"]) == meant)
  }

  @Test(arguments: ["", "x", "cifar-10", "logistic-regression"])
  func staysSilentWhenNothingIsClose(typed: String) {
    #expect(nearestName(to: typed, among: ["mnist", "fashion-mnist", "kmnist"]) == nil)
  }

  @Test func anExactNameIsItsOwnNearest() {
    #expect(nearestName(to: "l2", among: ["l1", "l2"]) == "l2")
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
    ("flaw", "lawn", 2),
  ])
  func countsEdits(first: String, second: String, distance: Int) {
    #expect(editDistance(first, second) == distance)
    #expect(editDistance(second, first) == distance)
  }
}
