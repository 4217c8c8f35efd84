// Which processors a function is compiled for; the fastest version the machine has is picked at run time.
#ifndef BAKEOFF_TARGETS_H
#define BAKEOFF_TARGETS_H

// What picks the version runs before a sanitizer is ready, so instrumented code has one version only.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BAKEOFF_INSTRUMENTED 1
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(BAKEOFF_INSTRUMENTED)
#define BAKEOFF_X86_VERSIONS 1
// Without the vector width the compiler cuts 512-bit vectors in half, which it takes to be faster on old processors.
#define BAKEOFF_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define BAKEOFF_V3 __attribute__((target("arch=x86-64-v3")))
#define BAKEOFF_CLONES                                                                                               \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), min_vector_width(512)))
#else
#define BAKEOFF_CLONES
#endif

#endif
