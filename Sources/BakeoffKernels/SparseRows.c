#include "BakeoffKernels.h"
#include "Lanes.h"
#include "Targets.h"

// Asks for a row's memory while the one before it is worked on: rows in random order lie where no processor expects them.
static inline void prefetch(BakeoffSparseRows rows, int64_t row) {
  const int64_t lineLength = 64 / sizeof(float);
  for (int64_t k = rows.starts[row]; k < rows.ends[row]; k += lineLength) {
    __builtin_prefetch(rows.values + k);
    __builtin_prefetch(rows.columns + k);
  }
}

// Both loops go over sixteen columns at a time, and there over all rows: as many columns of the weights, or of the
// gradient, stay in a near cache.

BAKEOFF_CLONES void bakeoff_sparse_product(
    BakeoffSparseRows rows, int64_t first, int64_t count, const float *weights, const float *initial, int64_t width,
    float *output) {
  for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) {
    const float *panel = weights + lane;
    for (int64_t i = 0; i < count; i++) {
      const int64_t row = first + i;
      if (lane == 0 && i + 1 < count) prefetch(rows, row + 1);
      const int64_t end = rows.ends[row];
      int64_t k = rows.starts[row];
      // Four sums at a time: one would wait for its own last addition.
      lanes a = *(const lanes *)(initial + lane), b = {0}, c = {0}, d = {0};
      for (; k + 4 <= end; k += 4) {
        a += rows.values[k] * *(const lanes *)(panel + rows.columns[k] * width);
        b += rows.values[k + 1] * *(const lanes *)(panel + rows.columns[k + 1] * width);
        c += rows.values[k + 2] * *(const lanes *)(panel + rows.columns[k + 2] * width);
        d += rows.values[k + 3] * *(const lanes *)(panel + rows.columns[k + 3] * width);
      }
      for (; k < end; k++) a += rows.values[k] * *(const lanes *)(panel + rows.columns[k] * width);
      *(lanes *)(output + i * width + lane) = (a + b) + (c + d);
    }
  }
}

BAKEOFF_CLONES void bakeoff_sparse_transposed_product(
    BakeoffSparseRows rows, int64_t first, int64_t count, const float *residuals, int64_t width, int64_t first_lane,
    int64_t end_lane, float *gradient) {
  for (int64_t lane = first_lane; lane < end_lane; lane += BAKEOFF_LANES) {
    for (int64_t i = 0; i < count; i++) {
      const int64_t row = first + i;
      const lanes residual = *(const lanes *)(residuals + i * width + lane);
      for (int64_t k = rows.starts[row]; k < rows.ends[row]; k++)
        *(lanes *)(gradient + rows.columns[k] * width + lane) += rows.values[k] * residual;
    }
  }
}

BAKEOFF_CLONES void bakeoff_average_and_decay(
    float *weights, float *average, int64_t count, float share, float decay) {
  for (int64_t i = 0; i < count; i += BAKEOFF_LANES) {
    const lanes w = *(lanes *)(weights + i);
    *(lanes *)(average + i) += share * (w - *(lanes *)(average + i));
    *(lanes *)(weights + i) = decay * w;
  }
}
