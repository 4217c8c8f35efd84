import BakeoffCore
import BakeoffEvaluation
import Foundation

/// Who is certainly worse than the leader of a race, asked after each fold, wrong about the best with a chance of at most
/// 5 % in the whole race.
///
/// The lead of the leader over another is judged by Student's t with the variance over test rows drawn anew (the same rows
/// for both) and twice the variance that seeds give a score, divided by the folds; its degrees of freedom are Satterthwaite's
/// (1946). The 5 % are spent over the looks by a function of Pocock's kind, 5 % ln(1 + (e - 1) t) at the share t of the folds
/// (Lan and DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983), and at each look divided by
/// the rivals (Bonferroni): the best can be beaten by chance by any one of them. What is spent adds up whatever the looks have
/// to do with each other.
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

  /// What may be spent at the look after `folds` folds; a look left out leaves its share to the next one.
  package func spending(after folds: Int, before: Int) -> Double { spent(folds) - spent(before) }

  private func spent(_ folds: Int) -> Double {
    total * log(1 + (M_E - 1) * Double(folds) / Double(looks))
  }

  /// Those that are certainly worse than the leader after `folds` folds, with their leads and errors. The last look was
  /// after `before` folds, 0 for none.
  package func worse(
    _ standings: RaceStandings, spread: SeedVariance, folds: Int, before: Int
  ) -> [(rival: Int, lead: Double, error: Double)] {
    let rivals = standings.leads.indices.filter { $0 != standings.leader }
    guard !rivals.isEmpty else { return [] }
    let level = spending(after: folds, before: before) / Double(rivals.count)
    return rivals.compactMap { rival in
      let lead = standings.leads[rival]
      guard lead > 0 else { return nil }
      let (error, freedom) = spread.error(of: standings.errors[rival], units: standings.units, folds: folds)
      let tail = studentTwoSided(lead / error, degreesOfFreedom: freedom) / 2
      return tail < level ? (rival, lead, error) : nil
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
      let (error, _) = spread.error(of: standings.errors[rival], units: standings.units, folds: folds)
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
    guard scores.count >= 2 else { return nil }
    let mean = scores.reduce(0, +) / Double(scores.count)
    value = scores.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(scores.count - 1)
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

  /// The error of a difference of two means over `folds` folds whose error over rows is `rows`, drawn from `units`, and its
  /// degrees of freedom.
  ///
  /// One more row counts as if the two differed on it: that they agree on the few rows there are does not say that they
  /// always will.
  func error(of rows: Double, units: Int, folds: Int) -> (error: Double, freedom: Double) {
    let one = 1 / Double(max(units, 1))
    let (byRows, bySeed) = (rows * rows + one * one, 2 * value / Double(folds))
    let variance = byRows + bySeed
    let weights = byRows * byRows / Double(max(units - 1, 1)) + bySeed * bySeed / freedom
    return (variance.squareRoot(), variance * variance / weights)
  }
}
