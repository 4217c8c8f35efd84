import BakeoffCore
import Testing

/// A plugin that learns nothing and has a setting of each kind.
private struct Everything: ClassifierPlugin {
  static let card = PluginCard(id: "everything", title: "", version: "1", summary: "", reference: "")
  @Setting("how often", .integer(1...10)) var count = 3
  @Setting("how strong", .real(above: 0, scale: .logarithmic), formerly: "strength") var penalty = 1.0
  @Setting("how wide each layer is", .list(of: .integer(1...100), count: 1...2)) var widths = [4, 2]
  @Setting("whether it is quick", .boolean) var isQuick = false
  @Setting("which way", .choice([.text("left"), .text("right")])) var way = "left"

  func fit(_ examples: Examples, context: FitContext) throws -> Nothing { Nothing() }
}

private struct Nothing: Classifier {
  func predict(_ features: Features) -> Predictions { Predictions(kind: .margins, classCount: 1, scores: []) }
}

@Test func settingsAreDeclaredInTheOrderOfTheProperties() {
  let settings = Everything.settings
  #expect(settings.map(\.name) == ["count", "penalty", "widths", "isQuick", "way"])
  #expect(
    settings.map(\.fallback) == [
      .integer(3), .number(1), .list([.integer(4), .integer(2)]), .bool(false), .text("left"),
    ])
  #expect(settings.named("strength")?.name == "penalty")
  #expect(settings.named("nothing") == nil)
}

@Test(arguments: [
  (SettingDomain.integer(1...10), SettingValue.integer(10), SettingValue.integer(10)),
  (.real(0..<1), .integer(0), .number(0)),
  (.real(0...1), .integer(1), .number(1)),
  (.list(of: .real(0...9)), .list([.integer(1), .number(0.5)]), .list([.number(1), .number(0.5)])),
  (.choice([.number(1)]), .integer(1), .number(1)),
  (.json, .number(1), .number(1)),
])
func aValueIsTakenAsTheDomainHasIt(domain: SettingDomain, value: SettingValue, accepted: SettingValue) {
  #expect(domain.accepted(value) == accepted)
}

@Test(arguments: [
  (SettingDomain.integer(1...10), SettingValue.integer(0)), (.integer(1...10), .number(2)),
  (.integer(2...), .integer(1)),
  (.real(above: 0), .number(0)), (.real(above: 0), .number(.infinity)), (.real(0..<1), .integer(1)),
  (.real(0...1), .number(.nan)), (.boolean, .integer(1)), (.text, .integer(1)), (.choice([.text("a")]), .text("b")),
  (.list(of: .integer(1...2), count: 2...2), .list([.integer(1)])), (.list(of: .integer(1...2)), .list([.integer(3)])),
  (.object, .list([])),
])
func aValueOutsideTheDomainIsRefused(domain: SettingDomain, value: SettingValue) {
  #expect(domain.accepted(value) == nil)
}

@Test(arguments: [
  (SettingDomain.integer(1...10), "a whole number from 1 to 10"), (.integer(2...), "a whole number of at least 2"),
  (.real(above: 0), "a number above 0"), (.real(0..<1), "a number of at least 0 and below 1"),
  (.real(-0.5...1), "a number from -0.5 to 1"), (.choice([.text("a"), .integer(2)]), "one of a, 2"),
  (.list(of: .integer(1...9), count: 2...2), "2 values joined by commas, each a whole number from 1 to 9"),
])
func aDomainIsSaidInWords(domain: SettingDomain, words: String) {
  #expect(domain.description == words)
}

@Test func aPluginWithASettingOutOfItsDomainIsRefused() throws {
  var plugin = Everything()
  try plugin.checkSettings()
  plugin.penalty = 0
  #expect {
    try plugin.checkSettings()
  } throws: { "\($0)" == "everything.penalty=0: it takes a number above 0" }
}
