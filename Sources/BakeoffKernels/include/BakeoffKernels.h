// The few loops that decide how fast training is, compiled for several generations of x86-64 and picked at run time;
// on other processors the compiler's own vectorisation of the same source. Nothing here allocates or keeps state.
//
// Columns (a layer's outputs, a convolution's output channels) are kept in panels of 16: a matrix of rows x columns is
// stored as [columns / 16][rows][16].
#ifndef BAKEOFF_KERNELS_H
#define BAKEOFF_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "Softmax.h"
#include "SparseRows.h"

#pragma clang assume_nonnull begin

/// Columns of a panel: values that are kept side by side in memory and computed together.
#define BAKEOFF_LANES 16

/// Points of an input where a window is laid: rows x columns of them, strides in floats.
typedef struct {
  const float *values;
  ptrdiff_t rows, columns, row_stride, column_stride;
} bakeoff_points;

/// What a window sees from its point: `runs` runs of `run` values; strides in floats.
typedef struct {
  ptrdiff_t runs, run, run_stride, step;
} bakeoff_window;

/// Panels of weights, each (runs * run) x 16, and one bias a column or NULL.
typedef struct {
  const float *values;
  ptrdiff_t panels, panel_stride;
  const float *_Nullable bias;
} bakeoff_weights;

/// Where the sums go: point i, panel q, lane l at values[i * stride + q * panel_stride + l].
typedef struct {
  float *values;
  ptrdiff_t stride, panel_stride;
} bakeoff_sums;

/// The product that dense layers, convolutions and their gradients are made of: for each point i, row-major, and column
///   sum[i][column] = bias[column] + sum over r, k of
///                    input[point i + r * run_stride + k * step] * weight[r * run + k][column].
/// Every sum is taken in the same order wherever its point stands, so that a point has the same sums in any company.
void bakeoff_product(bakeoff_points points, bakeoff_window window, bakeoff_weights weights, bakeoff_sums sums);

/// Stores a matrix of rows x columns, its elements row_stride and column_stride floats apart, as panels; the columns
/// that fill the last panel are 0.
void bakeoff_pack(const float *matrix, ptrdiff_t row_stride, ptrdiff_t column_stride, ptrdiff_t rows, ptrdiff_t columns,
                  float *panels);

/// Max-pooling of one image: rows x columns pooled pixels of `channels` (a multiple of 16), each of pool x pool
/// convolved ones; the windows of neighbouring convolved pixels lie row_stride and column_stride floats apart in the
/// input.
typedef struct {
  ptrdiff_t rows, columns, pool, channels, row_stride, column_stride;
} bakeoff_pooling;

/// output = max(0, largest of pool x pool) for convolved pixels (rows * pool) x (columns * pool) x channels; winners
/// say where in the input the window of the largest starts, the first such on a tie. A block with a NaN gives NaN.
void bakeoff_pool(const float *convolved, bakeoff_pooling shape, float *output, int32_t *winners);

/// The gradient at the pooled pixels of one image, pixels x channels (a multiple of 16), and the windows that won.
typedef struct {
  const float *gradient;
  const int32_t *winners;
  ptrdiff_t pixels, channels;
} bakeoff_pooled;

/// Adds to weights[channel][r][k], for channels first_channel..<end_channel (multiples of 4), r in 0..<runs and k in 0..<run, the sum over the pixels of gradient x input
/// value k of run r of the winning window; runs lie run_stride floats apart in the input, and take `run` rounded up
/// to 16 in the weights, whose surplus changes too. The input is read up to 16 floats past its end.
void bakeoff_pooled_weight_gradient(const float *input, ptrdiff_t run_stride, bakeoff_pooled pooled, float *weights,
                                    ptrdiff_t runs, ptrdiff_t run, ptrdiff_t first_channel, ptrdiff_t end_channel);

/// Adds gradient x weights[channel] to the winning window of every pixel and channel; run is a multiple of 16.
void bakeoff_pooled_input_gradient(float *input, ptrdiff_t run_stride, bakeoff_pooled pooled, const float *weights,
                                   ptrdiff_t runs, ptrdiff_t run);

/// x[i] = exp(x[i]) for count values, within 2 units in the last place; 0 below -87.3, clamped to exp(88.3) above.
void bakeoff_exp(float *x, ptrdiff_t count);

/// One step of Adam for count parameters (Kingma and Ba 2015, algorithm 1):
///   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,  w -= rate * m / (sqrt(v) * inverse_root + epsilon)
/// where rate = learning rate / (1 - beta1^t) and inverse_root = 1 / sqrt(1 - beta2^t).
void bakeoff_adam(float *weights, const float *gradients, float *means, float *squares, ptrdiff_t count, float rate,
                  float beta1, float beta2, float inverse_root, float epsilon);

/// Tells the processor that this thread waits for another.
void bakeoff_pause(void);

/// x[i] = max(0, x[i]) for count values; NaN stays.
void bakeoff_rectify(float *x, ptrdiff_t count);

/// gradient[i] = 0 where output[i] is 0: the derivative of the above.
void bakeoff_mask(float *gradient, const float *output, ptrdiff_t count);

/// Adds count rows of `columns` values (a multiple of 16) to sums.
void bakeoff_add_rows(float *sums, const float *rows, ptrdiff_t count, ptrdiff_t columns);

/// Lets this thread take numbers too small for full precision as 0, which otherwise cost it a hundred times as long;
/// returns the state to restore.
uint64_t bakeoff_flush_denormals(void);

/// Undoes bakeoff_flush_denormals.
void bakeoff_restore_denormals(uint64_t state);

#pragma clang assume_nonnull end

#endif
