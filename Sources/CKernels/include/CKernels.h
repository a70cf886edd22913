#ifndef EMBEDSCOPE_CKERNELS_H
#define EMBEDSCOPE_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#endif
