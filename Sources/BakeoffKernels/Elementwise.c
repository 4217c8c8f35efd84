#include "Lanes.h"
#include "Targets.h"


// exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln(2) / 2; ln 2 is split in two so that r is exact, and
// exp(r) is a polynomial of degree 6. Source: Cephes expf (Moshier 1992).
static inline float exponential(float x) {
  x = x > 88.3762626647949f ? 88.3762626647949f : x;
  int small = x < -87.3f;
  x = small ? -87.3f : x;
  // Adding 1.5 * 2^23 leaves the rounded value in the low bits, whatever the rounding instructions of the machine.
  float shifted = x * 1.44269504088896341f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits;
  __builtin_memcpy(&bits, &shifted, sizeof bits);
  uint32_t scale_bits = ((uint32_t)(bits - 0x4B400000) + 127u) << 23;
  float scale;
  __builtin_memcpy(&scale, &scale_bits, sizeof scale);
  return small ? 0.0f : p * scale;
}

BAKEOFF_CLONES void bakeoff_exp(float *x, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) x[i] = exponential(x[i]);
}

BAKEOFF_CLONES void bakeoff_adam(float *restrict weights, const float *restrict gradients, float *restrict means,
                                 float *restrict squares, ptrdiff_t count, float rate, float beta1, float beta2,
                                 float inverse_root, float epsilon) {
  for (ptrdiff_t i = 0; i < count; i++) {
    float gradient = gradients[i];
    float mean = beta1 * means[i] + (1 - beta1) * gradient;
    float square = beta2 * squares[i] + (1 - beta2) * gradient * gradient;
    means[i] = mean;
    squares[i] = square;
    weights[i] -= rate * mean / (__builtin_elementwise_sqrt(square) * inverse_root + epsilon);
  }
}

BAKEOFF_CLONES void bakeoff_rectify(float *x, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) x[i] = x[i] < 0 ? 0 : x[i];
}

BAKEOFF_CLONES void bakeoff_mask(float *restrict gradient, const float *restrict output, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) gradient[i] = output[i] == 0 ? 0 : gradient[i];
}

BAKEOFF_CLONES void bakeoff_add_rows(float *sums, const float *rows, ptrdiff_t count, ptrdiff_t columns) {
  for (ptrdiff_t column = 0; column < columns; column += BAKEOFF_LANES) {
    lanes sum = LOAD(sums + column);
    for (ptrdiff_t row = 0; row < count; row++) sum += LOAD(rows + row * columns + column);
    STORE(sums + column, sum);
  }
}

#if defined(__x86_64__)
// Bits 6 and 15 of MXCSR: denormals are zero, flush to zero.
uint64_t bakeoff_flush_denormals(void) {
  uint32_t state = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(state | 0x8040);
  return state;
}

void bakeoff_restore_denormals(uint64_t state) { __builtin_ia32_ldmxcsr((uint32_t)state); }
#elif defined(__aarch64__)
// Bit 24 of FPCR: flush to zero.
uint64_t bakeoff_flush_denormals(void) {
  uint64_t state;
  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  __asm__ volatile("msr fpcr, %0" ::"r"(state | (1ull << 24)));
  return state;
}

void bakeoff_restore_denormals(uint64_t state) { __asm__ volatile("msr fpcr, %0" ::"r"(state)); }
#else
uint64_t bakeoff_flush_denormals(void) { return 0; }

void bakeoff_restore_denormals(uint64_t state) { (void)state; }
#endif

void bakeoff_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
