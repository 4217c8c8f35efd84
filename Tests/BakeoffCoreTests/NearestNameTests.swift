import BakeoffCore
import Testing

@Test(arguments: [
  ("mnits", "mnist"), ("Minst", "mnist"), ("fashion-minst", "fashion-mnist"), ("cnm", "cnn"), ("cn", "cnn"),
])
func aSlipFindsTheNameThatWasMeant(slip: String, meant: String) {
  #expect(nearestName(to: slip, among: ["mnist", "fashion-mnist", "cnn", "mlp"]) == meant)
}

@Test func somethingElseFindsNothing() {
  #expect(nearestName(to: "random-forest", among: ["mnist", "cnn"]) == nil)
  #expect(nearestName(to: "x", among: [String]()) == nil)
}
