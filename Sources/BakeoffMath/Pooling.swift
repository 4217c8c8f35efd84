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
  func apply(
    to convolved: UnsafeMutableBufferPointer<Float>, into output: UnsafeMutableBufferPointer<Float>,
    winners: UnsafeMutableBufferPointer<Int32>, at start: Int
  ) {
    let count = rows * columns * channels
    precondition(convolved.count >= count * pool * pool && start + count <= min(output.count, winners.count))
    let shape = bakeoff_pooling(
      rows: rows, columns: columns, pool: pool, channels: channels, row_stride: rowStride, column_stride: columnStride)
    guard let convolved = convolved.baseAddress, let output = output.baseAddress, let winners = winners.baseAddress
    else { return }
    bakeoff_pool(convolved, shape, output + start, winners + start)
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

/// The gradients of pooled pixels and the windows that won them, of a batch of images.
struct PooledGradient {
  let gradient: UnsafeBufferPointer<Float>
  let winners: UnsafeBufferPointer<Int32>
  let channels: Int

  /// Those of one image, whose pooled values lie at `pixels`.
  func image(_ pixels: Range<Int>) -> bakeoff_pooled? {
    precondition(pixels.upperBound <= min(gradient.count, winners.count), "the image is one of the batch")
    guard let gradient = gradient.baseAddress, let winners = winners.baseAddress else { return nil }
    return bakeoff_pooled(
      gradient: gradient + pixels.lowerBound, winners: winners + pixels.lowerBound, pixels: pixels.count / channels,
      channels: channels)
  }
}

extension ChannelWeights {
  /// Adds the gradients of one image, its rows `rowStride` floats apart, to the weights of some channels, a multiple of 4
  /// up to one.
  ///
  /// `image` is where the image lies in the input, `pixels` where its pooled values lie. The input may be read past the
  /// image, up to where its last run would end if runs were whole vectors of 16.
  func addGradient(
    of some: Range<Int>, _ input: UnsafeBufferPointer<Float>, image: Range<Int>, rowStride: Int,
    _ pooled: PooledGradient, pixels: Range<Int>, to weights: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(weights.count >= count && some.upperBound <= channels)
    precondition(some.lowerBound % 4 == 0 && some.upperBound % 4 == 0, "whole blocks of channels")
    precondition(image.upperBound + vectors * laneCount - run <= input.count, "the image and what is read past it")
    guard let input = input.baseAddress, let weights = weights.baseAddress, let pooled = pooled.image(pixels) else {
      return
    }
    bakeoff_pooled_weight_gradient(
      input + image.lowerBound, rowStride, pooled, weights, runs, run, some.lowerBound, some.upperBound)
  }

  /// Adds the gradient of one image, as above, to `input`; runs are whole vectors of 16.
  func addInputGradient(
    to input: UnsafeMutableBufferPointer<Float>, image: Range<Int>, rowStride: Int, _ pooled: PooledGradient,
    pixels: Range<Int>, weights: UnsafeBufferPointer<Float>
  ) {
    precondition(run % laneCount == 0 && weights.count >= count && image.upperBound <= input.count)
    guard let input = input.baseAddress, let weights = weights.baseAddress, let pooled = pooled.image(pixels) else {
      return
    }
    bakeoff_pooled_input_gradient(input + image.lowerBound, rowStride, pooled, weights, runs, run)
  }
}
