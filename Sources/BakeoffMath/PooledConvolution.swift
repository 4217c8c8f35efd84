import BakeoffCore

/// A convolution without padding, ReLU and max-pooling in one layer: output = pool(max(0, input * W + b)).
///
/// The convolution has kernel.height x kernel.width windows, stride.height x stride.width pixels apart; of its
/// output, each pool x pool block becomes one pixel, its largest value (pool 1 leaves it as it is). Rows and columns
/// that do not fill a block are left out. Parameters: W as panels [channels / 16][kernel.height][kernel.width x input
/// channels][16], then b; channels padded to a multiple of 16.
///
/// Together the three are cheaper: only the window that won a block has a gradient, so that the backward passes visit
/// 1 / pool^2 of the windows. Source: LeCun and others, "Gradient-based learning applied to document recognition",
/// 1998.
public struct PooledConvolution: Layer {
  /// Pixels down and across.
  public struct Extent: Hashable, Sendable {
    /// Pixels down.
    package let height: Int
    /// Pixels across.
    package let width: Int

    /// Makes an extent; traps if a side is below 1.
    public init(height: Int, width: Int) {
      precondition(height > 0 && width > 0, "every side of an extent is at least 1")
      self.height = height
      self.width = width
    }
  }

  /// What it reads.
  public let input: LayerShape
  /// Pooled rows x pooled columns x channels.
  public let output: LayerShape
  /// The size of a window.
  package let kernel: Extent
  /// How far apart windows are.
  package let stride: Extent
  /// The side of the blocks that are pooled.
  package let pool: Int

  /// A layer from `input` to `channels` channels; nil where the input is too small for a single block.
  public init?(
    input: LayerShape, channels: Int, kernel: Extent, stride: Extent = Extent(height: 1, width: 1), pool: Int
  ) {
    precondition(pool > 0, "a block is at least one pixel")
    guard input.height >= kernel.height, input.width >= kernel.width else { return nil }
    let rows = ((input.height - kernel.height) / stride.height + 1) / pool
    let columns = ((input.width - kernel.width) / stride.width + 1) / pool
    guard rows > 0, columns > 0 else { return nil }
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.pool = pool
    output = LayerShape(height: rows, width: columns, channels: channels)
  }

  /// Contiguous input values in one row of a window.
  private var run: Int { kernel.width * input.channelStride }
  /// Values in a window.
  private var windowCount: Int { kernel.height * run }
  private var weightCount: Int { windowCount * output.channelStride }
  private var panelCount: Int { output.channelStride / laneCount }
  /// Floats between the rows of the input.
  private var rowStride: Int { input.width * input.channelStride }
  /// Floats between neighbouring windows, down and across.
  private var windowStride: (down: Int, across: Int) {
    (stride.height * rowStride, stride.width * input.channelStride)
  }

  /// Weights and biases, padding included.
  public var parameterCount: Int { weightCount + output.channelStride }
  /// A weight for each value of a window and a bias, for each channel.
  public var learnedCount: Int { (kernel.height * kernel.width * input.channels + 1) * output.channels }

  /// Weights of variance 2 / values of a window, biases 0.
  public func initialParameters(using generator: inout SeededGenerator) -> AlignedFloats {
    let inputs = kernel.height * kernel.width * input.channels
    var drawn = heNormal(inputs * output.channels, inputs: inputs, using: &generator)[...]
    var parameters = AlignedFloats(count: parameterCount)
    for y in 0..<kernel.height {
      for x in 0..<kernel.width {
        for from in 0..<input.channels {
          for to in 0..<output.channels {
            parameters[weightIndex(y: y, x: x, from: from, to: to)] = drawn.removeFirst()
          }
        }
      }
    }
    return parameters
  }

  /// Where the weight from input channel `from` at (y, x) of the window to output channel `to` is kept.
  package func weightIndex(y: Int, x: Int, from: Int, to: Int) -> Int {
    let value = y * run + x * input.channelStride + from
    return (to / laneCount * windowCount + value) * laneCount + to % laneCount
  }

  /// Where the bias of output channel `channel` is kept.
  package func biasIndex(channel: Int) -> Int { weightCount + channel }

  /// Room for one convolved image, one set of weights by channel, and the winner of every block.
  public func makeWorkspace(rows: Int) -> LayerWorkspace {
    LayerWorkspace(
      floats: AlignedFloats(count: output.channelStride * kernel.height * paddedToLanes(run)),
      scratch: AlignedFloats(count: convolvedCount),
      offsets: [Int32](repeating: 0, count: rows * output.count))
  }
}

extension PooledConvolution {
  private var pooling: Pooling {
    Pooling(
      rows: output.height, columns: output.width, pool: pool, channels: output.channelStride,
      rowStride: windowStride.down, columnStride: windowStride.across)
  }

