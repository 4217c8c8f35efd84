#ifndef BAKEOFF_SPARSE_ROWS_H
#define BAKEOFF_SPARSE_ROWS_H

#include <stdint.h>

/// Rows of a matrix without their zeros. Row r of the matrix holds values[k] in column columns[k] for
/// k in starts[r]..<ends[r].
typedef struct {
  const float *values;
  const int32_t *columns;
  const int64_t *starts;
  const int64_t *ends;
} BakeoffSparseRows;

/// Writes what is not zero of a row of `count` bytes, as byte / 255, to the front of `values`, and where it stood to
/// `columns`; returns how many that are. Both have room for 16 more than are kept.
int64_t bakeoff_compress_bytes(const uint8_t *row, int64_t count, float *values, int32_t *columns);

/// The same for a row of floats less `offset` (NULL for none). NaN is not zero.
int64_t bakeoff_compress_floats(const float *row, const float *offset, int64_t count, float *values, int32_t *columns);

/// Asks for memory that is soon to be read.
void bakeoff_prefetch(const void *memory, int64_t count);

/// output = initial + X weights for the rows first..<first + count of X. weights: columns of X x width; initial: width;
/// output: count x width. All row-major; width is a multiple of 16, and every matrix starts at a multiple of 64 bytes.
/// Each output row is computed from its own row alone, in the same order in any company.
void bakeoff_sparse_product(
    BakeoffSparseRows rows, int64_t first, int64_t count, const float *weights, const float *initial, int64_t width,
    float *output);

/// gradient += X' residuals for the same rows of X, in the columns first_lane..<end_lane (multiples of 16) of both.
/// residuals: count x width; gradient: columns of X x width.
void bakeoff_sparse_transposed_product(
    BakeoffSparseRows rows, int64_t first, int64_t count, const float *residuals, int64_t width, int64_t first_lane,
    int64_t end_lane, float *gradient);

/// average += share (weights - average), then weights *= decay, for count values, a multiple of 16; both start at a
/// multiple of 64 bytes.
void bakeoff_average_and_decay(float *weights, float *average, int64_t count, float share, float decay);

#endif
