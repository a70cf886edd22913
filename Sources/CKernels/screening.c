#include "CKernels.h"
#include "neighbor_list.h"
#include "multiversion.h"

#include <float.h>
#include <math.h>
#include <string.h>

// Pairs of rows are sorted out by products of 8-bit codes, at four times the rate of float products,
// and only those are computed in float whose codes do not rule them out: for z = s q + e,
// |x.y - s_x s_y q_x.q_y| <= |e_x| |y| + |s_x q_x| |e_y| by Cauchy and Schwarz.

// Columns of a block of right codes, bytes of a step of the products, and rows multiplied at a time.
enum { BLOCK = 32, STEP = 4, ROWS = 12 };

size_t embedscope_screen_depth(size_t column_count) { return (column_count + STEP - 1) / STEP * STEP; }

size_t embedscope_screen_width(size_t row_count) { return (row_count + BLOCK - 1) / BLOCK * BLOCK; }

EMBEDSCOPE_MULTIVERSION
void embedscope_screen_codes(const float *rows, size_t row_count, size_t column_count,
                             uint8_t *left, int8_t *right, int32_t *corrections, float *terms) {
  size_t depth = embedscope_screen_depth(column_count);
  memset(left, 128, row_count * depth);
  memset(right, 0, embedscope_screen_width(row_count) * depth);
  for (size_t i = 0; i < row_count; i++) {
    const float *x = rows + i * column_count;
    uint8_t *to = left + i * depth;
    int8_t *block = right + i / BLOCK * BLOCK * depth + i % BLOCK * STEP;
    float largest = 0;
    for (size_t j = 0; j < column_count; j++) largest = fmaxf(largest, fabsf(x[j]));
    float scale = largest / 127, inverse = scale > FLT_MIN ? 1 / scale : 0;
    if (inverse == 0) scale = 0;
    double rest = 0, coded = 0, whole = 0;
    int32_t sum = 0;
    for (size_t j = 0; j < column_count; j++) {
      float code = nearbyintf(x[j] * inverse);
      code = code > 127 ? 127 : code < -127 ? -127 : code;
      double part = (double)scale * (double)code, error = (double)x[j] - part;
      rest += error * error;
      coded += part * part;
      whole += (double)x[j] * (double)x[j];
      sum += (int32_t)code;
      to[j] = (uint8_t)((int32_t)code + 128);
      block[j / STEP * STEP * BLOCK + j % STEP] = (int8_t)code;
    }
    corrections[i] = 128 * sum;
    // sums of squares are known to d roundings of double; float rounds once more
    const double up = 1 + 0x1p-20;
    terms[4 * i] = scale;
    terms[4 * i + 1] = (float)(sqrt(rest) * up);
    terms[4 * i + 2] = (float)(sqrt(coded > whole ? coded : whole) * up);
    terms[4 * i + 3] = (float)(whole / 2);
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define VECTORS __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")))

int embedscope_can_screen(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vnni");
}

// x.y in float.
VECTORS static inline float product(const float *x, const float *y, size_t count) {
  __m512 a = _mm512_setzero_ps(), b = _mm512_setzero_ps();
  size_t j = 0;
  for (; j + 32 <= count; j += 32) {
    a = _mm512_fmadd_ps(_mm512_loadu_ps(x + j), _mm512_loadu_ps(y + j), a);
    b = _mm512_fmadd_ps(_mm512_loadu_ps(x + j + 16), _mm512_loadu_ps(y + j + 16), b);
  }
  for (; j < count; j += 16) {
    __mmask16 some = count - j < 16 ? (__mmask16)((1u << (count - j)) - 1) : (__mmask16)0xFFFF;
    a = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(some, x + j), _mm512_maskz_loadu_ps(some, y + j), a);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(a, b));
}

// Codes of ROWS rows times a block of columns, from the starts on.
VECTORS static inline void multiply(const uint8_t *a, size_t bytes, const int8_t *b,
                                    const int32_t *starts, __m512i sums[ROWS][2]) {
  __m512i to[ROWS][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
    to[r][0] = _mm512_loadu_si512(starts);
    to[r][1] = _mm512_loadu_si512(starts + 16);
  }
  for (size_t k = 0; k < bytes; k += STEP) {
    __m512i b0 = _mm512_loadu_si512(b + k * BLOCK), b1 = _mm512_loadu_si512(b + k * BLOCK + 64);
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) {
      int32_t four;
      memcpy(&four, a + (size_t)r * bytes + k, STEP);
      __m512i x = _mm512_set1_epi32(four);
      to[r][0] = _mm512_dpbusd_epi32(to[r][0], x, b0);
      to[r][1] = _mm512_dpbusd_epi32(to[r][1], x, b1);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
    sums[r][0] = to[r][0];
    sums[r][1] = to[r][1];
  }
}

// The same for one row.
VECTORS static inline void multiply_row(const uint8_t *a, size_t bytes, const int8_t *b,
                                        const int32_t *starts, __m512i sums[2]) {
  __m512i low = _mm512_loadu_si512(starts), high = _mm512_loadu_si512(starts + 16);
  for (size_t k = 0; k < bytes; k += STEP) {
    int32_t four;
    memcpy(&four, a + k, STEP);
    __m512i x = _mm512_set1_epi32(four);
    low = _mm512_dpbusd_epi32(low, x, _mm512_loadu_si512(b + k * BLOCK));
    high = _mm512_dpbusd_epi32(high, x, _mm512_loadu_si512(b + k * BLOCK + 64));
  }
  sums[0] = low;
  sums[1] = high;
}

#else

#define VECTORS

int embedscope_can_screen(void) { return 0; }

#endif

VECTORS
size_t embedscope_screen_f32(const uint8_t *left, const float *row_values, const float *row_terms,
                             const uint32_t *row_numbers, size_t row_count, const int8_t *right,
                             const float *column_values, const float *column_terms,
                             const int32_t *corrections, const uint32_t *column_numbers,
                             size_t column_count, size_t depth, int triangular, int has_halves,
                             float row_length, float column_length, size_t capacity,
                             double *row_keys, uint32_t *row_lists, uint32_t *row_counts,
                             double *column_keys, uint32_t *column_lists,
                             uint32_t *column_counts) {
#if defined(__x86_64__)
  size_t bytes = embedscope_screen_depth(depth), found = 0;
  // some fifteen roundings of products, halves, bounds and their sums
  float longest = row_length > column_length ? row_length : column_length;
  float slack = 0x1p-19f * longest * longest;
  for (size_t first = 0; first < column_count; first += BLOCK) {
    const int8_t *b = right + first * bytes;
    int32_t starts[BLOCK];
    float scales[BLOCK], offsets[BLOCK], limits[BLOCK], errors[BLOCK];
    for (size_t j = 0; j < BLOCK; j++) {
      size_t at = first + j;
      int there = at < column_count;
      const float *terms = column_terms + 4 * at;
      starts[j] = there ? -corrections[at] : 0;
      scales[j] = there ? terms[0] : 0;
      errors[j] = there ? terms[1] * row_length : 0;
      // x.y - half + |e_y| |x| against the least key of the row, and of the column
      offsets[j] = there ? (has_halves ? terms[3] : 0) - errors[j] : INFINITY;
      limits[j] = there ? (float)threshold(capacity, column_keys + at * capacity,
                                           column_counts[at], -INFINITY) -
                              errors[j]
                        : INFINITY;
    }
    for (size_t i = 0; i < row_count; i += ROWS) {
      if (triangular && first + BLOCK <= i + 1) break;
      size_t rows = row_count - i < ROWS ? row_count - i : ROWS;
      const uint8_t *a = left + i * bytes;
      __m512i sums[ROWS][2];
      if (rows == ROWS)
        multiply(a, bytes, b, starts, sums);
      else
        for (size_t r = 0; r < rows; r++) multiply_row(a + r * bytes, bytes, b, starts, sums[r]);
      for (size_t r = 0; r < rows; r++) {
        size_t row = i + r;
        const float *terms = row_terms + 4 * row;
        double *keys = row_keys + row * capacity;
        float error = terms[1] * column_length + slack;
        float half = has_halves ? terms[3] : 0;
        float limit = (float)threshold(capacity, keys, row_counts[row], -INFINITY);
        __m512 scale = _mm512_set1_ps(terms[0]);
        __m512 least = _mm512_set1_ps(limit - error), own = _mm512_set1_ps(half - error);
        __m512 p0 = _mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][0]), scale),
                                  _mm512_loadu_ps(scales));
        __m512 p1 = _mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sums[r][1]), scale),
                                  _mm512_loadu_ps(scales + 16));
        uint32_t possible =
            (uint32_t)(_mm512_cmp_ps_mask(_mm512_sub_ps(p0, _mm512_loadu_ps(offsets)), least,
                                          _CMP_GE_OQ) |
                       _mm512_cmp_ps_mask(_mm512_sub_ps(p0, own), _mm512_loadu_ps(limits),
                                          _CMP_GE_OQ)) |
            (uint32_t)(_mm512_cmp_ps_mask(_mm512_sub_ps(p1, _mm512_loadu_ps(offsets + 16)), least,
                                          _CMP_GE_OQ) |
                       _mm512_cmp_ps_mask(_mm512_sub_ps(p1, own), _mm512_loadu_ps(limits + 16),
                                          _CMP_GE_OQ))
                << 16;
        // pairs of one tile count once, from its upper half
        if (triangular && row >= first)
          possible &= row - first >= BLOCK - 1 ? 0 : 0xFFFFFFFFu << (row - first + 1);
        for (; possible; possible &= possible - 1) {
          size_t j = (size_t)__builtin_ctz(possible), at = first + j;
          if (at >= column_count) break;
          float value = product(row_values + row * depth, column_values + at * depth, depth);
          float to_row = value - (has_halves ? column_terms[4 * at + 3] : 0);
          float to_column = value - half;
          if ((double)to_row >= threshold(capacity, keys, row_counts[row], -INFINITY))
            keep((double)to_row, column_numbers[at], capacity, keys, row_lists + row * capacity,
                 row_counts + row);
          double *others = column_keys + at * capacity;
          if ((double)to_column >= threshold(capacity, others, column_counts[at], -INFINITY)) {
            keep((double)to_column, row_numbers[row], capacity, others,
                 column_lists + at * capacity, column_counts + at);
            limits[j] = (float)threshold(capacity, others, column_counts[at], -INFINITY) -
                        errors[j];
          }
          found++;
        }
      }
    }
  }
  return found;
#else
  __builtin_trap();
#endif
}
