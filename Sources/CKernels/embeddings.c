#include <math.h>

#include "CKernels.h"
#include "exponential.h"
#include "multiversion.h"

// Sums over a row may be taken in any order, so that they vectorise.
#pragma clang fp reassociate(on)

// exp(x) / (1 / ln 2) for the range of scaled cosines, clamped where float ends.
static inline __attribute__((always_inline)) float power_of_e(float x) {
  float y = x * 0x1.715476p+0f;
  y = y > -126 ? y : -126;
  y = y < 126 ? y : 126;
  return embedscope_exp2f(y);
}

EMBEDSCOPE_MULTIVERSION
double embedscope_contrastive_rows_f32(float *products, size_t row_count, size_t column_count,
                                       const uint32_t *positives, size_t positive_count,
                                       float inverse_temperature, float gradient_scale) {
  double loss = 0;
  for (size_t i = 0; i < row_count; i++) {
    float *x = products + i * column_count;
    const uint32_t *wanted = positives + i * positive_count;
    float positive_sum = 0;
    for (size_t p = 0; p < positive_count; p++) positive_sum += x[wanted[p]];
    float sum = 0;
    for (size_t j = 0; j < column_count; j++) {
      float e = power_of_e(inverse_temperature * x[j]);
      x[j] = e;
      sum += e;
    }
    loss += (double)positive_count * log((double)sum) - (double)(inverse_temperature * positive_sum);
    float share = gradient_scale * (float)positive_count / sum;
    for (size_t j = 0; j < column_count; j++) x[j] *= share;
    for (size_t p = 0; p < positive_count; p++) x[wanted[p]] -= gradient_scale;
  }
  return loss;
}

EMBEDSCOPE_MULTIVERSION
size_t embedscope_top_hits_f32(const float *products, size_t row_count, size_t column_count,
                               const uint32_t *positives, size_t positive_count) {
  size_t hits = 0;
  for (size_t i = 0; i < row_count; i++) {
    const float *x = products + i * column_count;
    for (size_t p = 0; p < positive_count; p++) {
      uint32_t own = positives[i * positive_count + p];
      float value = x[own];
      uint32_t above = 0;
      for (size_t j = 0; j < own; j++) above += x[j] >= value;
      for (size_t j = own + 1; j < column_count; j++) above += x[j] > value;
      hits += above < positive_count;
    }
  }
  return hits;
}

static const float first_decay = 0.9f, second_decay = 0.999f, tiny = 1e-8f;

EMBEDSCOPE_MULTIVERSION
void embedscope_adam_unit_rows_f32(float *values, const float *gradient, float *first, float *second,
                                   size_t row_count, size_t column_count, float rate,
                                   float first_correction, float second_correction) {
  for (size_t at = 0; at < row_count * column_count; at++) {
    float g = gradient[at];
    float m = first_decay * first[at] + (1 - first_decay) * g;
    float v = second_decay * second[at] + (1 - second_decay) * g * g;
    first[at] = m;
    second[at] = v;
    values[at] -= rate * (m * first_correction) / (sqrtf(v * second_correction) + tiny);
  }
  for (size_t i = 0; i < row_count; i++) {
    float *x = values + i * column_count, sum = 0;
    for (size_t k = 0; k < column_count; k++) sum += x[k] * x[k];
    float factor = sum > 0 ? 1 / sqrtf(sum) : 0;
    for (size_t k = 0; k < column_count; k++) x[k] *= factor;
  }
}

enum { LANES = EMBEDSCOPE_LANES };

EMBEDSCOPE_MULTIVERSION
void embedscope_sign_gradient_lanes_f32(const float *left, const float *right, const int8_t *signs,
                                        size_t row_count, size_t column_count, size_t rank,
                                        float sharpness, float *left_gradient,
                                        float *right_gradient, float *least) {
  for (size_t at = 0; at < row_count * rank * LANES; at++) left_gradient[at] = 0;
  for (size_t at = 0; at < column_count * rank * LANES; at++) right_gradient[at] = 0;
  for (size_t l = 0; l < LANES; l++) least[l] = INFINITY;
  for (size_t i = 0; i < row_count; i++) {
    const float *u = left + i * rank * LANES;
    float *gu = left_gradient + i * rank * LANES;
    for (size_t j = 0; j < column_count; j++) {
      if (signs[i * column_count + j] == 0) continue;
      const float *v = right + j * rank * LANES;
      float *gv = right_gradient + j * rank * LANES;
      float s = signs[i * column_count + j], g[LANES], p[LANES] = {0};
      for (size_t k = 0; k < rank; k++)
        for (size_t l = 0; l < LANES; l++) p[l] += u[k * LANES + l] * v[k * LANES + l];
      for (size_t l = 0; l < LANES; l++) {
        float z = s * p[l];
        least[l] = z < least[l] ? z : least[l];
        g[l] = -s / (1 + power_of_e(sharpness * z));
      }
      for (size_t k = 0; k < rank; k++)
        for (size_t l = 0; l < LANES; l++) {
          gu[k * LANES + l] += g[l] * v[k * LANES + l];
          gv[k * LANES + l] += g[l] * u[k * LANES + l];
        }
    }
  }
}

EMBEDSCOPE_MULTIVERSION
void embedscope_adam_unit_lanes_f32(float *values, const float *gradient, float *first, float *second,
                                    size_t row_count, size_t rank, float rate,
                                    float first_correction, float second_correction) {
  for (size_t i = 0; i < row_count; i++) {
    float sum[LANES] = {0};
    for (size_t k = 0; k < rank; k++)
      for (size_t l = 0; l < LANES; l++) {
        size_t at = (i * rank + k) * LANES + l;
        float g = gradient[at];
        float m = first_decay * first[at] + (1 - first_decay) * g;
        float v = second_decay * second[at] + (1 - second_decay) * g * g;
        first[at] = m;
        second[at] = v;
        float x = values[at] - rate * (m * first_correction) / (sqrtf(v * second_correction) + tiny);
        values[at] = x;
        sum[l] += x * x;
      }
    for (size_t l = 0; l < LANES; l++) sum[l] = sum[l] > 0 ? 1 / sqrtf(sum[l]) : 0;
    for (size_t k = 0; k < rank; k++)
      for (size_t l = 0; l < LANES; l++) values[(i * rank + k) * LANES + l] *= sum[l];
  }
}

EMBEDSCOPE_MULTIVERSION
size_t embedscope_sign_gradient_tile_f32(float *products, const int8_t *signs, size_t count,
                                         float sharpness, float *least) {
  size_t wrong = 0;
  float lowest = *least;
  for (size_t at = 0; at < count; at++) {
    float s = signs[at], z = s * products[at];
    wrong += s != 0 && z <= 0;
    float compared = s != 0 ? z : lowest;
    lowest = compared < lowest ? compared : lowest;
    products[at] = -s / (1 + power_of_e(sharpness * z));
  }
  *least = lowest;
  return wrong;
}
