#include "CKernels.h"
#include "multiversion.h"

#include <math.h>

EMBEDSCOPE_MULTIVERSION
void embedscope_round_rows(const double *rows, size_t row_count, size_t column_count, float *rounded,
                           double *squares) {
  _Pragma("clang fp reassociate(on)")
  for (size_t i = 0; i < row_count; i++) {
    const double *x = rows + i * column_count;
    float *y = rounded + i * column_count;
    double square = 0;
    for (size_t j = 0; j < column_count; j++) {
      y[j] = (float)x[j];
      square += (double)y[j] * (double)y[j];
    }
    squares[i] = square;
  }
}

EMBEDSCOPE_MULTIVERSION
void embedscope_prefix_squares(const float *rows, size_t row_count, size_t column_count,
                               const uint32_t *widths, size_t width_count, double *squares) {
  _Pragma("clang fp reassociate(on)")
  for (size_t i = 0; i < row_count; i++) {
    const float *x = rows + i * column_count;
    double square = 0;
    size_t j = 0;
    for (size_t step = 0; step < width_count; step++) {
      double part = 0;
      for (; j < widths[step]; j++) part += (double)x[j] * (double)x[j];
      square += part;
      squares[i * width_count + step] = square;
    }
  }
}

EMBEDSCOPE_MULTIVERSION
void embedscope_gather_columns(const float *rows, size_t row_count, size_t column_count,
                               const uint32_t *columns, size_t count, float *gathered) {
  for (size_t i = 0; i < row_count; i++)
    for (size_t j = 0; j < count; j++)
      gathered[i * count + j] = rows[i * column_count + columns[j]];
}

EMBEDSCOPE_MULTIVERSION
void embedscope_byte_codes(const float *rows, size_t row_count, size_t column_count,
                           const float *starts, const float *steps, int decoded, float *codes) {
  for (size_t i = 0; i < row_count; i++) {
    const float *x = rows + i * column_count;
    float *y = codes + i * column_count;
    for (size_t j = 0; j < column_count; j++) {
      float code = floorf((x[j] - starts[j]) / steps[j]);
      code = code > 0 ? code : 0;
      code = code < 255 ? code : 255;
      y[j] = decoded ? starts[j] + steps[j] * code : code - 128;
    }
  }
}

EMBEDSCOPE_MULTIVERSION
void embedscope_half_precision(const float *values, size_t count, float *rounded) {
  for (size_t i = 0; i < count; i++) rounded[i] = (float)(_Float16)values[i];
}
