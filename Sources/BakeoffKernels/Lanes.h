// Sixteen floats side by side, in the compiler's own vector notation: one AVX-512 register, two of AVX, four of SSE or
// NEON.
#ifndef BAKEOFF_LANES_H
#define BAKEOFF_LANES_H

#include "BakeoffKernels.h"

typedef float lanes __attribute__((vector_size(4 * BAKEOFF_LANES)));
typedef float unaligned_lanes __attribute__((vector_size(4 * BAKEOFF_LANES), aligned(4)));
typedef float unaligned_octet __attribute__((vector_size(32), aligned(4)));
typedef float unaligned_quad __attribute__((vector_size(16), aligned(4)));
typedef int32_t integer_lanes __attribute__((vector_size(4 * BAKEOFF_LANES)));
typedef int32_t unaligned_integer_lanes __attribute__((vector_size(4 * BAKEOFF_LANES), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define LOAD(address) ((lanes) * (const unaligned_lanes *)(address))
#define STORE(address, value) (*(unaligned_lanes *)(address) = (value))

#define STORE_INTEGERS(address, value) (*(unaligned_integer_lanes *)(address) = (value))
#define SELECT(mask, a, b) ((lanes)(((mask) & (integer_lanes)(a)) | (~(mask) & (integer_lanes)(b))))

#endif
