/// The regularised upper incomplete gamma function Q(a, x), for a > 0 and x >= 0.
///
/// The power series 8.7.1 of the NIST Digital Library of Mathematical Functions where x < a + 1, its continued
/// fraction 8.9.2 elsewhere.
func upperIncompleteGamma(_ a: Double, _ x: Double) -> Double {
  guard x > 0 else { return 1 }
  let front = gammaFront(a, x)
  return x < a + 1 ? 1 - front * lowerGammaSeries(a, x) : front * upperGammaFraction(a, x)
}

/// 1/a + x / (a (a + 1)) + x^2 / (a (a + 1) (a + 2)) + ...
private func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
  var term = 1 / a
  var sum = term
  var denominator = a
  while term > sum * 1e-17 {
    denominator += 1
    term *= x / denominator
    sum += term
  }
  return sum
}

/// 1 / (x + 1 - a - (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), the even part of that fraction.
private func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
  continuedFraction { n in
    let step = Double(n)
    return (n == 0 ? 1 : -step * (step - a), x + 2 * step + 1 - a)
  }
}
