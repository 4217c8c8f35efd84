import BakeoffCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// `count` draws from a normal distribution of mean 0 and standard deviation sqrt(2 / inputs), which keeps the variance
/// of activations through ReLU layers. Source: He and others, "Delving deep into rectifiers", ICCV 2015.
func heNormal(_ count: Int, inputs: Int, using generator: inout SeededGenerator) -> [Float] {
  let deviation = (2 / Double(inputs)).squareRoot()
  return (0..<count).map { _ in Float(deviation * normalDeviate(using: &generator)) }
}

/// A draw from the standard normal distribution. Source: Marsaglia's polar method, 1964.
package func normalDeviate(using generator: inout SeededGenerator) -> Double {
  while true {
    let x = Double.random(in: -1...1, using: &generator)
    let y = Double.random(in: -1...1, using: &generator)
    let radius = x * x + y * y
    if radius > 0 && radius < 1 { return x * (-2 * log(radius) / radius).squareRoot() }
  }
}
