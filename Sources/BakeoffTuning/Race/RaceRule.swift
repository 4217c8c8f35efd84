import BakeoffCore
import BakeoffEvaluation
import Foundation

/// Who is stopped in a race, asked after each fold: those that are certainly not the best, with a chance of at most 5 % in the
/// whole race that the best is among them.
///
/// The chance that a runner is the best is how often it is in draws of what is known: test rows drawn anew, the same ones for
/// all, and for each runner a deviation by its seed, of the variance that seeds give a score divided by the folds (with
/// Student's tails, as that variance is an estimate). Those with the least chances are stopped as long as the chances of all
/// that were ever stopped add up to no more than may be spent by then: 5 % ln(1 + (e - 1) t) at the share t of the folds, a
/// spending function of Pocock's kind (Lan and DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70,
/// 1983). The bootstrap stands for a posterior (Rubin, "The Bayesian bootstrap", Annals of Statistics 9, 1981), drawn
/// towards the median as `RaceStandings` says.
package struct RaceRule: Hashable, Sendable {
  /// The chance of ever stopping the best.
  package let total: Double
  /// The folds of the whole race.
  package let looks: Int

  /// A race over so many folds.
  package init(looks: Int, total: Double = 0.05) {
    self.looks = looks
    self.total = total
  }

  /// What may be spent by the look after `folds` folds.
  package func allowance(after folds: Int) -> Double {
    total * log(1 + (M_E - 1) * Double(folds) / Double(looks))
  }

  /// Those that are stopped after `folds` folds, with the chance that each is the best; `spent` is the sum of the chances of
  /// those that were stopped before.
  package func stopped(
    _ standings: RaceStandings, spread: SeedVariance, folds: Int, spent: Double, seed: UInt64
  ) -> [(runner: Int, chance: Double)] {
    let chances = standings.chancesOfBest(spread: spread, folds: folds, seed: seed)
    let order = chances.indices.filter { $0 != standings.leader }.sorted { first, second in
      (chances[first], -standings.leads[first]) < (chances[second], -standings.leads[second])
    }
    var left = allowance(after: folds) - spent
    return order.prefix { runner in
      left -= chances[runner]
      return left >= 0
    }.map { ($0, chances[$0]) }
  }

  /// The same as endings of those that `runners` names.
  package func endings(
    _ standings: RaceStandings, _ runners: [Int], spread: SeedVariance, folds: Int, spent: Double, seed: UInt64
  ) -> [SearchRecord.Ending] {
    stopped(standings, spread: spread, folds: folds, spent: spent, seed: seed).map { runner, chance in
      SearchRecord.Ending(
        candidate: runners[runner], reason: .worse, folds: folds, lead: standings.leads[runner],
        error: spread.error(of: standings.errors[runner], units: standings.units, folds: folds), chance: chance)
    }
  }

  /// Whether nobody is likely to be shown to be better than the leader by the folds that are left: for each rival the chance
  /// that the whole race would end with a lead of its own above 1.96 errors is below 5 %, given what is known.
  ///
  /// With a lead d after m of K folds, and an error s of one fold, the lead after all is normal around d with the variance
  /// s^2 (K - m) / (K m). Source: the predictive power of Spiegelhalter, Freedman, Blackburn, Controlled Clinical Trials 7,
  /// 1986, with a flat prior.
  package func isSettled(_ standings: RaceStandings, spread: SeedVariance, folds: Int) -> Bool {
    let (m, all) = (Double(folds), Double(looks))
    return standings.leads.indices.allSatisfy { rival in
      let error = spread.error(of: standings.errors[rival], units: standings.units, folds: folds)
      guard rival != standings.leader else { return true }
      let single = error * m.squareRoot()
      let needed = 1.959964 * single / all.squareRoot() + standings.leads[rival]
      let scatter = single * ((all - m) / (all * m)).squareRoot()
      return scatter == 0 || erfc(needed / scatter / 2.0.squareRoot()) / 2 < 0.05
    }
  }
}

/// The variance that the seed of a fit gives a score, and how well it is known.
package struct SeedVariance: Hashable, Sendable {
  /// The variance of one fit's score.
  package let value: Double
  /// The degrees of freedom it was estimated with.
  package let freedom: Double

  /// No variance: a fit that comes out the same whatever its seed.
  package static let none = SeedVariance(value: 0, freedom: 1)

  /// Takes a variance.
  package init(value: Double, freedom: Double) {
    self.value = value
    self.freedom = freedom
  }

  /// The variance of the scores of fits that differ by their seed alone; nil for fewer than two.
  package init?(ofFits scores: [Double]) {
    guard let variance = sampleVariance(scores) else { return nil }
    value = variance
    freedom = Double(scores.count - 1)
  }

  /// What scores of models on folds have left when the means of both are taken away: the variance of a score that comes
  /// from seed and rows, of models taken together; nil for fewer than two of either.
  package init?(ofTable scores: [[Double]]) {
    guard scores.count >= 2, let folds = scores.first?.count, folds >= 2 else { return nil }
    let models = scores.map { $0.reduce(0, +) / Double(folds) }
    let columns = (0..<folds).map { fold in scores.map { $0[fold] }.reduce(0, +) / Double(scores.count) }
    let all = models.reduce(0, +) / Double(scores.count)
    let squares = scores.indices.flatMap { model in
      (0..<folds).map { pow(scores[model][$0] - models[model] - columns[$0] + all, 2) }
    }
    freedom = Double((scores.count - 1) * (folds - 1))
    value = squares.reduce(0, +) / freedom
  }

  /// The error of a difference of two means over `folds` folds whose error over rows is `rows`, drawn from `units`.
  ///
  /// One more row counts as if the two differed on it: that they agree on the few rows there are does not say that they
  /// always will.
  func error(of rows: Double, units: Int, folds: Int) -> Double {
    let one = 1 / Double(max(units, 1))
    return (rows * rows + one * one + 2 * value / Double(folds)).squareRoot()
  }
}
