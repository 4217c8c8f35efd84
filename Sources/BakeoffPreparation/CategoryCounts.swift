import BakeoffCore

/// How often the training rows have each category of a column.
struct CategoryCounts {
  let names: [String]
  /// How many rows have each of `names`.
  let counts: [Int]
  /// How many rows have none.
  let missing: Int

  /// Counts categories by their place in `names`; NaN is none.
  init(_ codes: [Double], of names: [String]) {
    var counts = [Int](repeating: 0, count: names.count)
    for code in codes where !code.isNaN { counts[Int(code)] += 1 }
    self.names = names
    self.counts = counts
    missing = codes.count { $0.isNaN }
  }

  var rows: Int { missing + counts.reduce(0, +) }

  /// The places of those there are, the commonest first.
  var seen: [Int] { counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) } }
}

/// Which categories of a column get a value of their own; the others share one.
enum CategoryLimit {
  /// So many of the commonest.
  case commonest(Int)
  /// Those of so many training rows, and the commonest 32 however rare they are.
  case rows(Int)

  /// The limit where none is asked for: categories of two rows, or of as many more as it takes for `columns` to fit the memory.
  ///
  /// Of the limits 1, 2, 3, 5 and 10 rows, a tenth and a quarter of the rows, and the 32 commonest, those of one and two rows were
  /// best by cross-validation on tables with columns of 38 to 500 categories. One row would give each of a million names a value.
  init(fitting columns: [CategoryCounts]) {
    let rows = columns.first?.rows ?? 0
    let room = Self.mostValues / max(rows, 1)
    let counts = columns.flatMap { column in column.counts.filter { $0 > 1 } }.sorted(by: >)
    guard counts.count > room else {
      self = .rows(2)
      return
    }
    // None of those that are as common as the first for which there is no room.
    self = .rows(counts[room] + 1)
  }

  /// Floats of one-hot columns that training rows may take: a quarter of a gibibyte.
  private static let mostValues = 1 << 26
  /// So many categories of a column always have a value of their own, where no other number is asked for.
  static let fewest = 32

  /// How many of the commonest categories get a value of their own.
  func kept(of column: CategoryCounts, seen: [Int]) -> Int {
    switch self {
    case .commonest(let count): min(count, seen.count)
    case .rows(let least): max(min(Self.fewest, seen.count), seen.prefix { column.counts[$0] >= least }.count)
    }
  }
}