  /// output = pool(max(0, input * W + b)), one image at a time so that it stays in the cache.
  public func forward(
    _ input: AlignedFloats, rows: Int, parameters: AlignedFloats, into output: inout AlignedFloats,
    workspace: inout LayerWorkspace
  ) {
    let (team, room) = (workspace.team, convolvedCount)
    let threads = team?.memberCount ?? 1
    if workspace.scratch.count < threads * room { workspace.scratch = AlignedFloats(count: threads * room) }
    input.withUnsafeBufferPointer { input in
      parameters.withUnsafeBufferPointer { parameters in
        output.withUnsafeMutableBufferPointer { output in
          workspace.scratch.withUnsafeMutableBufferPointer { scratch in
            workspace.offsets.withUnsafeMutableBufferPointer { winners in
              // Safe to share: every thread writes its own images, by a convolved image of its own.
              nonisolated(unsafe) let (input, parameters, output) = (input, parameters, output)
              nonisolated(unsafe) let (scratch, winners) = (scratch, winners)
              sharedOut(rows, by: team) { thread, images in
                let convolved = UnsafeMutableBufferPointer(rebasing: scratch[thread * room..<(thread + 1) * room])
                for image in images {
                  convolve(input, image: image, parameters, into: convolved)
                  pooling.apply(to: convolved, into: output, winners: winners, at: image * self.output.count)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The convolution of one image, before ReLU and pooling.
  private func convolve(
    _ input: UnsafeBufferPointer<Float>, image: Int, _ parameters: UnsafeBufferPointer<Float>,
    into convolved: UnsafeMutableBufferPointer<Float>
  ) {
    windowProduct(
      input,
      WindowPoints(
        start: image * self.input.count, rows: output.height * pool, columns: output.width * pool,
        rowStride: windowStride.down, columnStride: windowStride.across),
      Window(runs: kernel.height, run: run, runStride: rowStride), parameters,
      Panels(count: panelCount, stride: windowCount * laneCount, bias: weightCount), into: convolved,
      SumLayout(stride: output.channelStride, panelStride: laneCount))
  }

  /// dL/dW[channel] = the sum of gradient x winning window, dL/db = the sum of gradients.
  public func parameterGradients(
    input: AlignedFloats, output: AlignedFloats, outputGradient: inout AlignedFloats, rows: Int,
    into gradients: inout AlignedFloats,
    workspace: inout LayerWorkspace
  ) {
    let channels = self.output.channelStride
    maskWhereRectified(&outputGradient, output: output, count: rows * self.output.count)
    sumRows(
      outputGradient, rows: rows * self.output.count / channels, columns: channels, into: &gradients, at: weightCount)
    workspace.floats.clear(count: channelLayout.count)
    let team = workspace.team
    input.withUnsafeBufferPointer { input in
      withPooled(outputGradient, workspace.offsets) { pooled in
        workspace.floats.withUnsafeMutableBufferPointer { weights in
          // Safe to share: every thread adds to the weights of its own channels.
          nonisolated(unsafe) let (input, pooled, weights) = (input, pooled, weights)
          sharedOut(channels, by: team, unit: 4) { _, some in
            for image in 0..<rows {
              channelLayout.addGradient(
                of: some, input, image: inputPlaces(of: image), rowStride: rowStride, pooled,
                pixels: outputPlaces(of: image), to: weights)
            }
          }
        }
      }
    }
    channelLayout.store(workspace.floats, asPanels: &gradients)
  }

  /// Every gradient times its channel's weights, added to the window that won its block.
  public func inputGradient(
    outputGradient: AlignedFloats, parameters: AlignedFloats, rows: Int, into inputGradient: inout AlignedFloats,
    workspace: inout LayerWorkspace
  ) {
    precondition(input.channelStride % laneCount == 0, "the input is padded")
    channelLayout.load(panels: parameters, into: &workspace.floats)
    workspace.floats.withUnsafeBufferPointer { weights in
      withPooled(outputGradient, workspace.offsets) { pooled in
        inputGradient.withUnsafeMutableBufferPointer { gradient in
          // Safe to share: every thread writes its own images.
          nonisolated(unsafe) let (weights, pooled, gradient) = (weights, pooled, gradient)
          sharedOut(rows, by: workspace.team) { _, images in
            for image in images {
              let places = inputPlaces(of: image)
              UnsafeMutableBufferPointer(rebasing: gradient[places]).update(repeating: 0)
              channelLayout.addInputGradient(
                to: gradient, image: places, rowStride: rowStride, pooled, pixels: outputPlaces(of: image),
                weights: weights)
            }
          }
        }
      }
    }
  }

  private var convolvedCount: Int { output.count * pool * pool }

  private func inputPlaces(of image: Int) -> Range<Int> { image * input.count..<(image + 1) * input.count }

  private func outputPlaces(of image: Int) -> Range<Int> { image * output.count..<(image + 1) * output.count }

  private func withPooled(_ gradient: AlignedFloats, _ winners: [Int32], _ body: (PooledGradient) -> Void) {
    gradient.withUnsafeBufferPointer { gradient in
      winners.withUnsafeBufferPointer { winners in
        body(PooledGradient(gradient: gradient, winners: winners, channels: output.channelStride))
      }
    }
  }

  private var channelLayout: ChannelWeights {
    ChannelWeights(channels: output.channelStride, runs: kernel.height, run: run)
  }
}
