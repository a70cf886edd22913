#include "CKernels.h"
#include "multiversion.h"
#include "neighbor_list.h"

#include <math.h>

// Columns are taken in strips whose halves and thresholds stay in the first-level cache; within a
// strip most runs of CHUNK products hold no candidate and are rejected at the speed of reading them.
enum { STRIP = 256, CHUNK = 64 };

// A tile that fills empty lists would pass through them nearly all that it has. Its lines are cut into
// GROUPS, and of the largest key of each group the capacity-th largest is a floor: as many keys are at
// or above it.
enum { GROUPS = 32 };

// Whether floors help: the lists are empty, and the tile is long enough to fill them.
static inline __attribute__((always_inline)) int wants_floors(size_t length, size_t capacity,
                                                              const uint32_t *counts,
                                                              size_t list_count) {
  if (capacity >= GROUPS || length < 4 * GROUPS) return 0;
  for (size_t i = 0; i < list_count; i++)
    if (counts[i]) return 0;
  return 1;
}

// Lists of the rows alone; the key of a column is its product less, or times, a term of its own.
#define DEFINE_ROW_SELECTION(NAME, SCALAR, OPERATOR)                                                \
  /* Floor of one row from the columns of a tile. */                                                \
  static inline __attribute__((always_inline)) SCALAR row_floor_##NAME(                             \
      const SCALAR *g, size_t column_count, const double *terms, size_t wanted) {                   \
    SCALAR largest[GROUPS], floor = (SCALAR)INFINITY;                                               \
    for (int group = 0; group < GROUPS; group++) largest[group] = -(SCALAR)INFINITY;                \
    for (size_t j = 0; j + GROUPS <= column_count; j += GROUPS)                                     \
      for (int group = 0; group < GROUPS; group++) {                                                \
        SCALAR key = g[j + group] OPERATOR(SCALAR) terms[j + group];                                \
        largest[group] = key > largest[group] ? key : largest[group];                               \
      }                                                                                             \
    for (int a = 0; a < GROUPS; a++) {                                                              \
      int above = 0;                                                                                \
      for (int b = 0; b < GROUPS; b++) above += largest[b] > largest[a];                            \
      if (above < (int)wanted && largest[a] < floor) floor = largest[a];                            \
    }                                                                                               \
    return floor;                                                                                   \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_select_##NAME(                                                                    \
      const SCALAR *products, size_t row_count, size_t column_count, const double *terms,           \
      const uint32_t *column_numbers, const uint32_t *excluded, size_t capacity, double *row_keys,  \
      uint32_t *row_lists, uint32_t *row_counts) {                                                  \
    /* one more, for the excluded column may be among them */                                       \
    int has_floors = wants_floors(column_count, capacity + 1, row_counts, row_count);               \
    for (size_t i = 0; i < row_count; i++) {                                                        \
      const SCALAR *row = products + i * column_count;                                              \
      double *keys = row_keys + i * capacity;                                                       \
      double floor = has_floors ? (double)row_floor_##NAME(row, column_count, terms,                \
                                                             capacity + 1)                          \
                                : -INFINITY;                                                        \
      SCALAR limit = (SCALAR)threshold(capacity, keys, row_counts[i], floor);                       \
      for (size_t chunk = 0; chunk < column_count; chunk += CHUNK) {                                \
        size_t length = column_count - chunk < CHUNK ? column_count - chunk : CHUNK;                \
        const SCALAR *g = row + chunk;                                                              \
        const double *term = terms + chunk;                                                         \
        unsigned any = 0;                                                                           \
        for (size_t j = 0; j < length; j++)                                                         \
          any |= (unsigned)(g[j] OPERATOR(SCALAR) term[j] >= limit);                                \
        if (!any) continue;                                                                         \
        uint64_t found = 0;                                                                         \
        for (size_t j = 0; j < length; j++)                                                         \
          found |= (uint64_t)(g[j] OPERATOR(SCALAR) term[j] >= limit) << j;                         \
        for (; found; found &= found - 1) {                                                         \
          size_t j = (size_t)__builtin_ctzll(found);                                                \
          if (column_numbers[chunk + j] == excluded[i]) continue;                                   \
          keep((double)(SCALAR)(g[j] OPERATOR(SCALAR) term[j]), column_numbers[chunk + j],          \
               capacity, keys, row_lists + i * capacity, row_counts + i);                           \
        }                                                                                           \
        limit = (SCALAR)threshold(capacity, keys, row_counts[i], floor);                            \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_ROW_SELECTION(rows_f32, float, -)
DEFINE_ROW_SELECTION(scaled_rows_f32, float, *)

// Lists of both sides.
#define DEFINE_SELECTION(SUFFIX, SCALAR)                                                            \
  /* The wanted-th largest of the GROUPS values of each of some columns. */                         \
  static inline __attribute__((always_inline)) void floors_##SUFFIX(                                \
      const SCALAR largest[GROUPS][STRIP], size_t length, size_t wanted, SCALAR *floors) {          \
    for (size_t j = 0; j < length; j++) floors[j] = (SCALAR)INFINITY;                               \
    for (size_t a = 0; a < GROUPS; a++) {                                                           \
      int above[STRIP];                                                                             \
      for (size_t j = 0; j < length; j++) above[j] = 0;                                             \
      for (size_t b = 0; b < GROUPS; b++)                                                           \
        for (size_t j = 0; j < length; j++) above[j] += largest[b][j] > largest[a][j];              \
      for (size_t j = 0; j < length; j++)                                                           \
        floors[j] = above[j] < (int)wanted && largest[a][j] < floors[j] ? largest[a][j] : floors[j]; \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  /* Floors of a strip of columns from the rows of a tile. */                                       \
  static inline __attribute__((always_inline)) void column_floors_##SUFFIX(                         \
      const SCALAR *products, size_t row_count, size_t column_count, size_t length,                 \
      const double *row_halves, size_t wanted, SCALAR *floors) {                                    \
    SCALAR largest[GROUPS][STRIP];                                                                  \
    for (size_t group = 0; group < GROUPS; group++)                                                 \
      for (size_t j = 0; j < length; j++) largest[group][j] = -(SCALAR)INFINITY;                    \
    for (size_t i = 0; i < row_count; i++) {                                                        \
      const SCALAR *g = products + i * column_count;                                                \
      SCALAR *to = largest[i % GROUPS], half = (SCALAR)row_halves[i];                               \
      for (size_t j = 0; j < length; j++) {                                                         \
        SCALAR key = g[j] - half;                                                                   \
        to[j] = key > to[j] ? key : to[j];                                                          \
      }                                                                                             \
    }                                                                                               \
    floors_##SUFFIX(largest, length, wanted, floors);                                               \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_select_pairs_##SUFFIX(                                                            \
      const SCALAR *products, size_t row_count, size_t column_count, const double *row_halves,      \
      const double *column_halves, const uint32_t *row_numbers, const uint32_t *column_numbers,     \
      size_t capacity, double *row_keys, uint32_t *row_lists, uint32_t *row_counts,                 \
      double *column_keys, uint32_t *column_lists, uint32_t *column_counts) {                       \
    int has_floors = wants_floors(row_count, capacity, column_counts, column_count);                \
    for (size_t start = 0; start < column_count; start += STRIP) {                                  \
      size_t length = column_count - start < STRIP ? column_count - start : STRIP;                  \
      SCALAR halves[STRIP], limits[STRIP], floors[STRIP];                                           \
      for (size_t j = 0; j < length; j++) floors[j] = -(SCALAR)INFINITY;                            \
      if (has_floors)                                                                               \
        column_floors_##SUFFIX(products + start, row_count, column_count, length, row_halves,       \
                               capacity, floors);                                                   \
      for (size_t j = 0; j < length; j++) {                                                         \
        size_t at = start + j;                                                                      \
        halves[j] = (SCALAR)column_halves[at];                                                      \
        limits[j] = (SCALAR)threshold(capacity, column_keys + at * capacity, column_counts[at],     \
                                      (double)floors[j]);                                           \
      }                                                                                             \
      for (size_t i = 0; i < row_count; i++) {                                                      \
        const SCALAR *g = products + i * column_count + start;                                      \
        double *keys = row_keys + i * capacity;                                                     \
        SCALAR half = (SCALAR)row_halves[i];                                                        \
        SCALAR limit = (SCALAR)threshold(capacity, keys, row_counts[i], -INFINITY);                 \
        for (size_t chunk = 0; chunk < length; chunk += CHUNK) {                                    \
          size_t end = chunk + CHUNK < length ? chunk + CHUNK : length;                             \
          unsigned any = 0;                                                                         \
          for (size_t j = chunk; j < end; j++)                                                      \
            any |= (unsigned)(g[j] - halves[j] >= limit) | (unsigned)(g[j] - half >= limits[j]);    \
          if (!any) continue;                                                                       \
          uint64_t of_row = 0, of_column = 0;                                                       \
          for (size_t j = chunk; j < end; j++) {                                                    \
            of_row |= (uint64_t)(g[j] - halves[j] >= limit) << (j - chunk);                         \
            of_column |= (uint64_t)(g[j] - half >= limits[j]) << (j - chunk);                       \
          }                                                                                         \
          for (; of_row; of_row &= of_row - 1) {                                                    \
            size_t j = chunk + (size_t)__builtin_ctzll(of_row);                                     \
            keep((double)(SCALAR)(g[j] - halves[j]), column_numbers[start + j], capacity, keys,     \
                 row_lists + i * capacity, row_counts + i);                                         \
          }                                                                                         \
          limit = (SCALAR)threshold(capacity, keys, row_counts[i], -INFINITY);                      \
          for (; of_column; of_column &= of_column - 1) {                                           \
            size_t j = chunk + (size_t)__builtin_ctzll(of_column), at = start + j;                  \
            keep((double)(SCALAR)(g[j] - half), row_numbers[i], capacity,                           \
                 column_keys + at * capacity, column_lists + at * capacity, column_counts + at);    \
            limits[j] = (SCALAR)threshold(capacity, column_keys + at * capacity,                    \
                                          column_counts[at], (double)floors[j]);                    \
          }                                                                                         \
        }                                                                                           \
      }                                                                                             \
    }                                                                                               \
  }                                                                                                 \
                                                                                                    \
  EMBEDSCOPE_MULTIVERSION                                                                           \
  void embedscope_select_triangle_##SUFFIX(                                                         \
      const SCALAR *products, size_t row_count, const double *halves, const uint32_t *numbers,      \
      size_t capacity, double *keys, uint32_t *lists, uint32_t *counts) {                           \
    SCALAR own[CHUNK];                                                                              \
    for (size_t chunk = 0; chunk < row_count; chunk += CHUNK) {                                     \
      size_t end = chunk + CHUNK < row_count ? chunk + CHUNK : row_count;                           \
      SCALAR limits[CHUNK];                                                                         \
      for (size_t j = chunk; j < end; j++) {                                                        \
        own[j - chunk] = (SCALAR)halves[j];                                                         \
        limits[j - chunk] =                                                                         \
            (SCALAR)threshold(capacity, keys + j * capacity, counts[j], -INFINITY);                 \
      }                                                                                             \
      for (size_t i = 0; i < end; i++) {                                                            \
        size_t first = i + 1 > chunk ? i + 1 : chunk;                                               \
        const SCALAR *g = products + i * row_count;                                                 \
        SCALAR half = (SCALAR)halves[i];                                                            \
        SCALAR limit = (SCALAR)threshold(capacity, keys + i * capacity, counts[i], -INFINITY);      \
        unsigned any = 0;                                                                           \
        for (size_t j = first; j < end; j++)                                                        \
          any |= (unsigned)(g[j] - own[j - chunk] >= limit) |                                       \
                 (unsigned)(g[j] - half >= limits[j - chunk]);                                      \
        if (!any) continue;                                                                         \
        for (size_t j = first; j < end; j++) {                                                      \
          SCALAR of_row = g[j] - own[j - chunk], of_column = g[j] - half;                           \
          if (of_row >= limit) {                                                                    \
            keep((double)of_row, numbers[j], capacity, keys + i * capacity, lists + i * capacity,   \
                 counts + i);                                                                       \
            limit = (SCALAR)threshold(capacity, keys + i * capacity, counts[i], -INFINITY);         \
          }                                                                                         \
          if (of_column >= limits[j - chunk]) {                                                     \
            keep((double)of_column, numbers[i], capacity, keys + j * capacity,                      \
                 lists + j * capacity, counts + j);                                                 \
            limits[j - chunk] =                                                                     \
                (SCALAR)threshold(capacity, keys + j * capacity, counts[j], -INFINITY);             \
          }                                                                                         \
        }                                                                                           \
        /* a row of the chunk has got candidates as a row */                                        \
        if (i >= chunk) limits[i - chunk] = limit;                                                  \
      }                                                                                             \
    }                                                                                               \
  }

DEFINE_SELECTION(f32, float)
DEFINE_SELECTION(f64, double)

void embedscope_merge_lists(size_t row_count, size_t capacity, const double *from_keys,
                            const uint32_t *from_lists, const uint32_t *from_counts, double *keys,
                            uint32_t *lists, uint32_t *counts) {
  for (size_t i = 0; i < row_count; i++) {
    const double *from = from_keys + i * capacity;
    const uint32_t *numbers = from_lists + i * capacity;
    double *to = keys + i * capacity;
    uint32_t *there = lists + i * capacity;
    for (size_t j = 0; j < from_counts[i]; j++) {
      // both are sorted: nothing that follows is wanted either
      if (counts[i] == capacity && from[j] < to[capacity - 1]) break;
      int is_there = 0;
      for (size_t k = 0; k < counts[i]; k++) is_there |= there[k] == numbers[j];
      if (!is_there) keep(from[j], numbers[j], capacity, to, there, counts + i);
    }
  }
}
