#ifndef EMBEDSCOPE_PROCESSOR_H
#define EMBEDSCOPE_PROCESSOR_H

/* Vector instructions of the processor at hand that also the operating system allows, as far as
   they decide between kernels of OpenBLAS. */
enum EmbedScopeProcessorClass {
  EMBEDSCOPE_PROCESSOR_OTHER = 0,
  EMBEDSCOPE_PROCESSOR_AVX = 1,
  EMBEDSCOPE_PROCESSOR_AVX2_FMA = 2,
  /* AVX-512 whose vectors go through units of half their length (Zen 4) */
  EMBEDSCOPE_PROCESSOR_AVX512_HALVED = 3,
  EMBEDSCOPE_PROCESSOR_AVX512 = 4
};

/* The highest class the processor reaches; OTHER on every architecture but x86-64. */
enum EmbedScopeProcessorClass embedscope_processor_class(void);

#endif
