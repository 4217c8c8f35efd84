import BakeoffCore
import BakeoffEvaluation
import BakeoffHarness
import LogisticRegressionPlugin
import MLPPlugin

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The points of a ring around those of a disc: no line parts them.
let radii = (0..<3000).map { Float($0 % 2 == 0 ? 1 : 3) + Float($0 % 7) / 10 }
let rows = radii.enumerated().map { [$1 * sin(Float($0)), $1 * cos(Float($0))] }
let classes = radii.map { $0 < 2 ? "disc" : "ring" }

let dataset = try Dataset(name: "ring", rows: rows, classes: classes)
let comparison = try Comparison(of: [LogisticRegression(), MLP()], on: dataset)
let leaderboard = try await comparison.run().leaderboard(metrics: [Accuracy(), MatthewsCorrelation()])
for row in leaderboard.rows {
  print(row.rank, row.competitor.name, row.scores.map { $0.mean ?? .nan })
}
