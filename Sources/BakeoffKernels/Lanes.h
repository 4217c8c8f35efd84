#ifndef BAKEOFF_LANES_H
#define BAKEOFF_LANES_H

#include <stdint.h>

// The loader picks the widest copy the machine can run; elsewhere the compiler's default has to do.
#if defined(__x86_64__) && defined(__linux__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

// Sixteen floats: one register with AVX-512, two with AVX2, four with SSE or NEON.
typedef float Lanes __attribute__((vector_size(64), may_alias));
typedef int32_t IntegerLanes __attribute__((vector_size(64)));

#endif
