#ifndef BAKEOFF_SOFTMAX_H
#define BAKEOFF_SOFTMAX_H

#include <stdint.h>

/// Replaces each of `count` rows of `width` logits (a multiple of 16) by its softmax, and hands back each row's maximum
/// and the sum of exp(z - maximum).
void bakeoff_softmax(float *logits, int64_t count, int64_t width, float *maxima, float *sums);

#endif
