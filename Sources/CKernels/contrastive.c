#include "CKernels.h"
#include "exponential.h"
#include "multiversion.h"

// Columns are taken in strips whose sums and terms stay in the first-level cache.
enum { STRIP = 256, ROWS = 4 };

// Below 2^-1000 a term is nothing beside any sum that holds one of the others.
static inline __attribute__((always_inline)) double bounded(double x) { return x > -1000 ? x : -1000; }

static inline __attribute__((always_inline)) double power10(double e) {
  double e2 = e * e, e4 = e2 * e2;
  return e4 * e4 * e2;
}


// One temperature of some rows of a strip: terms are made by TERM of row r and column j and added to the rows
// and, once for all of them, to the columns.
#define ADD_TERMS(COUNT, TERM)                                       \
  for (size_t j = 0; j < length; j++) {                              \
    double sum = 0;                                                  \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < COUNT; r++) { \
      double e = TERM;                                               \
      terms[r][j] = e;                                               \
      rows[r] += e;                                                  \
      sum += e;                                                      \
    }                                                                \
    columns[t][j] += sum;                                            \
  }

// All temperatures of COUNT rows from row i on.
#define ADD_ROWS(COUNT)                                                                              \
  for (size_t t = 0; t < temperature_count; t++) {                                                   \
    double rows[COUNT] = {0}, rate = EMBEDSCOPE_LOG2_E * rates[t];                                   \
    switch (powers[t]) {                                                                             \
      case 2: ADD_TERMS(COUNT, terms[r][j] * terms[r][j]) break;                                     \
      case 10: ADD_TERMS(COUNT, power10(terms[r][j])) break;                                         \
      default:                                                                                       \
        ADD_TERMS(COUNT, embedscope_exp2(bounded(rate * ((double)g[r * column_count + j] - 1))))     \
        break;                                                                                       \
    }                                                                                                \
    for (int r = 0; r < COUNT; r++) row_sums[t * row_count + i + r] += rows[r];                      \
  }

#define DEFINE_CONTRASTIVE_TILE(SUFFIX, SCALAR)                                                     \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_contrastive_tile_##SUFFIX(                                                        \
      const SCALAR *products, size_t row_count, size_t column_count, size_t temperature_count,      \
      const double *rates, const int *powers, double *row_sums, double *column_sums) {              \
    _Pragma("clang fp reassociate(on)")                                                             \
    for (size_t start = 0; start < column_count; start += STRIP) {                                  \
      size_t length = column_count - start < STRIP ? column_count - start : STRIP;                  \
      double columns[EMBEDSCOPE_MOST_TEMPERATURES][STRIP];                                          \
      double terms[ROWS][STRIP];                                                                    \
      for (size_t t = 0; t < temperature_count; t++)                                                \
        for (size_t j = 0; j < length; j++) columns[t][j] = 0;                                      \
      size_t i = 0;                                                                                 \
      for (; i + ROWS <= row_count; i += ROWS) {                                                    \
        const SCALAR *g = products + i * column_count + start;                                      \
        ADD_ROWS(ROWS)                                                                              \
      }                                                                                             \
      for (; i < row_count; i++) {                                                                  \
        const SCALAR *g = products + i * column_count + start;                                      \
        ADD_ROWS(1)                                                                                 \
      }                                                                                             \
      for (size_t t = 0; t < temperature_count; t++)                                                \
        for (size_t j = 0; j < length; j++)                                                         \
          column_sums[t * column_count + start + j] += columns[t][j];                               \
    }                                                                                               \
  }

DEFINE_CONTRASTIVE_TILE(f32, float)
DEFINE_CONTRASTIVE_TILE(f64, double)
