// Which processors a function is compiled for; the fastest one that the machine has is picked when the program starts.
#ifndef BAKEOFF_TARGETS_H
#define BAKEOFF_TARGETS_H

#if defined(__x86_64__) && defined(__linux__)
#define BAKEOFF_X86_VERSIONS 1
#define BAKEOFF_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BAKEOFF_CLONES
#endif

#endif
