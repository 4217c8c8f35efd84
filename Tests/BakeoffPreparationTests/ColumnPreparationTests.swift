import BakeoffCore
import BakeoffPreparation
import Foundation
import Testing

/// Columns and what scikit-learn makes of them; Fixtures/make_preparation.py wrote it.
private struct Reference: Decodable {
  let training: Int
  let numbers: [[Double?]]
  let letters: [String]
  let standardise, minmax, robust, oneHot: [[Double]]

  static func load() throws -> Reference {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/preparation.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  /// The numbers of every row.
  var features: Features { table(numbers.map { $0.map { $0 ?? .nan } }) }
}

/// Rows of numbers in columns a, b, c, ...
private func table(_ rows: [[Double]], isSparse: Bool = false) -> Features {
  let columns = rows[0].indices.map { FeatureColumn(name: String(UnicodeScalar(UInt8(97 + $0)))) }
  return Features(
    shape: FeatureShape(features: columns.count), buffer: FeatureBuffer(rows.flatMap { $0 }),
    table: FeatureTable(columns: columns, isSparse: isSparse))
}

/// One column of categories.
private func categories(_ values: [String?], names: [String]? = nil) -> Features {
  let names = names ?? Set(values.compactMap(\.self)).sorted()
  let codes = values.map { value in value.flatMap { names.firstIndex(of: $0) }.map(Double.init) ?? .nan }
  return Features(
    shape: FeatureShape(features: 1), buffer: FeatureBuffer(codes),
    table: FeatureTable(columns: [FeatureColumn(name: "letter", kind: .category(names))]))
}

private func examples(_ features: Features) -> Examples {
  Examples(features: features, labels: (0..<features.count).map { $0 % 2 }, classCount: 2)
}

private func rows(_ features: Features) -> [[Float]] {
  (0..<features.count).map { features.floats($0..<$0 + 1) }
}

private func scaling(_ scaling: ColumnPreparation.Scaling?, categories: Int? = nil) -> ColumnPreparation {
  ColumnPreparation(id: "test", scaling: scaling, categories: categories)
}

private func expect(_ found: Features, near expected: [[Double]]) {
  for (row, (found, expected)) in zip(rows(found), expected).enumerated() {
    #expect(found.count == expected.count)
    for (value, wanted) in zip(found, expected) {
      #expect(abs(Double(value) - wanted) <= 1e-6 * max(1, abs(wanted)), "row \(row): \(value), not \(wanted)")
    }
  }
}

struct ColumnPreparationTests {
  @Test func numbersAreThoseOfScikitLearn() throws {
    let reference = try Reference.load()
    let all = reference.features
    let training = examples(all.selecting(0..<reference.training))
    for (rule, expected) in [
      (ColumnPreparation.Scaling.standardise, reference.standardise), (.minmax, reference.minmax),
      (.robust, reference.robust),
    ] {
      expect(try scaling(rule).fit(training, for: []).apply(all), near: expected)
    }
  }

  @Test func categoriesAreThoseOfScikitLearn() throws {
    let reference = try Reference.load()
    let all = categories(reference.letters)
    let fitted = try scaling(nil).fit(examples(all.selecting(0..<reference.training)), for: [])
    expect(try fitted.apply(all), near: reference.oneHot)
  }

  /// Whatever happens to the test rows, what was learned and every training value stay as they are.
  @Test(arguments: [ColumnPreparation.Scaling.standardise, .minmax, .robust, .none])
  func testRowsChangeNothing(rule: ColumnPreparation.Scaling) throws {
    let reference = try Reference.load()
    let training = Array(reference.numbers.prefix(reference.training)).map { $0.map { $0 ?? .nan } }
    let wild = [[1e300, -1e300, 7.0], [.nan, .nan, .nan], [-1e18, 0, 1e-300]]
    let before = table(training + [[0, 0, 0], [1, 1, 1], [2, 2, 2]])
    let after = table(training + wild)
    let range = 0..<training.count
    let one = try scaling(rule).fit(examples(before.selecting(range)), for: [])
    let other = try scaling(rule).fit(examples(after.selecting(range)), for: [])
    #expect(one == other)
    #expect(rows(try one.apply(before)).prefix(training.count) == rows(try other.apply(after)).prefix(training.count))
    #expect(try other.apply(after).floats().allSatisfy(\.isFinite))
  }

