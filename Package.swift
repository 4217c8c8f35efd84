// swift-tools-version: 6.1
import PackageDescription

// One entry per folder in Plugins/; its line in Sources/BakeoffPlugins/Catalog.swift makes it selectable. A test
// compares both with the folders: reading the folder here would not do, as the package manager caches the result.
let plugins = [
  "MajorityClass",
  "LogisticRegression",
  "LinearSVM",
  "MLP",
  "CNN",
]

// Those whose Tests/ have a folder of reference values with the script that made them.
let pluginsWithFixtures = ["LogisticRegression", "LinearSVM"]

let pluginTargets = plugins.flatMap { name -> [Target] in
  [
    .target(
      name: "\(name)Plugin", dependencies: ["BakeoffCore", "BakeoffMath", "BakeoffTraining"],
      path: "Plugins/\(name)", exclude: ["README.md", "Tests"]),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [
        .target(name: "\(name)Plugin"), "BakeoffCore", "BakeoffMath", "BakeoffTraining", "BakeoffDatasets",
        "BakeoffConformance",
      ],
      path: "Plugins/\(name)/Tests", exclude: pluginsWithFixtures.contains(name) ? ["Fixtures"] : []),
  ]
}

let package = Package(
  name: "bakeoff",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "bakeoff", targets: ["bakeoff"]),
    .library(name: "BakeoffCore", targets: ["BakeoffCore"]),
    .library(name: "BakeoffMath", targets: ["BakeoffMath"]),
    .library(name: "BakeoffTraining", targets: ["BakeoffTraining"]),
    .library(name: "BakeoffDatasets", targets: ["BakeoffDatasets"]),
    .library(name: "BakeoffEvaluation", targets: ["BakeoffEvaluation"]),
    .library(name: "BakeoffTuning", targets: ["BakeoffTuning"]),
    .library(name: "BakeoffPreparation", targets: ["BakeoffPreparation"]),
    .library(name: "BakeoffReports", targets: ["BakeoffReports"]),
    .library(name: "BakeoffStore", targets: ["BakeoffStore"]),
    // Every plugin without the harness, for programs that need no command and no store.
    .library(name: "BakeoffModels", targets: plugins.map { "\($0)Plugin" }),
    .library(name: "BakeoffCatalog", targets: ["BakeoffCatalog"]),
    .library(name: "BakeoffExecution", targets: ["BakeoffExecution"]),
    .library(name: "BakeoffHarness", targets: ["BakeoffHarness"]),
    .library(name: "BakeoffConformance", targets: ["BakeoffConformance"]),
    .library(name: "BakeoffPlugins", targets: ["BakeoffPlugins"]),
    .library(name: "BakeoffCLI", targets: ["BakeoffCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "BakeoffCore"),
    .target(
      name: "BakeoffFiles",
      dependencies: ["BakeoffCore", .target(name: "CCrypto", condition: .when(platforms: [.linux]))]),
    .target(name: "BakeoffKernels"),
    .target(
      name: "BakeoffMath",
      dependencies: ["BakeoffCore", "BakeoffKernels", .target(name: "CBLAS", condition: .when(platforms: [.linux]))]),
    .target(name: "BakeoffTraining", dependencies: ["BakeoffCore", "BakeoffMath"]),
    .target(
      name: "BakeoffDatasets",
      dependencies: ["BakeoffCore", "BakeoffFiles", "CCurl", "CZlib", "CBzip2", "CPNG", "CTurboJPEG"]),
    .target(name: "BakeoffEvaluation", dependencies: ["BakeoffCore"]),
    .target(name: "BakeoffPreparation", dependencies: ["BakeoffCore"]),
    .target(name: "BakeoffCatalog", dependencies: ["BakeoffCore", "BakeoffFiles", "BakeoffPreparation"]),
    .target(name: "BakeoffReports", dependencies: ["BakeoffCore", "BakeoffEvaluation"]),
    .target(name: "BakeoffTuning", dependencies: ["BakeoffCore", "BakeoffMath", "BakeoffEvaluation"]),
    .target(
      name: "BakeoffStore",
      dependencies: ["BakeoffCore", "BakeoffEvaluation", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "BakeoffExecution",
      dependencies: [
        "BakeoffCore", "BakeoffFiles", "BakeoffMath", "BakeoffPreparation", "BakeoffCatalog", "BakeoffDatasets",
        "CProcess",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(
      name: "BakeoffHarness",
      dependencies: [
        "BakeoffCore", "BakeoffFiles", "BakeoffPreparation", "BakeoffCatalog", "BakeoffMath", "BakeoffDatasets",
        "BakeoffEvaluation", "BakeoffTuning",
        "BakeoffExecution", "BakeoffStore",
      ]),
    .target(
      name: "BakeoffConformance",
      dependencies: ["BakeoffCore", "BakeoffPreparation", "BakeoffCatalog", "BakeoffExecution"]),
    .target(
      name: "BakeoffPlugins",
      dependencies: ["BakeoffCatalog"] + plugins.map { .target(name: "\($0)Plugin") }),
    .target(
      name: "BakeoffCLI",
      dependencies: [
        "BakeoffCore", "BakeoffFiles", "BakeoffPreparation", "BakeoffCatalog", "BakeoffMath", "BakeoffDatasets",
        "BakeoffEvaluation", "BakeoffTuning", "BakeoffReports", "BakeoffExecution", "BakeoffStore", "BakeoffHarness",
        "BakeoffConformance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(name: "bakeoff", dependencies: ["BakeoffCLI", "BakeoffPlugins"]),

    .systemLibrary(name: "CBLAS", pkgConfig: "blas", providers: [.apt(["libblas-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CProcess"),

    .testTarget(name: "BakeoffCoreTests", dependencies: ["BakeoffCore"]),
    .testTarget(name: "BakeoffFilesTests", dependencies: ["BakeoffFiles", "BakeoffCore"]),
    .testTarget(name: "BakeoffMathTests", dependencies: ["BakeoffMath", "BakeoffKernels", "BakeoffCore"]),
    .testTarget(
      name: "BakeoffTrainingTests",
      dependencies: ["BakeoffTraining", "BakeoffCore", "BakeoffMath", "MLPPlugin", "CNNPlugin"], exclude: ["Fixtures"]),
    .testTarget(
      name: "BakeoffDatasetsTests", dependencies: ["BakeoffDatasets", "BakeoffFiles", "BakeoffCore", "CZlib"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "BakeoffEvaluationTests", dependencies: ["BakeoffEvaluation", "BakeoffCore"], exclude: ["Fixtures"]),
    .testTarget(
      name: "BakeoffTuningTests", dependencies: ["BakeoffTuning", "BakeoffEvaluation", "BakeoffCore"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "BakeoffPreparationTests", dependencies: ["BakeoffPreparation", "BakeoffCore"], exclude: ["Fixtures"]),
    .testTarget(
      name: "BakeoffReportsTests", dependencies: ["BakeoffReports", "BakeoffEvaluation", "BakeoffCore"],
      exclude: ["Golden"]),
    .testTarget(
      name: "BakeoffStoreTests",
      dependencies: [
        "BakeoffStore", "BakeoffHarness", "BakeoffCatalog", "BakeoffPreparation", "BakeoffExecution",
        "BakeoffEvaluation",
        "BakeoffTuning", "BakeoffCore", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"]),
    .executableTarget(
      name: "WorkerFixture",
      dependencies: ["BakeoffHarness", "BakeoffCatalog", "BakeoffExecution", "BakeoffCore"],
      path: "Tests/WorkerFixture"),
    .executableTarget(
      name: "ReaderListing", dependencies: ["BakeoffDatasets", "BakeoffCore"], path: "Tests/Readers/Listing"),
    .testTarget(
      name: "BakeoffClusterTests",
      dependencies: ["BakeoffExecution", "BakeoffHarness", "BakeoffCatalog", "BakeoffCore", "WorkerFixture"]),
    .testTarget(
      name: "BakeoffExecutionTests",
      dependencies: ["BakeoffHarness", "BakeoffCatalog", "BakeoffExecution", "BakeoffCore", "WorkerFixture"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "BakeoffConformanceTests",
      dependencies: ["BakeoffConformance", "BakeoffCatalog", "BakeoffExecution", "BakeoffCore"]),
    .testTarget(
      name: "BakeoffHarnessTests",
      dependencies: [
        "BakeoffHarness", "BakeoffExecution", "BakeoffCatalog", "BakeoffPreparation", "BakeoffDatasets",
        "BakeoffEvaluation", "BakeoffCore",
      ],
      exclude: ["Fixtures"]),
    .testTarget(name: "BakeoffCLITests", dependencies: ["bakeoff", "BakeoffCLI", "BakeoffCore"]),
    .testTarget(name: "BakeoffPluginsTests", dependencies: ["BakeoffPlugins", "BakeoffCatalog", "BakeoffCore"]),
  ] + pluginTargets,
  swiftLanguageModes: [.v6]
)

// The parsers as libFuzzer calls them, for `make fuzz` alone: nothing else is built with its instrumentation.
if Context.environment["BAKEOFF_FUZZ"] != nil {
  package.products.append(.library(name: "FuzzTargets", type: .dynamic, targets: ["FuzzTargets"]))
  package.targets.append(
    .target(
      name: "FuzzTargets",
      dependencies: [
        "BakeoffCLI", "BakeoffCatalog", "BakeoffCore", "BakeoffDatasets", "BakeoffEvaluation", "BakeoffExecution",
        "BakeoffPlugins", "BakeoffStore",
      ], path: "Fuzz/Targets"))
}
