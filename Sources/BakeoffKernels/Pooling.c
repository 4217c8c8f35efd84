#include "Lanes.h"
#include "Targets.h"

// One pixel of 16 channels: the largest of pool x pool convolved values, its window's place in the input, and ReLU.
INLINE void pool_pixel(const float *convolved, bakeoff_pooling shape, int32_t place, float *output, int32_t *winner) {
  lanes best = LOAD(convolved);
  integer_lanes where = (integer_lanes){0} + place;
  for (ptrdiff_t y = 0; y < shape.pool; y++) {
    for (ptrdiff_t x = 0; x < shape.pool; x++) {
      lanes value = LOAD(convolved + (y * shape.pool * shape.columns + x) * shape.channels);
      integer_lanes here = (integer_lanes){0} + (int32_t)(place + y * shape.row_stride + x * shape.column_stride);
      integer_lanes larger = value > best;
      best = SELECT(larger, value, best);
      where = (larger & here) | (~larger & where);
    }
  }
  integer_lanes off = best < (lanes){0};
  STORE(output, SELECT(off, (lanes){0}, best));
  *(unaligned_integer_lanes *)winner = where;
}

BAKEOFF_CLONES void bakeoff_pool(const float *convolved, bakeoff_pooling shape, float *output, int32_t *winners) {
  for (ptrdiff_t y = 0; y < shape.rows; y++) {
    for (ptrdiff_t x = 0; x < shape.columns; x++) {
      const float *corner = convolved + (y * shape.pool * shape.columns + x) * shape.pool * shape.channels;
      int32_t place = (int32_t)(shape.pool * (y * shape.row_stride + x * shape.column_stride));
      for (ptrdiff_t channel = 0; channel < shape.channels; channel += BAKEOFF_LANES) {
        pool_pixel(corner + channel, shape, place, output, winners);
        output += BAKEOFF_LANES;
        winners += BAKEOFF_LANES;
      }
    }
  }
}
