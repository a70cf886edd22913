#ifndef EMBEDSCOPE_EXPONENTIAL_H
#define EMBEDSCOPE_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

#define EMBEDSCOPE_LOG2_E 0x1.71547652b82fep0

/// 2^x for -1000 <= x <= 1000, exact for whole x, relative error below 2.4e-10 elsewhere and
/// alternating in sign, so that sums of many terms do better still.
///
/// x = k + r with k the nearest integer; 2^r is the minimax polynomial of degree 7 for relative
/// error on |r| <= 1/2 among those with 1 at 0 (Remez exchange, 40 digits); k is added to the exponent
/// field. No branch, no table: a loop over it vectorises.
static inline __attribute__((always_inline)) double embedscope_exp2(double x) {
  const double round = 0x1.8p52;  // adding it leaves the nearest integer in the low bits
  double shifted = x + round;
  double r = x - (shifted - round);
  double p = 0x1.c04815415f25ep-17;
  p = p * r + 0x1.443f95e689c5dp-13;
  p = p * r + 0x1.5dc05149ba9cap-10;
  p = p * r + 0x1.3b2a1bf5b7f04p-7;
  p = p * r + 0x1.c6b0551d56c6dp-5;
  p = p * r + 0x1.ebfbe045705a1p-3;
  p = p * r + 0x1.62e4300b9dab4p-1;
  p = p * r + 1.0;
  uint64_t k, bits;
  memcpy(&k, &shifted, 8);
  memcpy(&bits, &p, 8);
  bits += k << 52;
  memcpy(&p, &bits, 8);
  return p;
}

/// 2^x in single precision for -126 <= x <= 126, exact for whole x, relative error below 2e-7.
///
/// The same way with the Taylor polynomial of degree 6, whose error at |r| = 1/2 is 1.2e-7.
static inline __attribute__((always_inline)) float embedscope_exp2f(float x) {
  const float round = 0x1.8p23f;
  float shifted = x + round;
  float r = x - (shifted - round);
  float p = 0x1.430912p-13f;
  p = p * r + 0x1.5d87fep-10f;
  p = p * r + 0x1.3b2ab6p-7f;
  p = p * r + 0x1.c6b08ep-5f;
  p = p * r + 0x1.ebfbe0p-3f;
  p = p * r + 0x1.62e430p-1f;
  p = p * r + 1.0f;
  uint32_t k, bits;
  memcpy(&k, &shifted, 4);
  memcpy(&bits, &p, 4);
  bits += k << 23;
  memcpy(&p, &bits, 4);
  return p;
}

#endif
