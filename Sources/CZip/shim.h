#ifndef EMBEDSCOPE_CZIP_SHIM_H
#define EMBEDSCOPE_CZIP_SHIM_H

#include <zip.h>

#endif
