#include "Lanes.h"
#include "Targets.h"

// After max-pooling only the window that won a pixel has a gradient there, so that the backward passes of convolution
// visit one window a pooled pixel and channel where the plain ones would visit pool x pool. Weights are taken in blocks
// of up to 3 runs x 3 vectors, which stay in registers while every pixel of the image is visited.

enum { MOST_RUNS = 3, MOST_VECTORS = 3, MOST_CHANNELS = 4, MOST_SHORT_RUNS = 5, QUAD = 4, OCTET = 8 };

// A block of weights of one channel, and where its values start in a window.
typedef struct {
  float *weights;
  ptrdiff_t weight_stride, channel_stride, window_offset, run_stride;
} block;

// The gradients of a block for `channels` neighbouring channels; `type` is a vector of `width` floats.
#define DEFINE_SUM(name, type, width)                                                                                \
  INLINE void name(const int channels, const int runs, const int vectors, const float *input, bakeoff_pooled pooled, \
                   ptrdiff_t channel, block at) {                                                                    \
    type sums[MOST_CHANNELS][MOST_SHORT_RUNS][MOST_VECTORS];                                                         \
    UNROLL for (int c = 0; c < channels; c++) UNROLL for (int r = 0; r < runs; r++) {                                \
      UNROLL for (int v = 0; v < vectors; v++) {                                                                     \
        sums[c][r][v] = *(const type *)(at.weights + c * at.channel_stride + r * at.weight_stride + v * width);      \
      }                                                                                                              \
    }                                                                                                                \
    for (ptrdiff_t pixel = 0; pixel < pooled.pixels; pixel++) {                                                      \
      ptrdiff_t index = pixel * pooled.channels + channel;                                                           \
      UNROLL for (int c = 0; c < channels; c++) {                                                                    \
        float gradient = pooled.gradient[index + c];                                                                 \
        const float *window = input + pooled.winners[index + c] + at.window_offset;                                  \
        UNROLL for (int r = 0; r < runs; r++) UNROLL for (int v = 0; v < vectors; v++) {                             \
          sums[c][r][v] += gradient * *(const type *)(window + r * at.run_stride + v * width);                       \
        }                                                                                                            \
      }                                                                                                              \
    }                                                                                                                \
    UNROLL for (int c = 0; c < channels; c++) UNROLL for (int r = 0; r < runs; r++) {                                \
      UNROLL for (int v = 0; v < vectors; v++) {                                                                     \
        *(type *)(at.weights + c * at.channel_stride + r * at.weight_stride + v * width) = sums[c][r][v];            \
      }                                                                                                              \
    }                                                                                                                \
  }

DEFINE_SUM(sum_lanes, unaligned_lanes, BAKEOFF_LANES)
DEFINE_SUM(sum_octets, unaligned_octet, OCTET)
DEFINE_SUM(sum_quads, unaligned_quad, QUAD)

// Adds a block of weights of one channel, times its gradients, to the windows that won.
INLINE void spread(const int runs, const int vectors, float *input, bakeoff_pooled pooled, ptrdiff_t channel,
                   block at) {
  lanes values[MOST_RUNS][MOST_VECTORS];
  UNROLL for (int r = 0; r < runs; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      values[r][v] = LOAD(at.weights + r * at.weight_stride + v * BAKEOFF_LANES);
    }
  }
  for (ptrdiff_t pixel = 0; pixel < pooled.pixels; pixel++) {
    ptrdiff_t index = pixel * pooled.channels + channel;
    float gradient = pooled.gradient[index];
    float *window = input + pooled.winners[index] + at.window_offset;
    UNROLL for (int r = 0; r < runs; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        float *target = window + r * at.run_stride + v * BAKEOFF_LANES;
        STORE(target, LOAD(target) + gradient * values[r][v]);
      }
    }
  }
}

// Calls the version of a function that is compiled for a block of so many runs and vectors.
#define CALL(r, v) case r * 4 + v: CALL_BLOCK(r, v); break;
#define SWITCH_BLOCK(runs, vectors)                                                                                  \
  switch ((runs) * 4 + (vectors)) {                                                                                  \
    CALL(1, 1) CALL(1, 2) CALL(1, 3) CALL(2, 1) CALL(2, 2) CALL(2, 3) CALL(3, 1) CALL(3, 2) CALL(3, 3)               \
  }

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

