#include "Lanes.h"
#include "Targets.h"

// Where in the input the window of a convolved pixel starts, counted in convolved pixels from the image's corner.
INLINE int32_t place(bakeoff_pooling shape, ptrdiff_t y, ptrdiff_t x) {
  return (int32_t)(y * shape.row_stride + x * shape.column_stride);
}

// One pixel of 16 channels: the largest of pool x pool convolved values, its window's place in the input, and ReLU.
INLINE void pool_pixel(const float *convolved, const ptrdiff_t pool, bakeoff_pooling shape, int32_t first,
                       float *output, int32_t *winner) {
  lanes best = LOAD(convolved);
  integer_lanes where = (integer_lanes){0} + first;
  for (ptrdiff_t y = 0; y < pool; y++) {
    for (ptrdiff_t x = 0; x < pool; x++) {
      lanes value = LOAD(convolved + (y * pool * shape.columns + x) * shape.channels);
      integer_lanes here = (integer_lanes){0} + (first + place(shape, y, x));
      // What is not a number counts as largest, so that divergence is seen.
      integer_lanes larger = (value > best) | (value != value);
      best = SELECT(larger, value, best);
      where = (larger & here) | (~larger & where);
    }
  }
  STORE(output, SELECT(best < (lanes){0}, (lanes){0}, best));
  STORE_INTEGERS(winner, where);
}

INLINE void pool_image(const float *convolved, const ptrdiff_t pool, bakeoff_pooling shape, float *output,
                       int32_t *winners) {
  for (ptrdiff_t y = 0; y < shape.rows; y++) {
    for (ptrdiff_t x = 0; x < shape.columns; x++) {
      const float *corner = convolved + (y * pool * shape.columns + x) * pool * shape.channels;
      int32_t first = place(shape, y * pool, x * pool);
      for (ptrdiff_t channel = 0; channel < shape.channels; channel += BAKEOFF_LANES) {
        pool_pixel(corner + channel, pool, shape, first, output, winners);
        output += BAKEOFF_LANES;
        winners += BAKEOFF_LANES;
      }
    }
  }
}

BAKEOFF_CLONES void bakeoff_pool(const float *convolved, bakeoff_pooling shape, float *output, int32_t *winners) {
  // The usual side as a constant lets the compiler unroll the block.
  if (shape.pool == 2) return pool_image(convolved, 2, shape, output, winners);
  pool_image(convolved, shape.pool, shape, output, winners);
}
