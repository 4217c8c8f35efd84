#include "BakeoffKernels.h"
#include "Lanes.h"
#include "Targets.h"

INLINE void subtract_maxima(float *logits, int64_t count, int64_t width, float *maxima) {
  for (int64_t i = 0; i < count; i++) {
    float *row = logits + i * width;
    lanes highest = *(lanes *)row;
    for (int64_t lane = BAKEOFF_LANES; lane < width; lane += BAKEOFF_LANES)
      highest = __builtin_elementwise_max(highest, *(lanes *)(row + lane));
    maxima[i] = __builtin_reduce_max(highest);
    for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) *(lanes *)(row + lane) -= maxima[i];
  }
}

INLINE void divide_by_sums(float *exponentials, int64_t count, int64_t width, float *sums) {
  for (int64_t i = 0; i < count; i++) {
    float *row = exponentials + i * width;
    lanes total = {0};
    for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) total += *(lanes *)(row + lane);
    float sum = 0;
    for (int lane = 0; lane < BAKEOFF_LANES; lane++) sum += total[lane];
    for (int64_t lane = 0; lane < width; lane += BAKEOFF_LANES) *(lanes *)(row + lane) *= 1 / sum;
    sums[i] = sum;
  }
}

BAKEOFF_CLONES void bakeoff_softmax(
    float *logits, int64_t count, int64_t width, float *maxima, float *sums) {
  subtract_maxima(logits, count, width, maxima);
  bakeoff_exp(logits, count * width);
  divide_by_sums(logits, count, width, sums);
}
