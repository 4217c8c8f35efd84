#include "Lanes.h"
#include "Targets.h"

// After max-pooling only the window that won a pixel has a gradient there, so that the backward passes of convolution
// visit one window a pooled pixel and channel where the plain ones would visit pool x pool.

enum { MOST_RUNS = 3, MOST_VECTORS = 3, MOST_CHANNELS = 4 };

// Gradients of runs x vectors weights of a few channels, summed in registers over the pixels of an image.
INLINE void sum_weights(const int channels, const int runs, const int vectors, const float *input, ptrdiff_t run_stride,
                        bakeoff_pooled pooled, ptrdiff_t channel, float *weights, ptrdiff_t channel_stride,
                        ptrdiff_t weight_stride) {
  lanes sums[MOST_CHANNELS][MOST_RUNS][MOST_VECTORS];
  UNROLL for (int c = 0; c < channels; c++) {
    UNROLL for (int r = 0; r < runs; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[c][r][v] = LOAD(weights + c * channel_stride + r * weight_stride + v * BAKEOFF_LANES);
      }
    }
  }
  for (ptrdiff_t pixel = 0; pixel < pooled.pixels; pixel++) {
    ptrdiff_t at = pixel * pooled.channels + channel;
    UNROLL for (int c = 0; c < channels; c++) {
      float gradient = pooled.gradient[at + c];
      const float *window = input + pooled.winners[at + c];
      UNROLL for (int r = 0; r < runs; r++) {
        UNROLL for (int v = 0; v < vectors; v++) {
          sums[c][r][v] += gradient * LOAD(window + r * run_stride + v * BAKEOFF_LANES);
        }
      }
    }
  }
  UNROLL for (int c = 0; c < channels; c++) {
    UNROLL for (int r = 0; r < runs; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        STORE(weights + c * channel_stride + r * weight_stride + v * BAKEOFF_LANES, sums[c][r][v]);
      }
    }
  }
}

// Adds runs x vectors weights of one channel, held in registers, times its gradients to the windows that won.
INLINE void spread_weights(const int runs, const int vectors, float *input, ptrdiff_t run_stride, bakeoff_pooled pooled,
                           ptrdiff_t channel, const float *weights, ptrdiff_t weight_stride) {
  lanes values[MOST_RUNS][MOST_VECTORS];
  UNROLL for (int r = 0; r < runs; r++) {
    UNROLL for (int v = 0; v < vectors; v++) values[r][v] = LOAD(weights + r * weight_stride + v * BAKEOFF_LANES);
  }
  for (ptrdiff_t pixel = 0; pixel < pooled.pixels; pixel++) {
    ptrdiff_t at = pixel * pooled.channels + channel;
    float gradient = pooled.gradient[at];
    float *window = input + pooled.winners[at];
    UNROLL for (int r = 0; r < runs; r++) {
      UNROLL for (int v = 0; v < vectors; v++) {
        float *target = window + r * run_stride + v * BAKEOFF_LANES;
        STORE(target, LOAD(target) + gradient * values[r][v]);
      }
    }
  }
}

#define BLOCK_CASES(CASE)                                                                                            \
  CASE(1, 1) CASE(1, 2) CASE(1, 3) CASE(2, 1) CASE(2, 2) CASE(2, 3) CASE(3, 1) CASE(3, 2) CASE(3, 3)

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

BAKEOFF_CLONES void bakeoff_pooled_weight_gradient(const float *input, ptrdiff_t run_stride, bakeoff_pooled pooled,
                                                   float *weights, ptrdiff_t runs, ptrdiff_t vectors) {
  ptrdiff_t weight_stride = vectors * BAKEOFF_LANES, channel_stride = runs * weight_stride, height, width;
  for (ptrdiff_t channel = 0; channel < pooled.channels; channel += MOST_CHANNELS) {
    for (ptrdiff_t run = 0; run < runs; run += height) {
      height = smaller(runs - run, MOST_RUNS);
      for (ptrdiff_t vector = 0; vector < vectors; vector += width) {
        width = smaller(vectors - vector, MOST_VECTORS);
        float *block = weights + channel * channel_stride + run * weight_stride + vector * BAKEOFF_LANES;
        const float *corner = input + run * run_stride + vector * BAKEOFF_LANES;
        if (width == 1) {
          switch (height) {
          case 1: sum_weights(4, 1, 1, corner, run_stride, pooled, channel, block, channel_stride, weight_stride); break;
          case 2: sum_weights(4, 2, 1, corner, run_stride, pooled, channel, block, channel_stride, weight_stride); break;
          case 3: sum_weights(4, 3, 1, corner, run_stride, pooled, channel, block, channel_stride, weight_stride); break;
          }
          continue;
        }
        for (int c = 0; c < MOST_CHANNELS; c += 2) {
          float *pair = block + c * channel_stride;
#define CASE(r, v)                                                                                                   \
  case r * 4 + v: sum_weights(2, r, v, corner, run_stride, pooled, channel + c, pair, channel_stride, weight_stride);  \
    break;
          switch (height * 4 + width) { BLOCK_CASES(CASE) }
#undef CASE
        }
      }
    }
  }
}

BAKEOFF_CLONES void bakeoff_pooled_input_gradient(float *input, ptrdiff_t run_stride, bakeoff_pooled pooled,
                                                  const float *weights, ptrdiff_t runs, ptrdiff_t vectors) {
  ptrdiff_t weight_stride = vectors * BAKEOFF_LANES, height, width;
  for (ptrdiff_t channel = 0; channel < pooled.channels; channel++) {
    for (ptrdiff_t run = 0; run < runs; run += height) {
      height = smaller(runs - run, MOST_RUNS);
      for (ptrdiff_t vector = 0; vector < vectors; vector += width) {
        width = smaller(vectors - vector, MOST_VECTORS);
        const float *block = weights + (channel * runs + run) * weight_stride + vector * BAKEOFF_LANES;
        float *corner = input + run * run_stride + vector * BAKEOFF_LANES;
#define CASE(r, v)                                                                                                   \
  case r * 4 + v: spread_weights(r, v, corner, run_stride, pooled, channel, block, weight_stride); break;
        switch (height * 4 + width) { BLOCK_CASES(CASE) }
#undef CASE
      }
    }
  }
}
