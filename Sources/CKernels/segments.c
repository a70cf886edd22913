#include "CKernels.h"
#include "multiversion.h"

// Lanes of a running maximum: with this many the select below is one instruction a register, and
// the chains of four registers hide its latency.
enum { LANES = 64 };

static inline __attribute__((always_inline)) float largest(const float *values, size_t count) {
  float best = -__builtin_inff();
  size_t i = 0;
  if (count >= LANES) {
    float lanes[LANES];
    for (int lane = 0; lane < LANES; lane++) lanes[lane] = values[lane];
    for (i = LANES; i + LANES <= count; i += LANES)
      for (int lane = 0; lane < LANES; lane++)
        lanes[lane] = values[i + lane] > lanes[lane] ? values[i + lane] : lanes[lane];
    for (int width = LANES / 2; width > 0; width /= 2)
      for (int lane = 0; lane < width; lane++)
        lanes[lane] = lanes[lane + width] > lanes[lane] ? lanes[lane + width] : lanes[lane];
    best = lanes[0];
  }
  if (count - i >= 16) {
    float lanes[16];
    for (int lane = 0; lane < 16; lane++) lanes[lane] = values[i + lane];
    for (i += 16; i + 16 <= count; i += 16)
      for (int lane = 0; lane < 16; lane++)
        lanes[lane] = values[i + lane] > lanes[lane] ? values[i + lane] : lanes[lane];
    for (int width = 8; width > 0; width /= 2)
      for (int lane = 0; lane < width; lane++)
        lanes[lane] = lanes[lane + width] > lanes[lane] ? lanes[lane + width] : lanes[lane];
    best = lanes[0] > best ? lanes[0] : best;
  }
  for (; i < count; i++) best = values[i] > best ? values[i] : best;
  return best;
}

EMBEDSCOPE_MULTIVERSION
size_t embedscope_add_segment_maxima_f32(const float *products, size_t row_count,
                                         size_t column_count, const int64_t *offsets,
                                         size_t segment_count, float floor, double *sums) {
  size_t negative = 0;
  for (size_t row = 0; row < row_count; row++) {
    const float *line = products + row * column_count;
    for (size_t segment = 0; segment < segment_count; segment++) {
      size_t start = (size_t)offsets[segment], count = (size_t)offsets[segment + 1] - start;
      float best = largest(line + start, count);
      negative += count > 0 && best < 0;
      sums[segment] += best > floor ? best : floor;
    }
  }
  return negative;
}
