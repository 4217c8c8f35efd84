import BakeoffCore
import Foundation

/// Scores drawn from the seed of the fit, after doing on command what a plugin should not.
package struct Misbehaving: ClassifierPlugin {
  package static let card = PluginCard(
    id: "misbehaving", title: "Misbehaving", version: "1", summary: "Does as it is told.", reference: "")
  /// The name of a `Misdeed`, or `none`.
  package var deed = "none"
  /// A file to leave a mark in, for those who wait for it.
  package var mark = ""

  package init() {}

  package func fit(_ examples: Examples, context: FitContext) throws -> Drawn {
    context.report(FitProgress(epoch: 1, epochs: 2, loss: 0.5))
    if !mark.isEmpty { _ = FileManager.default.createFile(atPath: mark, contents: nil) }
    let deed = Misdeed(rawValue: deed)
    try deed?.commit(context)
    var generator = SeededGenerator(seed: context.seed)
    let scale = examples.features.floats().reduce(0, +) + Float(examples.labels.reduce(0, +))
    context.report(FitProgress(epoch: 2, epochs: 2, loss: 0.25))
    return Drawn(
      deed: deed, weights: (0..<examples.classCount).map { _ in Float.random(in: -1...1, using: &generator) / scale })
  }
}

/// What a plugin should not do.
package enum Misdeed: String, CaseIterable, Sendable {
  case `throw`, trap, exitEarly, exitWithStatus, segfault, hang, waitPatiently, hangInGrandchild, leaveGrandchild
  case leaveDaemon, allocate, noise, wrongShape, nan, lie

  func commit(_ context: FitContext) throws {
    switch self {
    case .throw: throw TrainingError("as it was told")
    case .trap:
      let empty: [Int] = []
      print(empty[Int(context.seed & 1)])
    case .exitEarly: exit(0)
    case .exitWithStatus: exit(3)
    case .segfault: UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case .hang: while true { poll(nil, 0, 1000) }
    case .waitPatiently: while true { try wait(context) }
    case .hangInGrandchild: run("sleep 600; true")
    case .leaveGrandchild: run("sleep 600 & true")
    case .leaveDaemon: run("setsid sleep 600 & true")
    case .allocate: allocateWithoutEnd()
    case .noise: makeNoise()
    case .lie: print("{\"event\":\"done\",\"kind\":\"margins\",\"fit_seconds\":0,\"predict_seconds\":0}")
    case .wrongShape, .nan: break
    }
  }

  private func wait(_ context: FitContext) throws {
    try context.checkCancellation()
    poll(nil, 0, 5)
  }

  /// Runs a shell command and waits for the shell, whatever that has left behind.
  private func run(_ command: String) {
    let words = ["sh", "-c", command]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return }
    waitpid(process, nil, 0)
  }

  private func allocateWithoutEnd() {
    var blocks: [[UInt8]] = []
    while true { blocks.append(Array(repeating: 1, count: 1 << 20)) }
  }

  private func makeNoise() {
    let line = String(repeating: "noise {\"event\":\"done\"} ", count: 50)
    for _ in 0..<1000 {
      print(line)
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
  }
}

package struct Drawn: Classifier {
  let deed: Misdeed?
  let weights: [Float]

  package var parameterCount: Int? { weights.count }

  package func predict(_ features: Features) -> Predictions {
    var scores = (0..<features.count).flatMap { row in
      let sum = features.floats(row..<row + 1).reduce(0, +)
      return weights.map { $0 * sum }
    }
    if deed == .nan { scores[3] = .nan }
    if deed == .wrongShape { scores.removeLast(weights.count) }
    return Predictions(kind: .margins, classCount: weights.count, scores: scores)
  }
}
