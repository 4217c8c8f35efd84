// The few loops that decide how fast training is, compiled for several generations of x86-64 and picked at run time;
// on other processors the compiler's own vectorisation of the same source. Nothing here allocates or keeps state.
#ifndef BAKEOFF_KERNELS_H
#define BAKEOFF_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Channels or columns that are kept side by side in memory, and computed together.
#define BAKEOFF_LANES 16

/// x[i] = exp(x[i]) for count values, within 2 units in the last place; 0 below -87.3, clamped to exp(88.3) above.
void bakeoff_exp(float *x, ptrdiff_t count);

/// One step of Adam for count parameters (Kingma and Ba 2015, algorithm 1):
///   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,  w -= rate * m / (sqrt(v) * inverse_root + epsilon)
/// where rate = learning rate / (1 - beta1^t) and inverse_root = 1 / sqrt(1 - beta2^t).
void bakeoff_adam(float *weights, const float *gradients, float *means, float *squares, ptrdiff_t count, float rate,
                  float beta1, float beta2, float inverse_root, float epsilon);

#pragma clang assume_nonnull end
#endif
