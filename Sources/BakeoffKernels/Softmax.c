#include "BakeoffKernels.h"
#include "Lanes.h"

// exp(x) for x <= 0, relative error below 2e-7: x = n ln 2 + r, a polynomial for exp(r), n put into the exponent.
// Coefficients: Cephes `expf` (S. Moshier). Below -87 the result would be subnormal and is given as about 1e-38.
static inline __attribute__((always_inline)) void exponentiate(float *x) {
  Lanes v = *(Lanes *)x;
  const Lanes lowest = (Lanes){0} - 87.0f;
  IntegerLanes below = (IntegerLanes)(v < lowest);
  v = (Lanes)(((IntegerLanes)v & ~below) | ((IntegerLanes)lowest & below));
  // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
  const float shift = 12582912.0f;
  const Lanes n = (v * 1.44269504088896341f + shift) - shift;
  const Lanes r = (v - n * 0.693359375f) - n * -2.12194440e-4f;
  Lanes p = r * 1.9875691500E-4f + 1.3981999507E-3f;
  p = p * r + 8.3334519073E-3f;
  p = p * r + 4.1665795894E-2f;
  p = p * r + 1.6666665459E-1f;
  p = p * r + 5.0000001201E-1f;
  p = p * r * r + r + 1.0f;
  const IntegerLanes exponent = (__builtin_convertvector(n, IntegerLanes) + 127) << 23;
  *(Lanes *)x = p * (Lanes)exponent;
}

WIDEST
void bakeoff_softmax(float *logits, int64_t count, int64_t width, float *maxima, float *sums) {
  for (int64_t i = 0; i < count; i++) {
    float *row = logits + i * width;
    Lanes highest = *(Lanes *)row;
    for (int64_t lane = 16; lane < width; lane += 16) {
      const Lanes other = *(Lanes *)(row + lane);
      const IntegerLanes higher = (IntegerLanes)(other > highest);
      highest = (Lanes)(((IntegerLanes)other & higher) | ((IntegerLanes)highest & ~higher));
    }
    float maximum = highest[0];
    for (int lane = 1; lane < 16; lane++) maximum = highest[lane] > maximum ? highest[lane] : maximum;
    Lanes total = {0};
    for (int64_t lane = 0; lane < width; lane += 16) {
      *(Lanes *)(row + lane) -= maximum;
      exponentiate(row + lane);
      total += *(Lanes *)(row + lane);
    }
    float sum = 0;
    for (int lane = 0; lane < 16; lane++) sum += total[lane];
    for (int64_t lane = 0; lane < width; lane += 16) *(Lanes *)(row + lane) *= 1 / sum;
    maxima[i] = maximum;
    sums[i] = sum;
  }
}
