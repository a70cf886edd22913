#ifndef EMBEDSCOPE_NEIGHBOR_LIST_H
#define EMBEDSCOPE_NEIGHBOR_LIST_H

#include <stddef.h>
#include <stdint.h>

// Insertion into a list that is sorted by descending key, equal keys by ascending number.
static inline __attribute__((always_inline)) void keep(double key, uint32_t number, size_t capacity,
                                                       double *keys, uint32_t *numbers,
                                                       uint32_t *count) {
  size_t place = *count;
  if (place == capacity) {
    place--;
    if (key < keys[place] || (key == keys[place] && number > numbers[place])) return;
  } else {
    *count += 1;
  }
  while (place > 0 &&
         (keys[place - 1] < key || (keys[place - 1] == key && numbers[place - 1] > number))) {
    keys[place] = keys[place - 1];
    numbers[place] = numbers[place - 1];
    place--;
  }
  keys[place] = key;
  numbers[place] = number;
}

// What a key must reach: the last of a full list, a floor before that.
static inline __attribute__((always_inline)) double threshold(size_t capacity, const double *keys,
                                                              uint32_t count, double floor) {
  return count == capacity ? keys[capacity - 1] : floor;
}

#endif
