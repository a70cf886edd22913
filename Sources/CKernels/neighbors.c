#include "CKernels.h"
#include "multiversion.h"

#include <math.h>

// Columns are taken in strips whose halves and thresholds stay in the first-level cache; within a
// strip most runs of CHUNK products hold no candidate and are rejected at the speed of reading them.
enum { STRIP = 256, CHUNK = 64, PIECE = 16 };

// Insertion into a list that is sorted by descending key, equal keys by ascending number.
static inline __attribute__((always_inline)) void keep(double key, uint32_t number, size_t capacity,
                                                       double *keys, uint32_t *numbers,
                                                       uint32_t *count) {
  size_t place = *count;
  if (place == capacity) {
    place--;
    if (key < keys[place] || (key == keys[place] && number > numbers[place])) return;
  } else {
    *count += 1;
  }
  while (place > 0 &&
         (keys[place - 1] < key || (keys[place - 1] == key && numbers[place - 1] > number))) {
    keys[place] = keys[place - 1];
    numbers[place] = numbers[place - 1];
    place--;
  }
  keys[place] = key;
  numbers[place] = number;
}

static inline __attribute__((always_inline)) double threshold(size_t capacity, const double *keys,
                                                              uint32_t count) {
  return count == capacity ? keys[capacity - 1] : -INFINITY;
}

#define DEFINE_SELECTION(SUFFIX, SCALAR)                                                            \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_select_pairs_##SUFFIX(                                                            \
      const SCALAR *products, size_t row_count, size_t column_count, const double *row_halves,      \
      const double *column_halves, const uint32_t *row_numbers, const uint32_t *column_numbers,     \
      size_t capacity, double *row_keys, uint32_t *row_lists, uint32_t *row_counts,                 \
      double *column_keys, uint32_t *column_lists, uint32_t *column_counts) {                       \
    for (size_t start = 0; start < column_count; start += STRIP) {                                  \
      size_t length = column_count - start < STRIP ? column_count - start : STRIP;                  \
      SCALAR halves[STRIP], limits[STRIP];                                                          \
      for (size_t j = 0; j < length; j++) {                                                         \
        size_t at = start + j;                                                                      \
        halves[j] = (SCALAR)column_halves[at];                                                      \
        limits[j] = (SCALAR)threshold(capacity, column_keys + at * capacity, column_counts[at]);    \
      }                                                                                             \
      for (size_t i = 0; i < row_count; i++) {                                                      \
        const SCALAR *g = products + i * column_count + start;                                      \
        double *keys = row_keys + i * capacity;                                                     \
        SCALAR half = (SCALAR)row_halves[i];                                                        \
        SCALAR limit = (SCALAR)threshold(capacity, keys, row_counts[i]);                            \
        for (size_t chunk = 0; chunk < length; chunk += CHUNK) {                                    \
          size_t end = chunk + CHUNK < length ? chunk + CHUNK : length;                             \
          unsigned any = 0;                                                                         \
          for (size_t j = chunk; j < end; j++)                                                      \
            any |= (unsigned)(g[j] - halves[j] >= limit) | (unsigned)(g[j] - half >= limits[j]);    \
          if (!any) continue;                                                                       \
          for (size_t piece = chunk; piece < end; piece += PIECE) {                                 \
            size_t last = piece + PIECE < end ? piece + PIECE : end;                                \
            any = 0;                                                                                \
            for (size_t j = piece; j < last; j++)                                                   \
              any |= (unsigned)(g[j] - halves[j] >= limit) | (unsigned)(g[j] - half >= limits[j]);  \
            if (!any) continue;                                                                     \
            for (size_t j = piece; j < last; j++) {                                                 \
              size_t at = start + j;                                                                \
              SCALAR of_row = g[j] - halves[j], of_column = g[j] - half;                            \
              if (of_row >= limit) {                                                                \
                keep((double)of_row, column_numbers[at], capacity, keys, row_lists + i * capacity,  \
                     row_counts + i);                                                               \
                limit = (SCALAR)threshold(capacity, keys, row_counts[i]);                           \
              }                                                                                     \
              if (of_column >= limits[j]) {                                                         \
                keep((double)of_column, row_numbers[i], capacity, column_keys + at * capacity,      \
                     column_lists + at * capacity, column_counts + at);                             \
                limits[j] =                                                                         \
                    (SCALAR)threshold(capacity, column_keys + at * capacity, column_counts[at]);    \
              }                                                                                     \
            }                                                                                       \
          }                                                                                         \
        }                                                                                           \
      }                                                                                             \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_select_rows_##SUFFIX(                                                             \
      const SCALAR *products, size_t row_count, size_t column_count, const double *column_halves,   \
      const uint32_t *column_numbers, const uint32_t *excluded, size_t capacity, double *row_keys,  \
      uint32_t *row_lists, uint32_t *row_counts) {                                                  \
    for (size_t start = 0; start < column_count; start += STRIP) {                                  \
      size_t length = column_count - start < STRIP ? column_count - start : STRIP;                  \
      SCALAR halves[STRIP];                                                                         \
      for (size_t j = 0; j < length; j++) halves[j] = (SCALAR)column_halves[start + j];             \
      for (size_t i = 0; i < row_count; i++) {                                                      \
        const SCALAR *g = products + i * column_count + start;                                      \
        double *keys = row_keys + i * capacity;                                                     \
        SCALAR limit = (SCALAR)threshold(capacity, keys, row_counts[i]);                            \
        for (size_t chunk = 0; chunk < length; chunk += CHUNK) {                                    \
          size_t end = chunk + CHUNK < length ? chunk + CHUNK : length;                             \
          unsigned any = 0;                                                                         \
          for (size_t j = chunk; j < end; j++) any |= (unsigned)(g[j] - halves[j] >= limit);        \
          if (!any) continue;                                                                       \
          for (size_t j = chunk; j < end; j++) {                                                    \
            SCALAR key = g[j] - halves[j];                                                          \
            if (!(key >= limit) || column_numbers[start + j] == excluded[i]) continue;              \
            keep((double)key, column_numbers[start + j], capacity, keys, row_lists + i * capacity,  \
                 row_counts + i);                                                                   \
            limit = (SCALAR)threshold(capacity, keys, row_counts[i]);                               \
          }                                                                                         \
        }                                                                                           \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_SELECTION(f32, float)
DEFINE_SELECTION(f64, double)

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
      double weight = weights[i], lanes[LANES] = {0};                                               \
      size_t j = 0;                                                                                 \
      for (; j + LANES <= column_count; j += LANES)                                                 \
        for (int lane = 0; lane < LANES; lane++) {                                                  \
          double difference =                                                                       \
              query_weight * (double)query[j + lane] - weight * (double)x[j + lane];                \
          lanes[lane] += difference * difference;                                                   \
        }                                                                                           \
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
