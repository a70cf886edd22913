#include "CKernels.h"
#include "multiversion.h"

#include <string.h>

// A fingerprint runs 64 independent lanes of 32-bit multiply and rotate over the row's bits, so that
// it vectorises; equal fingerprints are always confirmed by comparing the rows themselves.
enum { LANES = 64 };

static inline uint64_t mix64(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static inline __attribute__((always_inline)) uint64_t fingerprint(const uint32_t *words, size_t count) {
  uint32_t lanes[LANES];
  for (int lane = 0; lane < LANES; lane++) lanes[lane] = 0x9E3779B9u * (uint32_t)(lane + 1);
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (int lane = 0; lane < LANES; lane++)
      lanes[lane] = (((lanes[lane] << 15) | (lanes[lane] >> 17)) ^ words[i + lane]) * 0x85EBCA6Bu;
  for (int lane = 0; i < count; i++, lane++)
    lanes[lane] = (((lanes[lane] << 15) | (lanes[lane] >> 17)) ^ words[i]) * 0x85EBCA6Bu;
  uint64_t hash = count;
  for (int lane = 0; lane < LANES; lane += 2)
    hash = mix64(hash * 0x9E3779B97F4A7C15u ^ ((uint64_t)lanes[lane] << 32 | lanes[lane + 1]));
  return hash;
}

// A chunk of columns at a time keeps the scratch copy of a row in the first-level cache.
enum { CHUNK = 1024 };

#define DEFINE_ROW_KERNELS(SUFFIX, SCALAR)                                                          \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_scan_rows_##SUFFIX(const SCALAR *rows, size_t row_count, size_t column_count,     \
                                     double scale, double *squared_norms, uint64_t *fingerprints) { \
    _Pragma("clang fp reassociate(on)")                                                             \
    for (size_t i = 0; i < row_count; i++) {                                                        \
      const SCALAR *x = rows + i * column_count;                                                    \
      double square = 0;                                                                            \
      uint64_t hash = 0;                                                                            \
      for (size_t start = 0; start < column_count; start += CHUNK) {                                \
        size_t length = column_count - start < CHUNK ? column_count - start : CHUNK;                \
        SCALAR canonical[CHUNK];                                                                    \
        uint32_t words[CHUNK * sizeof(SCALAR) / 4];                                                 \
        for (size_t j = 0; j < length; j++) {                                                       \
          double value = scale * (double)x[start + j];                                              \
          square += value * value;                                                                  \
        }                                                                                           \
        /* -0 + 0 is +0 under round-to-nearest */                                                   \
        for (size_t j = 0; j < length; j++) canonical[j] = x[start + j] + (SCALAR)0;                \
        memcpy(words, canonical, length * sizeof(SCALAR));                                          \
        hash = mix64(hash ^ fingerprint(words, length * sizeof(SCALAR) / 4));                       \
      }                                                                                             \
      squared_norms[i] = square;                                                                    \
      fingerprints[i] = hash;                                                                       \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  size_t embedscope_shift_rows_##SUFFIX(const SCALAR *rows, size_t row_count, size_t column_count,  \
                                        const double *weights, const double *restrict shift,        \
                                        double *restrict shifted, double *restrict sum,             \
                                        double *restrict cubic, double *quartic) {                  \
    _Pragma("clang fp reassociate(on)")                                                             \
    size_t packed = 0;                                                                              \
    double fourth = 0;                                                                              \
    for (size_t i = 0; i < row_count; i++) {                                                        \
      double weight = weights[i];                                                                   \
      if (weight == 0) continue;                                                                    \
      const SCALAR *restrict x = rows + i * column_count;                                           \
      double *restrict y = shifted + packed * column_count;                                         \
      double square = 0;                                                                            \
      for (size_t j = 0; j < column_count; j++) {                                                   \
        double value = weight * (double)x[j] - shift[j];                                            \
        y[j] = value;                                                                               \
        sum[j] += value;                                                                            \
        square += value * value;                                                                    \
      }                                                                                             \
      for (size_t j = 0; j < column_count; j++) cubic[j] += square * y[j];                          \
      fourth += square * square;                                                                    \
      packed++;                                                                                     \
    }                                                                                               \
    *quartic += fourth;                                                                             \
    return packed;                                                                                  \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_scan_columns_##SUFFIX(                                                            \
      const SCALAR *rows, size_t row_count, size_t column_count, const double *weights,             \
      const double *restrict shift, double *restrict minimum, double *restrict maximum,             \
      double *restrict sum, double *restrict sum_of_squares) {                                      \
    for (size_t i = 0; i < row_count; i++) {                                                        \
      double weight = weights[i];                                                                   \
      if (weight == 0) continue;                                                                    \
      const SCALAR *restrict x = rows + i * column_count;                                           \
      for (size_t j = 0; j < column_count; j++) {                                                   \
        double value = (double)x[j];                                                                \
        minimum[j] = value < minimum[j] ? value : minimum[j];                                       \
        maximum[j] = value > maximum[j] ? value : maximum[j];                                       \
        double y = weight * value - shift[j];                                                       \
        sum[j] += y;                                                                                \
        sum_of_squares[j] += y * y;                                                                 \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_ROW_KERNELS(f32, float)
DEFINE_ROW_KERNELS(f64, double)
