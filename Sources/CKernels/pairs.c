#include "CKernels.h"
#include "exponential.h"
#include "multiversion.h"

// log2 exp(-|z_i - z_j|^2), from |z_i - z_j|^2 = |z_i|^2 + |z_j|^2 - 2 z_i.z_j with both squares
// already times log2 e; rounding can take it above 0, where it is 0.
static inline __attribute__((always_inline)) double log2_gaussian(double a, double b, double product) {
  double value = (2 * EMBEDSCOPE_LOG2_E) * product - (a + b);
  return value < 0 ? value : 0;
}

// Columns are taken in strips whose sums stay in registers and the first-level cache.
enum { STRIP = 256 };

#define DEFINE_GAUSSIAN_TILE(SUFFIX, SCALAR)                                                        \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_gaussian_tile_##SUFFIX(                                                           \
      const SCALAR *products, size_t row_count, size_t column_count, const double *row_squares,     \
      const double *column_squares, int triangular, double *row_sums, double *column_sums) {        \
    _Pragma("clang fp reassociate(on)")                                                             \
    for (size_t start = 0; start < column_count; start += STRIP) {                                  \
      size_t length = column_count - start < STRIP ? column_count - start : STRIP;                  \
      double c1[STRIP] = {0}, c2[STRIP] = {0}, c4[STRIP] = {0};                                     \
      double squares[STRIP];                                                                        \
      for (size_t j = 0; j < length; j++)                                                           \
        squares[j] = EMBEDSCOPE_LOG2_E * column_squares[start + j];                                 \
      for (size_t i = 0; i < row_count; i++) {                                                      \
        const SCALAR *g = products + i * column_count + start;                                      \
        double a = EMBEDSCOPE_LOG2_E * row_squares[i], r1 = 0, r2 = 0, r4 = 0;                      \
        size_t first = triangular && i + 1 > start ? i + 1 - start : 0;                             \
        for (size_t j = first; j < length; j++) {                                                   \
          double e1 = embedscope_exp2(log2_gaussian(a, squares[j], (double)g[j]));                  \
          double e2 = e1 * e1, e4 = e2 * e2;                                                        \
          r1 += e1;                                                                                 \
          r2 += e2;                                                                                 \
          r4 += e4;                                                                                 \
          c1[j] += e1;                                                                              \
          c2[j] += e2;                                                                              \
          c4[j] += e4;                                                                              \
        }                                                                                           \
        row_sums[3 * i] += r1;                                                                      \
        row_sums[3 * i + 1] += r2;                                                                  \
        row_sums[3 * i + 2] += r4;                                                                  \
      }                                                                                             \
      for (size_t j = 0; j < length; j++) {                                                         \
        column_sums[3 * (start + j)] += c1[j];                                                      \
        column_sums[3 * (start + j) + 1] += c2[j];                                                  \
        column_sums[3 * (start + j) + 2] += c4[j];                                                  \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_GAUSSIAN_TILE(f32, float)
DEFINE_GAUSSIAN_TILE(f64, double)

EMBEDSCOPE_MULTIVERSION
void embedscope_gaussian_values_f64(const double *products, size_t row_count, size_t column_count,
                                    const double *row_squares, const double *column_squares,
                                    double *cosines, double *gaussians) {
  size_t tile = row_count * column_count;
  for (size_t i = 0; i < row_count; i++) {
    for (size_t j = 0; j < column_count; j++) {
      size_t at = i * column_count + j;
      double power = log2_gaussian(EMBEDSCOPE_LOG2_E * row_squares[i],
                                   EMBEDSCOPE_LOG2_E * column_squares[j], products[at]);
      double e1 = embedscope_exp2(power), e2 = e1 * e1;
      cosines[at] = 1 + 0.5 / EMBEDSCOPE_LOG2_E * power;
      gaussians[at] = e1;
      gaussians[tile + at] = e2;
      gaussians[2 * tile + at] = e2 * e2;
    }
  }
}
