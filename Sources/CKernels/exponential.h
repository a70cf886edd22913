#ifndef EMBEDSCOPE_EXPONENTIAL_H
#define EMBEDSCOPE_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

#define EMBEDSCOPE_LOG2_E 0x1.71547652b82fep0

/// 2^x for -1000 <= x <= 1000, relative error below 4.1e-11 and alternating in sign, so that sums
/// of many terms do better still.
///
/// x = k + r with k the nearest integer; 2^r is the minimax polynomial of degree 7 for relative
/// error on |r| <= 1/2 (Remez exchange, 40 digits); k is added to the exponent field. No branch, no
/// table: a loop over it vectorises.
static inline __attribute__((always_inline)) double embedscope_exp2(double x) {
  const double round = 0x1.8p52;  // adding it leaves the nearest integer in the low bits
  double shifted = x + round;
  double r = x - (shifted - round);
  double p = 0x1.fe17856b36eb8p-17;
  p = p * r + 0x1.446a1fd6f73a4p-13;
  p = p * r + 0x1.5d8a708707370p-10;
  p = p * r + 0x1.3b29dc40dc6e6p-7;
  p = p * r + 0x1.c6b08aaf30084p-5;
  p = p * r + 0x1.ebfbe0a4be790p-3;
  p = p * r + 0x1.62e42ff116283p-1;
  p = p * r + 0x1.ffffffffabbcep-1;
  uint64_t k, bits;
  memcpy(&k, &shifted, 8);
  memcpy(&bits, &p, 8);
  bits += k << 52;
  memcpy(&p, &bits, 8);
  return p;
}

#endif
