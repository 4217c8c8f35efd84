import Foundation

/// The chance that Student's t with `degreesOfFreedom` > 0 is at least as far from 0 as `t`.
///
/// I_{v / (v + t^2)}(v / 2, 1 / 2). Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1.
public func studentTwoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
  guard t.isFinite else { return 0 }
  let (v, square) = (degreesOfFreedom, t * t)
  guard square.isFinite else { return 0 }
  return incompleteBeta(v / (v + square), rest: square / (v + square), v / 2, 0.5)
}

/// The chance that F with the given degrees of freedom, both > 0, is at least `f`.
///
/// I_{n / (n + m F)}(n / 2, m / 2), m of the numerator and n of the denominator. Source: as above, 26.6.2.
public func fSurvival(_ f: Double, numerator: Double, denominator: Double) -> Double {
  guard f > 0 else { return 1 }
  guard f.isFinite else { return 0 }
  let sum = denominator + numerator * f
  guard sum.isFinite else { return 0 }
  return incompleteBeta(denominator / sum, rest: numerator * f / sum, denominator / 2, numerator / 2)
}

/// The chance that chi-squared with `degreesOfFreedom` > 0 is at least `value`: Q(v / 2, x / 2), as above, 26.4.2.
public func chiSquaredSurvival(_ value: Double, degreesOfFreedom: Double) -> Double {
  upperIncompleteGamma(degreesOfFreedom / 2, value / 2)
}

/// The chance of at most `successes` in `trials` fair coin throws.
///
/// The largest term times the sum of all terms relative to it.
public func fairCoinCumulative(_ successes: Int, of trials: Int) -> Double {
  guard successes >= 0 else { return 0 }
  guard successes < trials else { return 1 }
  guard successes * 2 < trials else { return 1 - fairCoinCumulative(trials - successes - 1, of: trials) }
  var term = 1.0
  var sum = 1.0
  for index in stride(from: successes, to: 0, by: -1) {
    term *= Double(index) / Double(trials - index + 1)
    sum += term
  }
  guard successes > 0 else { return exp(-Double(trials) * log(2.0)) }
  return binomialTerm(Double(successes), of: Double(trials), 0.5, 0.5) * sum
}
