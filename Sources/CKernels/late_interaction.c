#include "CKernels.h"
#include "Processor.h"

// Tokens of queries stand side by side in this many lanes, component after component, so that a register
// of them is one load and a component of a document's token is one broadcast. The tokens of one document
// and 32 of queries meet in registers: no product is written to memory, only the largest.
enum { QUERY_LANES = EMBEDSCOPE_QUERY_LANES };

typedef void (*Maxima)(const float *, const float *, size_t, size_t, float *);

#if defined(__x86_64__)
#define SHAPE(name) avx512_##name
#define WIDTH 16
#define VECTORS 2
#define ROWS 12
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw")))
#include "late_interaction.h"

#define SHAPE(name) avx2_##name
#define WIDTH 8
#define VECTORS 2
#define ROWS 6
#define TARGET __attribute__((target("avx2,fma")))
#include "late_interaction.h"
#endif

#define SHAPE(name) any_##name
#define WIDTH 4
#if defined(__aarch64__)
#define VECTORS 4
#define ROWS 6
#else
#define VECTORS 2
#define ROWS 4
#endif
#define TARGET
#include "late_interaction.h"

void embedscope_pack_tokens_f32(const float *tokens, size_t count, size_t depth, float *lanes) {
  for (size_t first = 0; first < count; first += QUERY_LANES, lanes += QUERY_LANES * depth)
    for (size_t lane = 0; lane < QUERY_LANES; lane++)
      for (size_t k = 0; k < depth; k++)
        lanes[k * QUERY_LANES + lane] = first + lane < count ? tokens[(first + lane) * depth + k] : 0;
}

size_t embedscope_late_interaction_f32(const float *lanes, const int64_t *query_offsets,
                                       size_t query_count, const float *tokens, size_t depth,
                                       const int64_t *document_offsets, size_t document_count,
                                       float floor, size_t widest, float *maxima, double *sums) {
  Maxima shape = any_maxima;
  size_t step = any_step;
#if defined(__x86_64__)
  enum EmbedScopeProcessorClass processor = embedscope_processor_class();
  if (widest >= 16 && processor >= EMBEDSCOPE_PROCESSOR_AVX512) {
    shape = avx512_maxima;
    step = avx512_step;
  } else if (widest >= 8 && processor >= EMBEDSCOPE_PROCESSOR_AVX2_FMA) {
    shape = avx2_maxima;
    step = avx2_step;
  }
#endif
  size_t token_count = (size_t)query_offsets[query_count], negative = 0;
  for (size_t document = 0; document < document_count; document++) {
    size_t start = (size_t)document_offsets[document];
    size_t count = (size_t)document_offsets[document + 1] - start;
    for (size_t first = 0; first < token_count; first += QUERY_LANES)
      for (size_t lane = 0; lane < QUERY_LANES; lane += step)
        shape(lanes + first * depth + lane, tokens + start * depth, count, depth,
              maxima + first + lane);
    for (size_t query = 0; query < query_count; query++) {
      double sum = 0;
      for (int64_t i = query_offsets[query]; i < query_offsets[query + 1]; i++) {
        negative += count > 0 && maxima[i] < 0;
        sum += maxima[i] > floor ? maxima[i] : floor;
      }
      sums[query * document_count + document] = sum;
    }
  }
  return negative;
}
