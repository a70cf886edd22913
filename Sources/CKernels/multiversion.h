#ifndef EMBEDSCOPE_MULTIVERSION_H
#define EMBEDSCOPE_MULTIVERSION_H

// One compiled body an instruction set, chosen when the program is loaded: the package needs no
// unsafe build flags and the same binary runs on any x86-64.
#if defined(__x86_64__) && defined(__linux__)
#define EMBEDSCOPE_MULTIVERSION \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EMBEDSCOPE_MULTIVERSION
#endif

#endif
