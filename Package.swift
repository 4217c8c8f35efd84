// swift-tools-version: 6.1
import PackageDescription

// One entry per folder in Plugins/; its line in Sources/BakeoffPlugins/Catalog.swift makes it selectable. A test
// compares both with the folders: reading the folder here would not do, as the package manager caches the result.
let plugins = [
  "MajorityClass"
]

let pluginTargets = plugins.flatMap { name -> [Target] in
  [
    .target(
      name: "\(name)Plugin", dependencies: ["BakeoffCore", "BakeoffMath", "BakeoffTraining"],
      path: "Plugins/\(name)", exclude: ["README.md", "Tests"]),
    .testTarget(
      name: "\(name)Tests", dependencies: [.target(name: "\(name)Plugin"), "BakeoffCore"],
      path: "Plugins/\(name)/Tests"),
  ]
}

let package = Package(
  name: "bakeoff",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: [])
  ],
  targets: [
    .target(name: "BakeoffCore"),
    .target(
      name: "BakeoffMath",
      dependencies: ["BakeoffCore", .target(name: "CBLAS", condition: .when(platforms: [.linux]))]),
    .target(name: "BakeoffTraining", dependencies: ["BakeoffCore", "BakeoffMath"]),
    .target(
      name: "BakeoffDatasets",
      dependencies: [
        "BakeoffCore", "CZlib", "CPNG", .target(name: "CCrypto", condition: .when(platforms: [.linux])),
      ]),
    .target(name: "BakeoffEvaluation", dependencies: ["BakeoffCore"]),
    .target(name: "BakeoffReports", dependencies: ["BakeoffCore", "BakeoffEvaluation"]),
    .target(
      name: "BakeoffExecution",
      dependencies: [
        "BakeoffCore", "BakeoffDatasets", "CProcess", .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(
      name: "BakeoffPlugins",
      dependencies: ["BakeoffExecution"] + plugins.map { .target(name: "\($0)Plugin") }),

    .systemLibrary(name: "CBLAS", pkgConfig: "blas", providers: [.apt(["libblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CProcess"),

    .testTarget(name: "BakeoffCoreTests", dependencies: ["BakeoffCore"]),
    .testTarget(name: "BakeoffMathTests", dependencies: ["BakeoffMath", "BakeoffCore"]),
    .testTarget(name: "BakeoffTrainingTests", dependencies: ["BakeoffTraining", "BakeoffCore", "BakeoffMath"]),
    .testTarget(
      name: "BakeoffDatasetsTests", dependencies: ["BakeoffDatasets", "BakeoffCore", "CZlib"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "BakeoffEvaluationTests", dependencies: ["BakeoffEvaluation", "BakeoffCore"]),
    .testTarget(name: "BakeoffReportsTests", dependencies: ["BakeoffReports", "BakeoffEvaluation", "BakeoffCore"]),
    .executableTarget(
      name: "WorkerFixture", dependencies: ["BakeoffExecution", "BakeoffCore"], path: "Tests/WorkerFixture"),
    .testTarget(
      name: "BakeoffExecutionTests", dependencies: ["BakeoffExecution", "BakeoffCore", "WorkerFixture"],
      exclude: ["Fixtures"]),
  ] + pluginTargets,
  swiftLanguageModes: [.v6]
)
