import Foundation

// Binomial and Poisson probabilities without the cancellation of logarithms of large gamma functions, whose last digits
// are worth 1e-10 for arguments of some ten thousand. Source: Loader, "Fast and accurate computation of binomial
// probabilities", 2000, which R uses.

/// x^a (1 - x)^b / B(a, b), for a, b > 0 and x in 0..<1 above 0; `rest` is 1 - x.
func betaFront(_ x: Double, _ rest: Double, _ a: Double, _ b: Double) -> Double {
  let n = a + b
  return a * b / n * binomialTerm(a, of: n, x, rest)
}

/// x^a e^-x / Gamma(a), for a, x > 0.
func gammaFront(_ a: Double, _ x: Double) -> Double {
  a * exp(-stirlingError(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
}

/// The chance of k successes in n trials of chance p, for k strictly between 0 and n, which need not be whole.
func binomialTerm(_ k: Double, of n: Double, _ p: Double, _ q: Double) -> Double {
  let rest = n - k
  let exponent =
    stirlingError(n) - stirlingError(k) - stirlingError(rest) - deviance(k, n * p) - deviance(rest, n * q)
  return exp(exponent) * (n / (2 * Double.pi * k * rest)).squareRoot()
}

/// log(n!) less Stirling's sqrt(2 pi n) (n/e)^n.
private func stirlingError(_ n: Double) -> Double {
  guard n > 15 else { return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi) }
  let square = n * n
  let series = 1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square
  return (1.0 / 12 - (1.0 / 360 - series / square) / square) / n
}

/// x log(x / mean) - x + mean, by a series where the two are near each other.
private func deviance(_ x: Double, _ mean: Double) -> Double {
  guard abs(x - mean) < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
  let v = (x - mean) / (x + mean)
  var sum = (x - mean) * v
  var term = 2 * x * v
  for j in 1..<1000 {
    term *= v * v
    let next = sum + term / Double(2 * j + 1)
    if next == sum { break }
    sum = next
  }
  return sum
}
