// swift-tools-version: 6.1
import PackageDescription

// Depends on those libraries only that need no dependency to be built: neither the command nor the store.
let package = Package(
  name: "bakeoff-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "bakeoff", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Micro",
      dependencies: [
        .product(name: "BakeoffCore", package: "bakeoff"),
        .product(name: "BakeoffMath", package: "bakeoff"),
        .product(name: "BakeoffTraining", package: "bakeoff"),
        .product(name: "BakeoffDatasets", package: "bakeoff"),
        .product(name: "BakeoffEvaluation", package: "bakeoff"),
        .product(name: "BakeoffModels", package: "bakeoff"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Micro",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
