import BakeoffCore

/// Tries every configuration on every fold.
struct FullSchedule: SearchSchedule {
  let folds: Int

  mutating func next(_ search: inout Search) -> [InnerTrial] {
    search.keepPredictions(of: [0, search.leader].compactMap(\.self))
    let entered = search.enter(atMost: 16, entryShare: 1)
    if entered.isEmpty { search.finish("every configuration met every fold") }
    return (0..<folds).flatMap { fold in entered.map { InnerTrial(candidate: $0, fold: fold) } }
  }

  func fitsPerCandidate(folds: Int) -> Double { Double(folds) }
}
