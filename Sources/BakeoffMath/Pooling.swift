import BakeoffKernels

/// Max-pooling of one convolved image, (rows x pool) x (columns x pool) x channels, after ReLU.
struct Pooling {
  let rows: Int
  let columns: Int
  let pool: Int
  let channels: Int
  /// Floats of the convolution's input between the windows of neighbouring convolved pixels.
  let rowStride: Int
  let columnStride: Int

  /// Writes rows x columns x channels values from `start` on, and where in the input the window of each starts.
  func apply(to convolved: AlignedFloats, into output: inout AlignedFloats, winners: inout [Int32], at start: Int) {
    let count = rows * columns * channels
    precondition(convolved.count >= count * pool * pool && start + count <= min(output.count, winners.count))
    let shape = bakeoff_pooling(
      rows: rows, columns: columns, pool: pool, channels: channels, row_stride: rowStride, column_stride: columnStride)
    convolved.withUnsafeBufferPointer { convolved in
      output.withUnsafeMutableBufferPointer { output in
        winners.withUnsafeMutableBufferPointer { winners in
          guard let convolved = convolved.baseAddress, let output = output.baseAddress,
            let winners = winners.baseAddress
          else { return }
          bakeoff_pool(convolved, shape, output + start, winners + start)
        }
      }
    }
  }
}

/// A convolution's weights with each output channel's together: [channel][run][values of a run, padded to 16].
struct ChannelWeights {
  let channels: Int
  let runs: Int
  let run: Int

  /// Vectors of 16 a run takes.
  var vectors: Int { paddedToLanes(run) / laneCount }
  /// Floats all of them take.
  var count: Int { channels * runs * vectors * laneCount }

  /// From panels [channel / 16][runs x run][16].
  func load(panels: AlignedFloats, into weights: inout AlignedFloats) {
    panels.withUnsafeBufferPointer { panels in
      weights.withUnsafeMutableBufferPointer { weights in
        forEachWeight { weights[$0] = panels[$1] }
      }
    }
  }

  /// To panels.
  func store(_ weights: AlignedFloats, asPanels panels: inout AlignedFloats) {
    weights.withUnsafeBufferPointer { weights in
      panels.withUnsafeMutableBufferPointer { panels in
        forEachWeight { panels[$1] = weights[$0] }
      }
    }
  }

  /// Calls `body` with the place of every weight here and in panels.
  private func forEachWeight(_ body: (Int, Int) -> Void) {
    for channel in 0..<channels {
      for row in 0..<runs {
        let here = (channel * runs + row) * vectors * laneCount
        let panel = (channel / laneCount * runs + row) * run * laneCount + channel % laneCount
        for value in 0..<run { body(here + value, panel + value * laneCount) }
      }
    }
  }
}

/// Adds the weights' gradients of one image, its rows `rowStride` floats apart, to `weights`.
///
/// `image` is where the image lies in the input, `pixels` where its pooled values lie in `gradient` and `winners`. The
/// input may be read past the image, up to where its last run would end if runs were whole vectors of 16.
func pooledWeightGradient(
  _ input: AlignedFloats, image: Range<Int>, rowStride: Int, gradient: AlignedFloats, winners: [Int32],
  pixels: Range<Int>, into weights: inout AlignedFloats, layout: ChannelWeights
) {
  precondition(weights.count >= layout.count && pixels.upperBound <= min(gradient.count, winners.count))
  precondition(
    image.upperBound + layout.vectors * laneCount - layout.run <= input.count, "the image and what is read past it")
  input.withUnsafeBufferPointer { input in
    withPooled(gradient, winners, pixels, channels: layout.channels) { pooled in
      weights.withUnsafeMutableBufferPointer { weights in
        guard let input = input.baseAddress, let weights = weights.baseAddress else { return }
        bakeoff_pooled_weight_gradient(
          input + image.lowerBound, rowStride, pooled, weights, layout.runs, layout.run)
      }
    }
  }
}

/// Adds the gradient of one image, as above, to `input`; runs are whole vectors of 16.
func pooledInputGradient(
  into input: inout AlignedFloats, image: Range<Int>, rowStride: Int, gradient: AlignedFloats, winners: [Int32],
  pixels: Range<Int>, weights: AlignedFloats, layout: ChannelWeights
) {
  precondition(layout.run % laneCount == 0 && weights.count >= layout.count)
  precondition(image.upperBound <= input.count && pixels.upperBound <= min(gradient.count, winners.count))
  input.withUnsafeMutableBufferPointer { input in
    withPooled(gradient, winners, pixels, channels: layout.channels) { pooled in
      weights.withUnsafeBufferPointer { weights in
        guard let input = input.baseAddress, let weights = weights.baseAddress else { return }
        bakeoff_pooled_input_gradient(input + image.lowerBound, rowStride, pooled, weights, layout.runs, layout.run)
      }
    }
  }
}

private func withPooled(
  _ gradient: AlignedFloats, _ winners: [Int32], _ pixels: Range<Int>, channels: Int, _ body: (bakeoff_pooled) -> Void
) {
  gradient.withUnsafeBufferPointer { gradient in
    winners.withUnsafeBufferPointer { winners in
      guard let gradient = gradient.baseAddress, let winners = winners.baseAddress else { return }
      body(
        bakeoff_pooled(
          gradient: gradient + pixels.lowerBound, winners: winners + pixels.lowerBound,
          pixels: pixels.count / channels, channels: channels))
    }
  }
}
