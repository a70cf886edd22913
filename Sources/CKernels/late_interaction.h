// The body of one shape of the kernel in late_interaction.c, which includes it once for each instruction
// set with
//   SHAPE(name)  a name of its own
//   WIDTH        lanes of a register
//   VECTORS      registers that hold tokens of queries side by side
//   ROWS         tokens of a document at once: ROWS x VECTORS sums stay in registers
//   TARGET       the instruction set

typedef float SHAPE(Vector) __attribute__((vector_size(WIDTH * sizeof(float)), aligned(sizeof(float))));

enum { SHAPE(step) = WIDTH * VECTORS };

// Raises the maxima of WIDTH x VECTORS tokens of queries by the products with `rows` tokens of a document.
#define EACH(index, count) _Pragma("clang loop unroll(full)") for (int index = 0; index < count; index++)
#define BLOCK(rows)                                                                                   \
  do {                                                                                                \
    SHAPE(Vector) sums[rows][VECTORS] = {0};                                                          \
    for (size_t k = 0; k < depth; k++) {                                                              \
      SHAPE(Vector) own[VECTORS];                                                                     \
      EACH(v, VECTORS) own[v] = *(const SHAPE(Vector) *)(lanes + k * QUERY_LANES + v * WIDTH);        \
      EACH(r, rows) EACH(v, VECTORS) sums[r][v] += own[v] * token[(size_t)r * depth + k];             \
    }                                                                                                 \
    EACH(r, rows) EACH(v, VECTORS) best[v] = __builtin_elementwise_max(best[v], sums[r][v]);          \
  } while (0)

// The largest product of each of WIDTH x VECTORS tokens of queries with any token of a document. A last
// block that is not full is moved back over tokens that were looked at already: a maximum does not mind.
TARGET static void SHAPE(maxima)(const float *lanes, const float *tokens, size_t count, size_t depth,
                                 float *maxima) {
  SHAPE(Vector) best[VECTORS];
  for (int v = 0; v < VECTORS; v++)
    for (int lane = 0; lane < WIDTH; lane++) best[v][lane] = -__builtin_inff();
  size_t j = 0;
  const float *token = tokens;
  for (; j + ROWS <= count; j += ROWS, token += ROWS * depth) BLOCK(ROWS);
  size_t left = count - j;
  if (left > ROWS / 2 && count >= ROWS) {
    token = tokens + (count - ROWS) * depth;
    BLOCK(ROWS);
  } else if (left > 0 && count >= ROWS / 2) {
    for (; left > ROWS / 2; left -= ROWS / 2, token += ROWS / 2 * depth) BLOCK(ROWS / 2);
    token = tokens + (count - ROWS / 2) * depth;
    BLOCK(ROWS / 2);
  } else {
    for (; left > 0; left--, token += depth) BLOCK(1);
  }
  for (int v = 0; v < VECTORS; v++) *(SHAPE(Vector) *)(maxima + v * WIDTH) = best[v];
}

#undef BLOCK
#undef EACH
#undef SHAPE
#undef WIDTH
#undef VECTORS
#undef ROWS
#undef TARGET
