// Sixteen floats side by side, in the compiler's own vector notation: one AVX-512 register, two of AVX, four of SSE or
// NEON.
#ifndef BAKEOFF_LANES_H
#define BAKEOFF_LANES_H

#include "BakeoffKernels.h"

typedef float lanes __attribute__((vector_size(4 * BAKEOFF_LANES)));
typedef float unaligned_lanes __attribute__((vector_size(4 * BAKEOFF_LANES), aligned(4)));
typedef int32_t integer_lanes __attribute__((vector_size(4 * BAKEOFF_LANES)));
typedef int32_t unaligned_integer_lanes __attribute__((vector_size(4 * BAKEOFF_LANES), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define LOAD(address) ((lanes) * (const unaligned_lanes *)(address))
#define STORE(address, value) (*(unaligned_lanes *)(address) = (value))

// The loader picks the widest copy the machine can run; elsewhere the compiler's default has to do.
#if defined(__x86_64__) && defined(__linux__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

// Sixteen floats: one register with AVX-512, two with AVX2, four with SSE or NEON.
typedef float Lanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t IntegerLanes __attribute__((vector_size(64)));

#endif