  @Test func unixSecondsKeepTheirPrecision() throws {
    let seconds = (0..<100).map { [1_700_000_000.0 + Double($0)] }
    let fitted = try scaling(.standardise).fit(examples(table(seconds)), for: [])
    let values = try fitted.apply(table(seconds)).floats()
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-5 && $0 > 0.01 })
  }

  @Test func numbersOfAnySizeAreScaledOrRefused() throws {
    let tiny = table((0..<10).map { [Double($0) * 1e-200] })
    let found = try scaling(.standardise).fit(examples(tiny), for: []).apply(tiny).floats()
    let plain = table((0..<10).map { [Double($0)] })
    let expected = try scaling(.standardise).fit(examples(plain), for: []).apply(plain).floats()
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    let error = #expect(throws: ConfigurationError.self) {
      try scaling(nil).check(table([[1e300], [2e300]]), for: [])
    }
    #expect(error?.description.contains("column a has 1e+300, too large to compute with") == true)
  }

  @Test func constantsAreDroppedAndSaid() throws {
    let features = table([[1, 5, 0], [2, 5, 0], [4, 5, 1]])
    let fitted = try scaling(.standardise).fit(examples(features), for: [])
    #expect(try fitted.apply(features).shape == FeatureShape(features: 2))
    #expect(fitted.summary == "standardised 2 columns; dropped 1 constant column (b)")
    #expect(throws: TrainingError.self) {
      try scaling(.standardise).fit(examples(table([[1, 2], [1, 2]])), for: [])
    }
  }

  @Test func gapsAreFilledWithTheMedianAndMarkedWhereThatCanBeLearned() throws {
    let few = table([[1, 0], [2, 1], [10, 0], [.nan, 1]])
    let fitted = try scaling(ColumnPreparation.Scaling.none).fit(examples(few), for: [])
    #expect(rows(try fitted.apply(few)) == [[1, 0], [2, 1], [10, 0], [2, 1]])
    #expect(fitted.summary == "kept 2 columns; 1 missing value filled with the median")

    let many = table(
      (0..<20).map { row in
        let first: Double = row % 4 == 0 ? .nan : Double(row)
        return [first, Double(row % 2)]
      })
    let marked = try scaling(ColumnPreparation.Scaling.none).fit(examples(many), for: [])
    let marks = rows(try marked.apply(many)).map { $0[1] }
    let expected: [Float] = (0..<20).map { row in row % 4 == 0 ? 1 : 0 }
    #expect(marks == expected)
    #expect(marked.summary.hasSuffix("5 missing values filled with the median (and marked: a)"))
  }

  @Test func rareCategoriesShareAPlaceAndUnknownOnesGoThere() throws {
    let letters = Array("aaaabbbccd").map { String($0) }
    let training = categories(letters)
    let fitted = try scaling(nil, categories: 2).fit(examples(training), for: [])
    let other = categories(["a", "b", "c", "d", "z", nil], names: ["a", "b", "c", "d", "z"])
    #expect(
      rows(try fitted.apply(other)) == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1], [1, 0, 0]])
    #expect(fitted.summary == "one-hot 1 column, 3 categories (one for the rarer ones of letter: 2 of 4, in 3 rows)")
  }

  /// Forty categories, each of which tells the class, and fifty-one of which the last is of one row.
  @Test func categoriesOfTwoRowsHaveAValueOfTheirOwn() throws {
    let towns = (0..<40).map { "town \($0 + 10)" }
    let all = categories(towns + towns)
    let fitted = try scaling(nil).fit(examples(all), for: [])
    let found = rows(try fitted.apply(all))
    #expect(Set(found).count == 40 && found.allSatisfy { $0.count == 40 && $0.reduce(0, +) == 1 })
    #expect(fitted.summary == "one-hot 1 column, 40 categories")

    let states = (0..<51).map { "state \($0 + 10)" }
    let most = categories(Array((states + states).dropLast()))
    let other = try scaling(nil).fit(examples(most), for: [])
    #expect(other.summary == "one-hot 1 column, 51 categories (one for the rarer ones of letter: 1 of 51, in 1 row)")
    #expect(try scaling(nil, categories: 5).fit(examples(most), for: []).summary.contains("46 of 51, in 91 rows"))
  }

  /// Names that come once say nothing, but the first thirty-two keep the value they always had.
  @Test func categoriesOfOneRowShareAPlace() throws {
    let names = categories((0..<5000).map { "name \(10_000 + $0)" })
    let fitted = try scaling(nil).fit(examples(names), for: [])
    #expect(fitted.summary.hasSuffix("33 categories (one for the rarer ones of letter: 4,968 of 5,000, in 4,968 rows)"))
  }

  /// Rows x categories would be 3.2 GB.
  @Test func categoriesTakeNoMoreMemoryThanThereIsFor() throws {
    let codes = (0..<400_000).map { Double(($0 * $0 / 7) % 2_000) }
    let features = Features(
      shape: FeatureShape(features: 1), buffer: FeatureBuffer(codes),
      table: FeatureTable(columns: [FeatureColumn(name: "code", kind: .category((0..<2_000).map { "c\($0)" }))]))
    let fitted = try scaling(nil).fit(examples(features), for: [])
    let width = try fitted.apply(features.selecting(0..<1)).shape.count
    #expect(width >= 33 && width * codes.count <= 1 << 26 + codes.count)
  }

  /// The keys of stored trials stay where nothing changes: there are no more than 32 categories, or they are asked for.
  @Test func theVersionIsAnotherWhereThereAreManyCategories() {
    let (few, many) = (categories((0..<32).map { "\($0)" }), categories((0..<33).map { "\($0)" }))
    #expect(scaling(nil).version(for: few) == 1 && scaling(nil).version(for: table([[1], [2]])) == 1)
    #expect(scaling(nil).version(for: many) == 2 && scaling(nil, categories: 9).version(for: many) == 1)
  }

  @Test func twoCategoriesAreOneColumn() throws {
    let fitted = try scaling(nil).fit(examples(categories(["no", "yes", "yes"])), for: [])
    let other = categories(["no", "yes", "maybe", nil])
    #expect(rows(try fitted.apply(other)) == [[0], [1], [0.5], [1]])
  }

  @Test func sparseColumnsKeepTheirZeros() throws {
    let sparse = table([[0, 0], [0, 30], [-4, 0], [0, 10]], isSparse: true)
    for rule in [ColumnPreparation.Scaling.standardise, .minmax, .robust] {
      let found = try scaling(rule).fit(examples(sparse), for: []).apply(sparse).floats()
      #expect(found.map { $0 == 0 } == sparse.floats().map { $0 == 0 })
    }
  }

  @Test func columnsAreFoundByNameInAnyOrder() throws {
    let training = table([[1, 10], [3, 30], [5, 20]])
    let fitted = try scaling(.minmax).fit(examples(training), for: [])
    let columns = [FeatureColumn(name: "b"), FeatureColumn(name: "x"), FeatureColumn(name: "a")]
    let other = Features(
      shape: FeatureShape(features: 3), buffer: FeatureBuffer([20, 99, 3.0] as [Double]),
      table: FeatureTable(columns: columns))
    #expect(rows(try fitted.apply(other)) == [[0.5, 0.5]])
    let without = Features(
      shape: FeatureShape(features: 1), buffer: FeatureBuffer([1.0] as [Double]),
      table: FeatureTable(columns: [FeatureColumn(name: "a")]))
    let error = #expect(throws: ConfigurationError.self) { try fitted.apply(without) }
    #expect(error?.description == "the rows have no column b, which was learned from")
  }

  /// In the same order, too, and for rows that have no table at all.
  @Test func numbersAreNotTakenForCategoriesNorTheOtherWayRound() throws {
    let letters = categories(["a", "b", "c", "a"])
    let numbers = Features(
      shape: FeatureShape(features: 1), buffer: FeatureBuffer([0, 1, 7, 2] as [Double]),
      table: FeatureTable(columns: [FeatureColumn(name: "letter")]))
    let bare = Features(shape: FeatureShape(features: 1), floats: [0, 1, 7, 2])
    let ofLetters = try scaling(nil).fit(examples(letters), for: [])
    let ofNumbers = try scaling(nil).fit(examples(numbers), for: [])
    for (fitted, rows) in [(ofLetters, numbers), (ofLetters, bare), (ofNumbers, letters)] {
      let error = #expect(throws: ConfigurationError.self) { try fitted.apply(rows) }
      #expect(error?.description.contains("was learned from") == true)
    }
    #expect(try ofNumbers.apply(bare).floats() == ofNumbers.apply(numbers).floats())
  }

  @Test func whatAModelNeedsChoosesTheScale() throws {
    let features = table([[-1, 2], [0, 4], [3, 8]])
    let minmax = try scaling(nil).fit(examples(features), for: [.nonNegative]).apply(features)
    #expect(rows(minmax) == [[0, 0], [0.25, 1 / 3], [1, 1]])
    #expect(throws: ConfigurationError.self) { try scaling(nil).check(features, for: [.counts]) }
    #expect(throws: ConfigurationError.self) { try scaling(.standardise).check(features, for: [.nonNegative]) }
    try scaling(nil).check(table([[0, 2], [1, 5]]), for: [.counts])
  }

  @Test func pixelsAreNotChanged() throws {
    let pixels = Features(shape: FeatureShape(height: 2, width: 2), bytes: [0, 1, 2, 255])
    let vector = Features(shape: FeatureShape(features: 4), bytes: [0, 1, 2, 255])
    #expect(!scaling(nil).changes(pixels) && !scaling(nil).changes(vector))
    #expect(scaling(nil).changes(table([[1, 2]])))
  }

  @Test func whatWasLearnedComesBackFromAFile() throws {
    let fitted = try scaling(nil).fit(examples(categories(["a", "b", "c", nil])), for: [])
    #expect(try JSONDecoder().decode(PreparedColumns.self, from: JSONEncoder().encode(fitted)) == fitted)
  }
}

struct NoPreparationTests {
  @Test func refusesWhatModelsCannotComputeWith() throws {
    for (features, word) in [
      (categories(["a", "b"]), "text"), (table([[1, .nan]]), "missing values"), (table([[1e300, 1]]), "too large"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try NoPreparation().check(features, for: []) }
      #expect(error?.description.contains(word) == true)
    }
    try NoPreparation().check(table([[1, 2]]), for: [.scaledColumns])
    #expect(!NoPreparation().changes(table([[1, 2]])))
  }
}

struct PreparationEntryTests {
  @Test func specifiersNamePreparationsWithTheirSettings() throws {
    let registry = Registry<PreparationEntry>.standard
    #expect(registry.ids == ["auto", "none", "standardise", "minmax", "robust", "encode"])
    #expect(try registry.preparation("standardise:categories=10").specifier == "standardise:categories=10")
    #expect(try registry.preparation("auto").specifier == "auto")
    let error = #expect(throws: ConfigurationError.self) { try registry.preparation("standardize") }
    #expect(error?.description.contains("did you mean standardise?") == true)
    #expect(throws: ConfigurationError.self) { try registry.preparation("auto:categories=1") }
  }
}
