// Calls that Swift cannot make itself, because C declares them with a variable number of arguments.
#ifndef CPROCESS_SHIM_H
#define CPROCESS_SHIM_H

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>

/// Makes this process the parent of every orphan among its descendants, so that none gets out of sight.
static inline int adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/// Has this process killed when the thread that started it ends.
static inline int die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }
#else
static inline int adopt_orphans(void) { return -1; }
static inline int die_with_parent(void) { return -1; }
#endif

#endif
