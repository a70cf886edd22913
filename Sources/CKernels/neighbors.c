#include "CKernels.h"
#include "multiversion.h"

// Sixteen running sums, added up in a fixed order: the same number whatever the vector length.
enum { LANES = 16 };

static inline __attribute__((always_inline)) double add_lanes(const double *lanes) {
  double sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += lanes[lane];
  return sum;
}

#define DEFINE_EXACT_PAIRS(SUFFIX, SCALAR)                                                          \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_squared_differences_##SUFFIX(                                                     \
      const SCALAR *query, double query_weight, const SCALAR *rows, size_t column_count,            \
      const uint32_t *places, const double *weights, size_t count, double *squares) {               \
    /* fused, the difference of equal rows would be the rounding of one product, not 0 */           \
    _Pragma("clang fp contract(off)")                                                               \
    for (size_t i = 0; i < count; i++) {                                                            \
      const SCALAR *x = rows + (size_t)places[i] * column_count;                                    \
      const SCALAR *next = i + 1 < count ? rows + (size_t)places[i + 1] * column_count : x;         \
      double weight = weights[i], lanes[LANES] = {0};                                               \
      size_t j = 0;                                                                                 \
      for (; j + LANES <= column_count; j += LANES) {                                               \
        /* the rows lie anywhere: the next one is fetched while this one is computed with */        \
        __builtin_prefetch(next + j);                                                               \
        for (int lane = 0; lane < LANES; lane++) {                                                  \
          double difference =                                                                       \
              query_weight * (double)query[j + lane] - weight * (double)x[j + lane];                \
          lanes[lane] += difference * difference;                                                   \
        }                                                                                           \
      }                                                                                             \
      for (int lane = 0; j < column_count; j++, lane++) {                                           \
        double difference = query_weight * (double)query[j] - weight * (double)x[j];                \
        lanes[lane] += difference * difference;                                                     \
      }                                                                                             \
      squares[i] = add_lanes(lanes);                                                                \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_inner_products_##SUFFIX(                                                          \
      const SCALAR *query, double query_weight, const SCALAR *rows, size_t column_count,            \
      const uint32_t *places, const double *weights, size_t count, double *products) {              \
    _Pragma("clang fp contract(off)")                                                               \
    for (size_t i = 0; i < count; i++) {                                                            \
      const SCALAR *x = rows + (size_t)places[i] * column_count;                                    \
      double weight = weights[i], lanes[LANES] = {0};                                               \
      size_t j = 0;                                                                                 \
      for (; j + LANES <= column_count; j += LANES)                                                 \
        for (int lane = 0; lane < LANES; lane++)                                                    \
          lanes[lane] +=                                                                            \
              (query_weight * (double)query[j + lane]) * (weight * (double)x[j + lane]);            \
      for (int lane = 0; j < column_count; j++, lane++)                                             \
        lanes[lane] += (query_weight * (double)query[j]) * (weight * (double)x[j]);                 \
      products[i] = add_lanes(lanes);                                                               \
    }                                                                                               \
  }

DEFINE_EXACT_PAIRS(f32, float)
DEFINE_EXACT_PAIRS(f64, double)

EMBEDSCOPE_MULTIVERSION
void embedscope_sign_bits(const float *rows, size_t row_count, size_t column_count,
                          size_t word_count, uint64_t *words) {
  for (size_t i = 0; i < row_count; i++) {
    const float *x = rows + i * column_count;
    for (size_t w = 0; w < word_count; w++) {
      size_t first = 64 * w, length = column_count - first < 64 ? column_count - first : 64;
      uint64_t word = 0;
      for (size_t j = 0; j < length; j++) word |= (uint64_t)(x[first + j] > 0) << j;
      words[i * word_count + w] = word;
    }
  }
}

EMBEDSCOPE_MULTIVERSION
void embedscope_hamming_distances(const uint64_t *words, size_t row_count, size_t word_count,
                                  const uint64_t *query, uint32_t *distances) {
  for (size_t i = 0; i < row_count; i++) {
    const uint64_t *x = words + i * word_count;
    unsigned sum = 0;
    for (size_t w = 0; w < word_count; w++)
      sum += (unsigned)__builtin_popcountll(x[w] ^ query[w]);
    distances[i] = sum;
  }
}
