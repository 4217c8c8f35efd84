import BakeoffCore

/// Test rows drawn anew with replacement, the same ones for every model: the resamples of a bootstrap.
///
/// Rows are drawn within their class, so that every class keeps its rows and none is lost by the draw, and each split keeps
/// the rows of each class that it tests: they are drawn from all rows of the class, whichever split tests them. Groups of
/// rows, and rows that some repeats do not test, are drawn as they are and stay in their split. Sources: Efron, Tibshirani,
/// "An Introduction to the Bootstrap", 1993; drawing within classes is its bootstrap of several samples (chapter 8).
package struct RowDraws: Sendable {
  /// The rows that are drawn from.
  package let units: TestUnits
  private let seed: UInt64

  /// One draw: for each round the places of the drawn rows, and where those of each of its splits begin and end.
  package struct Draw {
    /// Places in the round, split by split.
    package var places: [[Int32]]
    /// For each round, where the rows of each split begin in `places`, and where the last ends.
    package var starts: [[Int]]
  }

  /// Draws the rows that splits test.
  package init(_ units: TestUnits, seed: UInt64) {
    self.units = units
    self.seed = derivedSeed(seed, "bootstrap")
  }

  /// The draw of this number.
  package func draw(_ number: Int) -> Draw {
    var generator = SeededGenerator(seed: derivedSeed(seed, "\(number)"))
    var sources = [Int32](repeating: 0, count: units.count)
    for stratum in units.strata {
      let bound = UInt64(stratum.count)
      for unit in stratum {
        sources[Int(unit)] = stratum[Int(generator.next().multipliedFullWidth(by: bound).high)]
      }
    }
    return units.isComplete ? dealt(sources) : kept(sources)
  }

  /// Each row of a split stands for the one that was drawn in its place.
  private func dealt(_ sources: [Int32]) -> Draw {
    Draw(
      places: units.rounds.map { round in round.units.map { round.places[Int(sources[Int($0)])] } },
      starts: units.rounds.map(\.starts))
  }

  /// Each row of a split as often as its unit was drawn.
  private func kept(_ sources: [Int32]) -> Draw {
    var counts = [Int](repeating: 0, count: units.count)
    for unit in sources { counts[Int(unit)] += 1 }
    var draw = Draw(places: [], starts: [])
    for round in units.rounds {
      var (places, starts): ([Int32], [Int]) = ([], [0])
      for split in round.splits.indices {
        for place in round.starts[split]..<round.starts[split + 1] {
          for _ in 0..<counts[Int(round.units[place])] { places.append(Int32(place)) }
        }
        starts.append(places.count)
      }
      draw.places.append(places)
      draw.starts.append(starts)
    }
    return draw
  }
}
