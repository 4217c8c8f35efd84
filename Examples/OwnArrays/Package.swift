// swift-tools-version: 6.1
import PackageDescription

// A program that compares models on its own arrays: no command, no store.
let package = Package(
  name: "own-arrays",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Outside this repository: .package(url: "the address of bakeoff's repository", branch: "main")
    .package(name: "bakeoff", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "own-arrays",
      dependencies: [
        .product(name: "BakeoffCore", package: "bakeoff"), .product(name: "BakeoffEvaluation", package: "bakeoff"),
        .product(name: "BakeoffHarness", package: "bakeoff"), .product(name: "BakeoffModels", package: "bakeoff"),
      ],
      path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)
