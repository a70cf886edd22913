/* The floor under embedscope's two heavy jobs: bare BLAS calls of the same size, nothing around them.
 *
 *   floor dsyrk ROWS COLUMNS REPEATS   C = A'A, A ROWS x COLUMNS float64, one call
 *   floor dsyrk-blocks ...             the same product summed over blocks of rows, the fastest of some
 *   floor sgemm-all ROWS COLUMNS REPEATS  all of A B' in square float32 tiles: the products that InfoNCE
 *                                      of aligned pairs cannot do without
 *   floor sgemm ROWS COLUMNS REPEATS   the upper triangle of A A' in square float32 tiles: the products
 *                                      an exact pass over all pairs of rows cannot do without
 *
 * Prints one line of JSON: core, threads, median seconds, GF/s. Times only the calls, on memory already
 * touched. dsyrk-blocks and sgemm try several block sizes and print the fastest.
 */
#define _POSIX_C_SOURCE 200809L

#include <cblas.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern char *openblas_get_corename(void);
extern int openblas_get_num_threads(void);

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, ascending);
  return count % 2 ? values[count / 2] : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

/* Uniform in (-1, 1): speed does not depend on the values, as long as none is subnormal. */
static double noise(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(int64_t)*state * 0x1p-63;
}

static void *memory(size_t count, size_t size) {
  void *bytes = count > SIZE_MAX / size ? NULL : malloc(count * size);
  if (bytes == NULL) {
    fprintf(stderr, "floor: no memory for %zu values\n", count);
    exit(2);
  }
  return bytes;
}

static int positive(const char *text) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno != 0 || *end != '\0' || value < 1 || value > 100000000) {
    fprintf(stderr, "floor: expected a positive count, found %s\n", text);
    exit(64);
  }
  return (int)value;
}

static void report(const char *job, double seconds, double flops, int block) {
  printf("{\"job\": \"%s\", \"core\": \"%s\", \"threads\": %d, \"block\": %d, \"seconds\": %.6f, "
         "\"gflops\": %.2f}\n",
         job, openblas_get_corename(), openblas_get_num_threads(), block, seconds,
         1e-9 * flops / seconds);
}

/* C = A'A in one call where block >= rows, else summed over blocks of rows. */
static void rank_k(const double *a, double *c, int rows, int columns, int block) {
  for (int i = 0; i < rows; i += block) {
    int height = rows - i < block ? rows - i : block;
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, columns, height, 1.0,
                a + (size_t)i * (size_t)columns, columns, i == 0 ? 0.0 : 1.0, c, columns);
  }
}

static void dsyrk(const char *job, int rows, int columns, int repeats, const int *blocks,
                  int block_count) {
  size_t n = (size_t)rows, d = (size_t)columns;
  uint64_t state = 1;
  double *a = memory(n * d, sizeof *a), *c = memory(d * d, sizeof *c);
  double *seconds = memory((size_t)repeats, sizeof *seconds);
  double best = INFINITY;
  int best_block = 0;
  for (size_t i = 0; i < n * d; i++) a[i] = noise(&state);
  memset(c, 0, d * d * sizeof *c);
  for (int s = 0; s < block_count; s++) {
    for (int r = 0; r < repeats; r++) {
      double start = now();
      rank_k(a, c, rows, columns, blocks[s]);
      seconds[r] = now() - start;
    }
    double middle = median(seconds, repeats);
    if (middle < best) {
      best = middle;
      best_block = blocks[s];
    }
  }
  report(job, best, (double)n * (double)d * (double)(d + 1), best_block);
  free(a);
  free(c);
  free(seconds);
}

static void tiles(const float *a, const float *b, float *c, int rows, int columns, int tile,
                  int all) {
  for (int i = 0; i < rows; i += tile) {
    int height = rows - i < tile ? rows - i : tile;
    for (int j = all ? 0 : i; j < rows; j += tile) {
      int width = rows - j < tile ? rows - j : tile;
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, height, width, columns, 1.0f,
                  a + (size_t)i * (size_t)columns, columns, b + (size_t)j * (size_t)columns,
                  columns, 0.0f, c, width);
    }
  }
}

/* Multiplications and additions that the tiles of one size do, the diagonal ones in full. */
static double tile_flops(int rows, int columns, int tile, int all) {
  if (all) return 2.0 * rows * (double)rows * columns;
  double flops = 0;
  for (int i = 0; i < rows; i += tile) {
    int height = rows - i < tile ? rows - i : tile;
    flops += 2.0 * height * (double)(rows - i) * columns;
  }
  return flops;
}

static void sgemm(const char *job, int rows, int columns, int repeats, int all) {
  static const int sizes[] = {256, 512, 1024, 2048, 4096};
  size_t n = (size_t)rows, d = (size_t)columns, largest = 4096;
  uint64_t state = 2;
  float *a = memory(n * d, sizeof *a), *c = memory(largest * largest, sizeof *c);
  float *b = all ? memory(n * d, sizeof *b) : a;
  double *seconds = memory((size_t)repeats, sizeof *seconds);
  double best = INFINITY;
  int best_tile = 0;
  for (size_t i = 0; i < n * d; i++) a[i] = (float)noise(&state);
  if (all)
    for (size_t i = 0; i < n * d; i++) b[i] = (float)noise(&state);
  memset(c, 0, largest * largest * sizeof *c);
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    for (int r = 0; r < repeats; r++) {
      double start = now();
      tiles(a, b, c, rows, columns, sizes[s], all);
      seconds[r] = now() - start;
    }
    double middle = median(seconds, repeats);
    if (middle < best) {
      best = middle;
      best_tile = sizes[s];
    }
  }
  report(job, best, tile_flops(rows, columns, best_tile, all), best_tile);
  if (all) free(b);
  free(a);
  free(c);
  free(seconds);
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: floor dsyrk|dsyrk-blocks|sgemm|sgemm-all ROWS COLUMNS REPEATS\n");
    return 64;
  }
  int rows = positive(arguments[2]), columns = positive(arguments[3]);
  int repeats = positive(arguments[4]);
  if (strcmp(arguments[1], "dsyrk") == 0) {
    dsyrk("dsyrk", rows, columns, repeats, &rows, 1);
  } else if (strcmp(arguments[1], "dsyrk-blocks") == 0) {
    static const int blocks[] = {512, 1024, 2048, 4096, 8192};
    dsyrk("dsyrk-blocks", rows, columns, repeats, blocks, sizeof blocks / sizeof *blocks);
  } else if (strcmp(arguments[1], "sgemm") == 0) {
    sgemm("sgemm", rows, columns, repeats, 0);
  } else if (strcmp(arguments[1], "sgemm-all") == 0) {
    sgemm("sgemm-all", rows, columns, repeats, 1);
  } else {
    fprintf(stderr, "floor: expected dsyrk, dsyrk-blocks, sgemm or sgemm-all, found %s\n", arguments[1]);
    return 64;
  }
  return 0;
}
