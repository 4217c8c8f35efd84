import BakeoffCore
import Foundation

/// What stands around one test row among the training rows of its split.
struct Neighbourhood: Sendable {
  /// How many of the nearest rows are looked at.
  static let size = 41
  /// How many of them directions are taken to.
  static let directionCount = 12

  /// The logarithms of the distances to the nearest rows, ascending; rows that are equal are none of these.
  let logDistances: [Float]
  /// For each order whether the nearest row is next to this one in it.
  let isNextTo: [Bool]
  /// For each order how probable that was, were the order of the rows of its class chance.
  let chanceOfNext: [Double]
  /// Whether the nearest row differs in half the columns or more, and in two at least.
  let differsInMost: Bool
  /// The nearest rows from here, as vectors of length 1 and how far they are, of those that are no steps on a grid.
  let directions: [(unit: [Float], distance: Float)]

  /// Whether two of the rows lie on a line with this one: on two sides of it, or one behind the other.
  var liesOnALine: Bool {
    directions.indices.contains { first in
      directions[(first + 1)...].contains { isLine(directions[first], $0, areOfOneRow: true) }
    }
  }

  /// The same of a row's direction and another row's: how often it happens by chance.
  func crosses(_ other: Neighbourhood) -> Bool {
    directions.indices.contains { first in
      other.directions.dropFirst(first + 1).contains { isLine(directions[first], $0, areOfOneRow: false) }
    }
  }

  private func isLine(
    _ first: (unit: [Float], distance: Float), _ second: (unit: [Float], distance: Float), areOfOneRow: Bool
  ) -> Bool {
    let cosine = zip(first.unit, second.unit).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    guard abs(cosine) > 1 - 1e-4 else { return false }
    // Two rows that are close to each other lie in one direction from any other.
    let (near, far) = (min(first.distance, second.distance), max(first.distance, second.distance))
    return cosine < 0 || far > 1.2 * near
  }
}

/// The nearest training rows of a sample of test rows.
struct NeighbourSearch: Sendable {
  let table: NeighbourTable
  let labels: [Int]
  let splits: [Split]
  /// The place of each row in each order, among those of the splits.
  private let places: [[Int32]]

  init(_ table: NeighbourTable, labels: [Int], splits: [Split]) {
    (self.table, self.labels, self.splits) = (table, labels, splits)
    var used = [Bool](repeating: false, count: table.count)
    for split in splits { for row in split.training + split.test { used[row] = true } }
    places = table.orders.map { $0.places(of: used) }
  }

  /// Around a test row of a split; nil where its training rows are too few.
  func neighbourhood(of row: Int, in split: Split) -> Neighbourhood? {
    let nearest = nearest(to: row, among: split.training)
    guard nearest.count == Neighbourhood.size else { return nil }
    let differences = nearest.prefix(Neighbourhood.directionCount).map { table.difference(from: row, to: $0.row) }
    let needed = (table.width + 1) / 2
    let directions = zip(differences, nearest).filter { difference, _ in
      zip(difference, table.coarseness).count { abs($0) >= $1 } >= max(3, needed)
    }.map { difference, other -> (unit: [Float], distance: Float) in
      let distance = other.square.squareRoot()
      return (difference.map { $0 / distance }, distance)
    }
    let (isNext, chances) = order(of: row, nearest[0].row, split.training)
    return Neighbourhood(
      logDistances: nearest.map { Float(log(Double($0.square))) / 2 }, isNextTo: isNext, chanceOfNext: chances,
      differsInMost: differences[0].count { $0 != 0 } >= max(2, needed), directions: directions)
  }

  /// The nearest rows that are not equal to `row`, nearest first.
  private func nearest(to row: Int, among training: [Int]) -> [(row: Int, square: Float)] {
    var found: [(row: Int, square: Float)] = []
    var farthest = Float.infinity
    table.forEachDistance(from: row, to: training) { place, square in
      guard square < farthest, square > 1e-12 else { return }
      if found.count == Neighbourhood.size { found.removeLast() }
      let position = found.firstIndex { square < $0.square } ?? found.count
      found.insert((training[place], square), at: position)
      if found.count == Neighbourhood.size { farthest = found[found.count - 1].square }
    }
    return found
  }

  /// Whether the nearest row is next to this one in each order, and how probable that is among the rows of its class.
  private func order(of row: Int, _ nearest: Int, _ training: [Int]) -> (isNext: [Bool], chances: [Double]) {
    var (sameClass, next) = (0, [Int](repeating: 0, count: places.count))
    for other in training where labels[other] == labels[nearest] {
      sameClass += 1
      for order in places.indices where abs(places[order][other] - places[order][row]) == 1 { next[order] += 1 }
    }
    return (
      places.map { abs($0[nearest] - $0[row]) == 1 }, next.map { Double($0) / Double(max(sameClass, 1)) }
    )
  }
}
