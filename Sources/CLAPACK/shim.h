#ifndef EMBEDSCOPE_CLAPACK_SHIM_H
#define EMBEDSCOPE_CLAPACK_SHIM_H

#include <cblas.h>
#include <lapacke.h>

#endif
