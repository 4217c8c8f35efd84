#include "BakeoffKernels.h"
#include "Lanes.h"
#include "Targets.h"

BAKEOFF_CLONES void bakeoff_sparse_product(
    BakeoffSparseRows rows, const int32_t *selection, int64_t first, int64_t count, const float *weights,
    const float *initial, int64_t width, float *output) {
  for (int64_t i = 0; i < count; i++) {
    const int64_t row = selection ? selection[i] : first + i;
    const int64_t start = rows.starts[row], end = rows.starts[row + 1];
    for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) {
      // Four sums at a time: one would wait for its own last addition.
      lanes a = *(const lanes *)(initial + lane), b = {0}, c = {0}, d = {0};
      int64_t k = start;
      for (; k + 4 <= end; k += 4) {
        a += rows.values[k] * *(const lanes *)(weights + rows.columns[k] * width + lane);
        b += rows.values[k + 1] * *(const lanes *)(weights + rows.columns[k + 1] * width + lane);
        c += rows.values[k + 2] * *(const lanes *)(weights + rows.columns[k + 2] * width + lane);
        d += rows.values[k + 3] * *(const lanes *)(weights + rows.columns[k + 3] * width + lane);
      }
      for (; k < end; k++) a += rows.values[k] * *(const lanes *)(weights + rows.columns[k] * width + lane);
      *(lanes *)(output + i * width + lane) = (a + b) + (c + d);
    }
  }
}

BAKEOFF_CLONES void bakeoff_sparse_transposed_product(
    BakeoffSparseRows rows, const int32_t *selection, int64_t first, int64_t count, const float *residuals,
    int64_t width, float *gradient) {
  for (int64_t i = 0; i < count; i++) {
    const int64_t row = selection ? selection[i] : first + i;
    const int64_t start = rows.starts[row], end = rows.starts[row + 1];
    for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) {
      const lanes residual = *(const lanes *)(residuals + i * width + lane);
      for (int64_t k = start; k < end; k++)
        *(lanes *)(gradient + rows.columns[k] * width + lane) += rows.values[k] * residual;
    }
  }
}
