// swift-tools-version: 6.1
import PackageDescription

// A workbench of one's own: all of bakeoff's commands and models, and one more model, metric and data set.
let package = Package(
  name: "own-workbench",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Outside this repository: .package(url: "the address of bakeoff's repository", branch: "main")
    .package(name: "bakeoff", path: "../..")
  ],
  targets: [
    .target(
      name: "NaiveBayesPlugin", dependencies: [.product(name: "BakeoffCore", package: "bakeoff")],
      path: "Sources/Plugin"),
    .executableTarget(
      name: "own-workbench",
      dependencies: [
        "NaiveBayesPlugin", .product(name: "BakeoffCLI", package: "bakeoff"),
        .product(name: "BakeoffCore", package: "bakeoff"), .product(name: "BakeoffCatalog", package: "bakeoff"),
        .product(name: "BakeoffDatasets", package: "bakeoff"), .product(name: "BakeoffEvaluation", package: "bakeoff"),
        .product(name: "BakeoffHarness", package: "bakeoff"), .product(name: "BakeoffPlugins", package: "bakeoff"),
      ],
      path: "Sources/Workbench"),
  ],
  swiftLanguageModes: [.v6]
)
