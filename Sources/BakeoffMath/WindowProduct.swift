import BakeoffKernels

/// Points where windows are laid on an input: rows x columns of them from `start` on, strides in floats.
struct WindowPoints {
  var start = 0
  var rows: Int
  var columns = 1
  var rowStride: Int
  var columnStride = 0
}

/// What a window sees from its point: `runs` runs of `run` values, strides in floats.
struct Window {
  var runs = 1
  var run: Int
  var runStride = 0
  var step = 1
}

/// How many panels of weights there are and how far apart, in floats; each is (runs * run) x 16.
struct Panels {
  var count: Int
  var stride: Int
  /// Where the biases start in the same memory, one a column; nil for none.
  var bias: Int?
}

/// Where sums go, in floats: point i, panel q at i * stride + q * panelStride.
struct SumLayout {
  var stride: Int
  var panelStride: Int
}

/// For every point i and column: sum = bias + sum over the window of input x weight; see `bakeoff_product`.
///
/// A point has the same sums, to the last bit, in any company. Threads share out points in one row or one column.
func windowProduct(
  _ input: AlignedFloats, _ points: WindowPoints, _ window: Window, _ weights: AlignedFloats, _ panels: Panels,
  into sums: inout AlignedFloats, _ layout: SumLayout, by team: ThreadTeam? = nil
) {
  precondition(team == nil || points.rows == 1 || points.columns == 1, "points that are shared out lie in a line")
  input.withUnsafeBufferPointer { input in
    weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        // Safe to share: every thread writes the sums of its own points.
        nonisolated(unsafe) let (input, weights, sums) = (input, weights, sums)
        sharedOut(points.rows * points.columns, by: team, unit: pointsAtATime) { _, some in
          windowProduct(
            input, points.part(some), window, weights, panels, into: sums, layout,
            at: some.lowerBound * layout.stride)
        }
      }
    }
  }
}

/// The same for memory of which others may use other parts; the sums start at `start`.
func windowProduct(
  _ input: UnsafeBufferPointer<Float>, _ points: WindowPoints, _ window: Window, _ weights: UnsafeBufferPointer<Float>,
  _ panels: Panels, into sums: UnsafeMutableBufferPointer<Float>, _ layout: SumLayout, at start: Int = 0
) {
  guard points.rows > 0, points.columns > 0 else { return }
  let lastPoint = points.start + (points.rows - 1) * points.rowStride + (points.columns - 1) * points.columnStride
  let lastValue = lastPoint + (window.runs - 1) * window.runStride + (window.run - 1) * window.step
  let weightsEnd = (panels.count - 1) * panels.stride + window.runs * window.run * laneCount
  let lastSum = start + (points.rows * points.columns - 1) * layout.stride + (panels.count - 1) * layout.panelStride
  precondition(lastValue < input.count, "the windows lie in the input")
  let biasesEnd = panels.bias.map { $0 + panels.count * laneCount } ?? 0
  precondition(max(weightsEnd, biasesEnd) <= weights.count, "the panels and the biases lie in the weights")
  precondition(lastSum + laneCount <= sums.count, "the sums lie in the output")
  guard let input = input.baseAddress, let weights = weights.baseAddress, let sums = sums.baseAddress else { return }
  bakeoff_product(
    bakeoff_points(
      values: input + points.start, rows: points.rows, columns: points.columns, row_stride: points.rowStride,
      column_stride: points.columnStride),
    bakeoff_window(runs: window.runs, run: window.run, run_stride: window.runStride, step: window.step),
    bakeoff_weights(
      values: weights, panels: panels.count, panel_stride: panels.stride, bias: panels.bias.map { weights + $0 }),
    bakeoff_sums(values: sums + start, stride: layout.stride, panel_stride: layout.panelStride))
}

/// As many points as the product computes together on the largest processors.
private let pointsAtATime = 12

extension WindowPoints {
  /// Those of `range`, counted along the rows; all of them, or of points that lie in a line.
  fileprivate func part(_ range: Range<Int>) -> WindowPoints {
    guard range.count < rows * columns else { return self }
    var part = self
    (part.rows, part.columns) = rows == 1 ? (1, range.count) : (range.count, 1)
    part.start = start + range.lowerBound * (rows == 1 ? columnStride : rowStride)
    return part
  }
}
