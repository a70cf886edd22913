#include "CKernels.h"
#include "exponential.h"
#include "multiversion.h"

// Below 2^-1000 a term is nothing beside the largest one, which is 1.
static const double negligible = -690;

static inline __attribute__((always_inline)) double exp_or_zero(double x) {
  double power = embedscope_exp2(EMBEDSCOPE_LOG2_E * (x > negligible ? x : negligible));
  return x > negligible ? power : 0;
}

EMBEDSCOPE_MULTIVERSION
void embedscope_log_sum_exp_columns(const double *projections, size_t row_count,
                                    size_t column_count, double *maximum_plus, double *sum_plus,
                                    double *maximum_minus, double *sum_minus) {
  if (row_count == 0) return;
  for (size_t j = 0; j < column_count; j++) {
    double low = projections[j], high = projections[j];
    for (size_t i = 1; i < row_count; i++) {
      double p = projections[i * column_count + j];
      low = p < low ? p : low;
      high = p > high ? p : high;
    }
    if (high > maximum_plus[j]) {
      sum_plus[j] *= exp_or_zero(maximum_plus[j] - high);
      maximum_plus[j] = high;
    }
    if (-low > maximum_minus[j]) {
      sum_minus[j] *= exp_or_zero(maximum_minus[j] + low);
      maximum_minus[j] = -low;
    }
  }
  for (size_t i = 0; i < row_count; i++) {
    const double *p = projections + i * column_count;
    for (size_t j = 0; j < column_count; j++) {
      sum_plus[j] += exp_or_zero(p[j] - maximum_plus[j]);
      sum_minus[j] += exp_or_zero(-p[j] - maximum_minus[j]);
    }
  }
}
EMBEDSCOPE_MULTIVERSION
void embedscope_softmax_rows(double *rows, size_t row_count, size_t column_count, double rate) {
  _Pragma("clang fp reassociate(on)")
  for (size_t i = 0; i < row_count; i++) {
    double *x = rows + i * column_count;
    double largest = column_count > 0 ? x[0] : 0, sum = 0;
    for (size_t j = 1; j < column_count; j++) largest = x[j] > largest ? x[j] : largest;
    for (size_t j = 0; j < column_count; j++) {
      double e = exp_or_zero((x[j] - largest) * rate);
      x[j] = e;
      sum += e;
    }
    double factor = 1 / sum;
    for (size_t j = 0; j < column_count; j++) x[j] *= factor;
  }
}
