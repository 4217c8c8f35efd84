import BakeoffCore
import BakeoffMath
import Testing

private func team(_ threads: Int) -> ThreadTeam {
  let team = ThreadTeam()
  team.use(threads: threads)
  return team
}

@Test(arguments: [(0, 1), (1, 1), (7, 1), (64, 5), (1000, 12), (13, 100)])
func everyNumberIsSharedOutOnce(count: Int, unit: Int) {
  for threads in [1, 2, 5] {
    let team = team(threads)
    // Each thread writes into a list of its own.
    var seen = [[Range<Int>]](repeating: [], count: team.memberCount)
    seen.withUnsafeMutableBufferPointer { seen in
      nonisolated(unsafe) let seen = seen
      team.share(count, unit: unit) { thread, range in seen[thread].append(range) }
    }
    let ranges = seen.joined().sorted { $0.lowerBound < $1.lowerBound }
    #expect(ranges.flatMap { Array($0) } == Array(0..<count))
    #expect(ranges.dropLast().allSatisfy { $0.count % unit == 0 })
  }
}

@Test func manyShortPiecesOfWorkAreAllDone() {
  let team = team(3)
  var sums = [Int](repeating: 0, count: 12)
  for round in 0..<20_000 {
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      team.share(12) { _, range in for index in range { sums[index] += round } }
    }
    // More and fewer threads between pieces, and helpers that went to sleep.
    if round % 100 == 0 { team.use(threads: round / 100 % 4 + 1) }
  }
  #expect(sums == [Int](repeating: 19_999 * 10_000, count: 12))
}

/// What a layer computes of the same random numbers with and without helpers.
private func results(of layer: any Layer, rows: Int, team: ThreadTeam?) -> [AlignedFloats] {
  var generator = SeededGenerator(seed: 5)
  let parameters = layer.initialParameters(using: &generator)
  func random(_ count: Int) -> AlignedFloats {
    AlignedFloats((0..<count).map { _ in Float.random(in: -1...1, using: &generator) })
  }
  let input = random(rows * layer.input.count + 16)
  var output = AlignedFloats(count: rows * layer.output.count + 16)
  var gradient = random(rows * layer.output.count + 16)
  var (gradients, inputGradient) = (AlignedFloats(count: layer.parameterCount), AlignedFloats(count: input.count))
  var workspace = layer.makeWorkspace(rows: rows)
  workspace.team = team
  layer.forward(input, rows: rows, parameters: parameters, into: &output, workspace: &workspace)
  layer.parameterGradients(
    input: input, output: output, outputGradient: &gradient, rows: rows, into: &gradients, workspace: &workspace)
  layer.inputGradient(
    outputGradient: gradient, parameters: parameters, rows: rows, into: &inputGradient, workspace: &workspace)
  return [output, gradients, inputGradient]
}

@Test func helpersChangeNoBitOfALayer() throws {
  let layers: [any Layer] = [
    Dense(input: LayerShape(channels: 48), outputs: 37, isRectified: true),
    Dense(input: LayerShape(height: 3, width: 5, channels: 16), outputs: 150, isRectified: false),
    try #require(
      PooledConvolution(
        input: LayerShape(height: 9, width: 10, channels: 16), channels: 35, kernel: .init(height: 3, width: 2), pool: 2
      )),
  ]
  for layer in layers {
    for rows in [1, 5, 37] {
      let alone = results(of: layer, rows: rows, team: nil)
      for threads in 2...4 {
        let shared = results(of: layer, rows: rows, team: team(threads))
        #expect(zip(alone, shared).allSatisfy { Array($0) == Array($1) })
      }
    }
  }
}

@Test func helpersChangeNoBitOfAGramMatrixOrOfAdam() throws {
  let values = (0..<200 * 70).map { Float($0 * 37 % 11) - 3 }
  let features = Features(shape: FeatureShape(features: 70), floats: values)
  let rows = Array(0..<200)
  #expect(try gramMatrix(features, rows: rows) == gramMatrix(features, rows: rows, by: team(3)))
  func stepped(_ team: ThreadTeam?) -> AlignedFloats {
    var (moments, parameters) = (AdamMoments(count: 9000), AlignedFloats(count: 9000))
    let gradients = AlignedFloats((0..<9000).map { Float($0 % 17) - 8 })
    for _ in 0..<3 {
      moments.step(
        &parameters, gradients: gradients, beta1: 0.9, beta2: 0.999, rate: 0.1, inverseRoot: 3, epsilon: 1e-8, by: team)
    }
    return parameters
  }
  #expect(Array(stepped(nil)) == Array(stepped(team(3))))
}