INLINE block block_at(float *weights, ptrdiff_t run_stride, ptrdiff_t runs, ptrdiff_t vectors, ptrdiff_t channel,
                      ptrdiff_t run, ptrdiff_t vector) {
  ptrdiff_t weight_stride = vectors * BAKEOFF_LANES;
  return (block){weights + (channel * runs + run) * weight_stride + vector * BAKEOFF_LANES, weight_stride,
                 runs * weight_stride, run * run_stride + vector * BAKEOFF_LANES, run_stride};
}

// Short runs, as those of one input channel, by vectors no longer than they need to be: a long one would cross the border
// of a cache line almost wherever it lies.
INLINE void short_weight_gradient(const float *input, bakeoff_pooled pooled, ptrdiff_t runs, ptrdiff_t run_length,
                                  ptrdiff_t channel, ptrdiff_t run, block at) {
  if (run_length <= QUAD) {
    switch (smaller(runs - run, MOST_SHORT_RUNS)) {
    case 1: return sum_quads(MOST_CHANNELS, 1, 1, input, pooled, channel, at);
    case 2: return sum_quads(MOST_CHANNELS, 2, 1, input, pooled, channel, at);
    case 3: return sum_quads(MOST_CHANNELS, 3, 1, input, pooled, channel, at);
    case 4: return sum_quads(MOST_CHANNELS, 4, 1, input, pooled, channel, at);
    case 5: return sum_quads(MOST_CHANNELS, 5, 1, input, pooled, channel, at);
    }
  }
  switch (smaller(runs - run, MOST_SHORT_RUNS)) {
  case 1: return sum_octets(MOST_CHANNELS, 1, 1, input, pooled, channel, at);
  case 2: return sum_octets(MOST_CHANNELS, 2, 1, input, pooled, channel, at);
  case 3: return sum_octets(MOST_CHANNELS, 3, 1, input, pooled, channel, at);
  case 4: return sum_octets(MOST_CHANNELS, 4, 1, input, pooled, channel, at);
  case 5: return sum_octets(MOST_CHANNELS, 5, 1, input, pooled, channel, at);
  }
}

BAKEOFF_CLONES void bakeoff_pooled_weight_gradient(const float *input, ptrdiff_t run_stride, bakeoff_pooled pooled,
                                                   float *weights, ptrdiff_t runs, ptrdiff_t run,
                                                   ptrdiff_t first_channel, ptrdiff_t end_channel) {
  ptrdiff_t vectors = (run + BAKEOFF_LANES - 1) / BAKEOFF_LANES;
  int is_short = run <= OCTET;
  ptrdiff_t step = is_short ? MOST_CHANNELS : 2;
  for (ptrdiff_t channel = first_channel; channel < end_channel; channel += step) {
    for (ptrdiff_t r = 0; r < runs; r += is_short ? MOST_SHORT_RUNS : MOST_RUNS) {
      for (ptrdiff_t v = 0; v < vectors; v += MOST_VECTORS) {
        block at = block_at(weights, run_stride, runs, vectors, channel, r, v);
        if (is_short) {
          short_weight_gradient(input, pooled, runs, run, channel, r, at);
        } else {
#define CALL_BLOCK(runs, vectors) sum_lanes(2, runs, vectors, input, pooled, channel, at)
          SWITCH_BLOCK(smaller(runs - r, MOST_RUNS), smaller(vectors - v, MOST_VECTORS))
#undef CALL_BLOCK
        }
      }
    }
  }
}

BAKEOFF_CLONES void bakeoff_pooled_input_gradient(float *input, ptrdiff_t run_stride, bakeoff_pooled pooled,
                                                  const float *weights, ptrdiff_t runs, ptrdiff_t run) {
  ptrdiff_t vectors = run / BAKEOFF_LANES;
  for (ptrdiff_t channel = 0; channel < pooled.channels; channel++) {
    for (ptrdiff_t r = 0; r < runs; r += MOST_RUNS) {
      for (ptrdiff_t v = 0; v < vectors; v += MOST_VECTORS) {
        block at = block_at((float *)weights, run_stride, runs, vectors, channel, r, v);
#define CALL_BLOCK(runs, vectors) spread(runs, vectors, input, pooled, channel, at)
        SWITCH_BLOCK(smaller(runs - r, MOST_RUNS), smaller(vectors - v, MOST_VECTORS))
#undef CALL_BLOCK
      }
    }
  }
}
