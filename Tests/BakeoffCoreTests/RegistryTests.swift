import BakeoffCore
import Testing

private struct Fruit: Registered {
  let id: String
}

@Test func anEntryIsFoundByItsId() throws {
  let fruit = try Registry("fruit", [Fruit(id: "apple"), Fruit(id: "pear")])
  #expect(try fruit.entry("pear").id == "pear")
  #expect {
    _ = try fruit.entry("aple")
  } throws: { "\($0)" == "no fruit aple; did you mean apple? (known: apple, pear)" }
}

@Test func twoEntriesOfOneIdAreRefused() throws {
  let fruit = try Registry("fruit", [Fruit(id: "apple")])
  #expect(throws: ConfigurationError.self) { try fruit.adding(Fruit(id: "apple")) }
  #expect(try fruit.adding(Fruit(id: "pear")).ids == ["apple", "pear"])
}

@Test func aSpecifierIsAnIdAndArguments() throws {
  let specifier = Specifier("digits:rows=5,share=0.5")
  let arguments = try specifier.arguments(["rows", "share", "seed"])
  #expect(specifier.id == "digits")
  #expect(try arguments.integer("rows", in: 1...9, default: 2) == 5)
  #expect(try arguments.integer("seed", in: 1...9, default: 2) == 2)
  #expect(try arguments.number("share", above: 0, below: 1, default: 0.2) == 0.5)
  #expect(throws: ConfigurationError.self) { try arguments.integer("rows", in: 1...4, default: 2) }
}

@Test(arguments: ["digits:row=5", "digits:rows", "digits:rows=1,rows=2"])
func argumentsThatMeanNothingAreRefused(text: String) {
  #expect(throws: ConfigurationError.self) { try Specifier(text).arguments(["rows"]) }
}
