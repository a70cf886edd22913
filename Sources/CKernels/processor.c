#include "Processor.h"

enum EmbedScopeProcessorClass embedscope_processor_class(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    /* of this family only Zen 4 has them; older run-time libraries do not know it by its own name */
    return __builtin_cpu_is("amdfam19h") ? EMBEDSCOPE_PROCESSOR_AVX512_HALVED
                                         : EMBEDSCOPE_PROCESSOR_AVX512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return EMBEDSCOPE_PROCESSOR_AVX2_FMA;
  }
  if (__builtin_cpu_supports("avx")) {
    return EMBEDSCOPE_PROCESSOR_AVX;
  }
#endif
  return EMBEDSCOPE_PROCESSOR_OTHER;
}
