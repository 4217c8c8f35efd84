#include "Lanes.h"
#include "Targets.h"

enum { MOST_POINTS = 12, MOST_PANELS = 2 };

// How many points and panels are computed together, so that their sums fill the vector registers.
typedef struct {
  int large, medium, small, panels;
} tile_shape;

typedef struct {
  const float *inputs[MOST_POINTS];
  float *outputs[MOST_POINTS];
} tile_points;

// The sums of points x panels stay in registers while the windows of the points are read once.
INLINE void tile(const int points, const int panels, const tile_points *at, bakeoff_window window, const float *weight,
                 ptrdiff_t panel_stride, const float *bias, ptrdiff_t out_panel_stride) {
  lanes sums[MOST_POINTS][MOST_PANELS];
  UNROLL for (int p = 0; p < points; p++) {
    UNROLL for (int q = 0; q < panels; q++) sums[p][q] = bias ? LOAD(bias + q * BAKEOFF_LANES) : (lanes){0};
  }
  for (ptrdiff_t r = 0; r < window.runs; r++) {
    ptrdiff_t offset = r * window.run_stride;
    for (ptrdiff_t k = 0; k < window.run; k++) {
      lanes column[MOST_PANELS];
      UNROLL for (int q = 0; q < panels; q++) column[q] = LOAD(weight + q * panel_stride);
      UNROLL for (int p = 0; p < points; p++) {
        float input = at->inputs[p][offset];
        UNROLL for (int q = 0; q < panels; q++) sums[p][q] += input * column[q];
      }
      offset += window.step;
      weight += BAKEOFF_LANES;
    }
  }
  UNROLL for (int p = 0; p < points; p++) {
    UNROLL for (int q = 0; q < panels; q++) STORE(at->outputs[p] + q * out_panel_stride, sums[p][q]);
  }
}

// Every panel for the points of one tile.
INLINE void all_panels(const int points, const int panels, const tile_points *at, bakeoff_window window,
                       bakeoff_weights weights, bakeoff_sums sums) {
  ptrdiff_t q = 0;
  for (; q + panels <= weights.panels; q += panels) {
    tile_points from = *at;
    for (int p = 0; p < points; p++) from.outputs[p] += q * sums.panel_stride;
    tile(points, panels, &from, window, weights.values + q * weights.panel_stride, weights.panel_stride,
         weights.bias ? weights.bias + q * BAKEOFF_LANES : NULL, sums.panel_stride);
  }
  for (; q < weights.panels; q++) {
    tile_points from = *at;
    for (int p = 0; p < points; p++) from.outputs[p] += q * sums.panel_stride;
    tile(points, 1, &from, window, weights.values + q * weights.panel_stride, weights.panel_stride,
         weights.bias ? weights.bias + q * BAKEOFF_LANES : NULL, sums.panel_stride);
  }
}

// The addresses of `count` points from `first` on; past the last point the last one is computed again.
INLINE void locate(tile_points *at, int count, ptrdiff_t first, bakeoff_points points, bakeoff_sums sums) {
  ptrdiff_t last = points.rows * points.columns - 1;
  for (int p = 0; p < count; p++) {
    ptrdiff_t point = first + p < last ? first + p : last;
    ptrdiff_t row = point / points.columns, column = point % points.columns;
    at->inputs[p] = points.values + row * points.row_stride + column * points.column_stride;
    at->outputs[p] = sums.values + point * sums.stride;
  }
}

INLINE void product(const tile_shape shape, bakeoff_points points, bakeoff_window window, bakeoff_weights weights,
                    bakeoff_sums sums) {
  ptrdiff_t count = points.rows * points.columns, left;
  tile_points at;
  for (ptrdiff_t first = 0; first < count; first += shape.large) {
    left = count - first;
    if (left > shape.medium) {
      locate(&at, shape.large, first, points, sums);
      all_panels(shape.large, shape.panels, &at, window, weights, sums);
    } else if (left > shape.small) {
      locate(&at, shape.medium, first, points, sums);
      all_panels(shape.medium, shape.panels, &at, window, weights, sums);
    } else {
      locate(&at, shape.small, first, points, sums);
      all_panels(shape.small, shape.panels, &at, window, weights, sums);
    }
  }
}

#ifdef BAKEOFF_X86_VERSIONS
BAKEOFF_V4 static void product_v4(bakeoff_points points, bakeoff_window window, bakeoff_weights weights,
                                  bakeoff_sums sums) {
  product((tile_shape){12, 8, 4, 2}, points, window, weights, sums);
}

BAKEOFF_V3 static void product_v3(bakeoff_points points, bakeoff_window window, bakeoff_weights weights,
                                  bakeoff_sums sums) {
  product((tile_shape){6, 4, 2, 1}, points, window, weights, sums);
}
#endif

void bakeoff_product(bakeoff_points points, bakeoff_window window, bakeoff_weights weights, bakeoff_sums sums) {
#ifdef BAKEOFF_X86_VERSIONS
  if (__builtin_cpu_supports("x86-64-v4")) return product_v4(points, window, weights, sums);
  if (__builtin_cpu_supports("x86-64-v3")) return product_v3(points, window, weights, sums);
  product((tile_shape){2, 2, 1, 1}, points, window, weights, sums);
#else
  product((tile_shape){6, 4, 2, 1}, points, window, weights, sums);
#endif
}

void bakeoff_pack(const float *matrix, ptrdiff_t row_stride, ptrdiff_t column_stride, ptrdiff_t rows, ptrdiff_t columns,
                  float *panels) {
  for (ptrdiff_t panel = 0; panel < columns; panel += BAKEOFF_LANES) {
    ptrdiff_t width = columns - panel < BAKEOFF_LANES ? columns - panel : BAKEOFF_LANES;
    for (ptrdiff_t row = 0; row < rows; row++) {
      const float *source = matrix + row * row_stride + panel * column_stride;
      for (ptrdiff_t lane = 0; lane < width; lane++) panels[lane] = source[lane * column_stride];
      for (ptrdiff_t lane = width; lane < BAKEOFF_LANES; lane++) panels[lane] = 0;
      panels += BAKEOFF_LANES;
    }
  }
}
