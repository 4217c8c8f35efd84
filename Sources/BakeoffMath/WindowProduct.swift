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
/// A point has the same sums, to the last bit, in any company.
func windowProduct(
  _ input: AlignedFloats, _ points: WindowPoints, _ window: Window, _ weights: AlignedFloats, _ panels: Panels,
  into sums: inout AlignedFloats, _ layout: SumLayout
) {
  guard points.rows > 0, points.columns > 0 else { return }
  let lastPoint = points.start + (points.rows - 1) * points.rowStride + (points.columns - 1) * points.columnStride
  let lastValue = lastPoint + (window.runs - 1) * window.runStride + (window.run - 1) * window.step
  let weightsEnd = (panels.count - 1) * panels.stride + window.runs * window.run * laneCount
  let lastSum = (points.rows * points.columns - 1) * layout.stride + (panels.count - 1) * layout.panelStride
  precondition(lastValue < input.count, "the windows lie in the input")
  let biasesEnd = panels.bias.map { $0 + panels.count * laneCount } ?? 0
  precondition(max(weightsEnd, biasesEnd) <= weights.count, "the panels and the biases lie in the weights")
  precondition(lastSum + laneCount <= sums.count, "the sums lie in the output")
  input.withUnsafeBufferPointer { input in
    weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let input = input.baseAddress, let weights = weights.baseAddress, let sums = sums.baseAddress else {
          return
        }
        bakeoff_product(
          bakeoff_points(
            values: input + points.start, rows: points.rows, columns: points.columns, row_stride: points.rowStride,
            column_stride: points.columnStride),
          bakeoff_window(runs: window.runs, run: window.run, run_stride: window.runStride, step: window.step),
          bakeoff_weights(
            values: weights, panels: panels.count, panel_stride: panels.stride,
            bias: panels.bias.map { weights + $0 }),
          bakeoff_sums(values: sums, stride: layout.stride, panel_stride: layout.panelStride))
      }
    }
  }
}
