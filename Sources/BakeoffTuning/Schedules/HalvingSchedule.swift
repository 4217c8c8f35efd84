import BakeoffCore

/// Tries all configurations with few rows or epochs, the best third of them with three times as much, and so on up to all;
/// repeated, with brackets that begin with ever more (Hyperband). The model's own settings stay in to the end of the first.
///
/// Source: Jamieson, Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016; Li and
/// others, "Hyperband", JMLR 18, 2018, with 3 for its eta.
struct HalvingSchedule: SearchSchedule {
  private static let factor = 3

  private let folds: Int
  private let rungs: Int
  private let isRepeated: Bool
  /// Divisions by three of the share: where the bracket began, and where it is.
  private var begin: Int
  private var step: Int
  private var isEntering = true
  /// Those of the bracket that are still in.
  private var bracket: [Int] = []

  init(folds: Int, rungs: Int, isRepeated: Bool) {
    self.folds = folds
    self.rungs = rungs
    self.isRepeated = isRepeated
    begin = rungs - 1
    step = rungs - 1
  }

  mutating func next(_ search: inout Search) -> [InnerTrial] {
    if isEntering, let entered = enter(&search) { return trials(entered) }
    bracket = bracket.filter(search.alive.contains)
    if step > 0, !bracket.isEmpty {
      promote(&search)
      step -= 1
      return trials(bracket)
    }
    if isRepeated {
      begin = begin == 0 ? rungs - 1 : begin - 1
      step = begin
      bracket = []
      isEntering = true
      if let entered = enter(&search) { return trials(entered) }
    }
    search.finish("the best of \(isRepeated ? "every bracket" : counted(rungs, "rung")) are known")
    return []
  }

  /// Lets more into the bracket, as long as it has room; nil when it is complete.
  private mutating func enter(_ search: inout Search) -> [Int]? {
    // ceil((s_max + 1) / (s + 1) eta^s): every bracket takes about as much.
    let size = isRepeated ? (rungs * power(begin) + begin) / (begin + 1) : .max
    let entered = search.enter(atMost: size - bracket.count, entryShare: isRepeated ? 1 : 1 / Double(rungs))
    bracket += entered
    isEntering = !entered.isEmpty
    return isEntering ? entered : nil
  }

  private mutating func promote(_ search: inout Search) {
    let (share, folds) = (self.share, self.folds)
    let sign = search.metric.direction == .higherIsBetter ? 1.0 : -1
    let means = bracket.compactMap { candidate -> (candidate: Int, mean: Double)? in
      search.mean(candidate, folds: folds, share: share).map { (candidate, sign * $0) }
    }
    let best = means.sorted { first, second in
      first.mean == second.mean ? first.candidate < second.candidate : first.mean > second.mean
    }
    let kept = Set(best.prefix(max(1, means.count / Self.factor)).map(\.candidate) + [0])
    let left = bracket.filter { !kept.contains($0) }
    search.decide {
      left.map { SearchRecord.Ending(candidate: $0, reason: .outranked, folds: folds, share: share) }
    }
    bracket = bracket.filter(search.alive.contains)
  }

  private var share: Double { 1 / Double(power(step)) }

  private func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * Self.factor } }

  private func trials(_ candidates: [Int]) -> [InnerTrial] {
    (0..<folds).flatMap { fold in candidates.map { InnerTrial(candidate: $0, fold: fold, share: share) } }
  }

  func fitsPerCandidate(folds: Int) -> Double { 1.6 * Double(folds) }
}
