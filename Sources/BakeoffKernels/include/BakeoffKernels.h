#ifndef BAKEOFF_KERNELS_H
#define BAKEOFF_KERNELS_H

// The loops that need the machine's widest vectors. One header a subject; BakeoffMath gives them Swift faces.
#include "Softmax.h"
#include "SparseRows.h"

#endif
