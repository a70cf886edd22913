#ifndef EMBEDSCOPE_CKERNELS_H
#define EMBEDSCOPE_CKERNELS_H

// Elementwise loops that Swift cannot vectorise for the processor at hand. Each is compiled for
// several instruction sets and chosen at load time (see multiversion.h). Matrices are row-major.

#include <stddef.h>
#include <stdint.h>

// ---- rows.c: one pass over decoded rows ---------------------------------------------------------

/// For each row: the sum of squares of scale * x (NaN or infinite where a component is not finite)
/// and a 64-bit fingerprint of its bits, with -0 taken as +0.
void embedscope_scan_rows_f32(const float *rows, size_t row_count, size_t column_count,
                              double scale, double *squared_norms, uint64_t *fingerprints);
void embedscope_scan_rows_f64(const double *rows, size_t row_count, size_t column_count,
                              double scale, double *squared_norms, uint64_t *fingerprints);

/// y = weights[i] * x_i - shift, packed into `shifted` for the rows whose weight is not 0.
/// Adds sum y to `sum`, sum |y|^2 y to `cubic`, sum |y|^4 to *quartic; returns the rows packed.
size_t embedscope_shift_rows_f32(const float *rows, size_t row_count, size_t column_count,
                                 const double *weights, const double *shift, double *shifted,
                                 double *sum, double *cubic, double *quartic);
size_t embedscope_shift_rows_f64(const double *rows, size_t row_count, size_t column_count,
                                 const double *weights, const double *shift, double *shifted,
                                 double *sum, double *cubic, double *quartic);

/// Column extremes of x, and the sums of y and y^2 for y = weights[i] * x_i - shift, over the rows
/// whose weight is not 0.
void embedscope_scan_columns_f32(const float *rows, size_t row_count, size_t column_count,
                                 const double *weights, const double *shift, double *minimum,
                                 double *maximum, double *sum, double *sum_of_squares);
void embedscope_scan_columns_f64(const double *rows, size_t row_count, size_t column_count,
                                 const double *weights, const double *shift, double *minimum,
                                 double *maximum, double *sum, double *sum_of_squares);

// ---- pairs.c: elementwise work on a tile of dot products ----------------------------------------

/// Sums of exp(-t |z_i - z_j|^2) for t = 1, 2, 4 over a tile of dot products of rows z.
///
/// With triangular != 0 only the pairs column > row count (a diagonal tile). row_sums and
/// column_sums hold three values an entry (t = 1, 2, 4) and are added to.
void embedscope_gaussian_tile_f32(const float *products, size_t row_count, size_t column_count,
                                  const double *row_squares, const double *column_squares,
                                  int triangular, double *row_sums, double *column_sums);
void embedscope_gaussian_tile_f64(const double *products, size_t row_count, size_t column_count,
                                  const double *row_squares, const double *column_squares,
                                  int triangular, double *row_sums, double *column_sums);

/// exp(-t |z_i - z_j|^2), t = 1, 2, 4, and the cosines 1 - |z_i - z_j|^2 / 2 of a tile, written out.
void embedscope_gaussian_values_f64(const double *products, size_t row_count, size_t column_count,
                                    const double *row_squares, const double *column_squares,
                                    double *cosines, double *gaussians);

// ---- contrastive.c: softmax denominators of a tile of cosines ----------------------------------

/// Most temperatures of one sweep.
enum { EMBEDSCOPE_MOST_TEMPERATURES = 8 };

/// Sums of exp((c - 1) * rates[t]) over the rows and over the columns of a tile of cosines c, for each
/// temperature 1 / rates[t].
///
/// powers[t] = 2 or 10 says that rates[t] is that many times rates[t - 1], so that its terms are powers
/// of the last ones; 0 that they are computed afresh. row_sums holds row_count values a temperature, one
/// temperature after the other, column_sums column_count; both are added to. A cosine far below -1
/// marks a pair that does not count.
void embedscope_contrastive_tile_f32(const float *products, size_t row_count, size_t column_count,
                                     size_t temperature_count, const double *rates,
                                     const int *powers, double *row_sums, double *column_sums);
void embedscope_contrastive_tile_f64(const double *products, size_t row_count, size_t column_count,
                                     size_t temperature_count, const double *rates,
                                     const int *powers, double *row_sums, double *column_sums);

// ---- selection.c: running lists of the nearest rows ----------------------------------------------

/// Offers every product of a tile to the lists of its row and of its column.
///
/// The key of column j for row i is products[i][j] - column_halves[j], that of row i for column j is
/// products[i][j] - row_halves[i]: larger is nearer. A list holds at most `capacity` keys, sorted by
/// descending key and, among equal keys, ascending number; what it ends with does not depend on the
/// order of offers.
void embedscope_select_pairs_f32(const float *products, size_t row_count, size_t column_count,
                                 const double *row_halves, const double *column_halves,
                                 const uint32_t *row_numbers, const uint32_t *column_numbers,
                                 size_t capacity, double *row_keys, uint32_t *row_lists,
                                 uint32_t *row_counts, double *column_keys, uint32_t *column_lists,
                                 uint32_t *column_counts);
void embedscope_select_pairs_f64(const double *products, size_t row_count, size_t column_count,
                                 const double *row_halves, const double *column_halves,
                                 const uint32_t *row_numbers, const uint32_t *column_numbers,
                                 size_t capacity, double *row_keys, uint32_t *row_lists,
                                 uint32_t *row_counts, double *column_keys, uint32_t *column_lists,
                                 uint32_t *column_counts);

/// Offers every product of a tile to the list of its row, except the column numbered excluded[i].
void embedscope_select_rows_f32(const float *products, size_t row_count, size_t column_count,
                                const double *column_halves, const uint32_t *column_numbers,
                                const uint32_t *excluded, size_t capacity, double *row_keys,
                                uint32_t *row_lists, uint32_t *row_counts);

/// The same with the key products[i][j] * weights[j]; a weight that is not a number leaves a column out.
void embedscope_select_scaled_rows_f32(const float *products, size_t row_count,
                                       size_t column_count, const double *weights,
                                       const uint32_t *column_numbers, const uint32_t *excluded,
                                       size_t capacity, double *row_keys, uint32_t *row_lists,
                                       uint32_t *row_counts);

/// Offers the products above the diagonal of a tile of rows with themselves to the lists of both rows;
/// what is on and below the diagonal is not read.
void embedscope_select_triangle_f32(const float *products, size_t row_count, const double *halves,
                                    const uint32_t *numbers, size_t capacity, double *keys,
                                    uint32_t *lists, uint32_t *counts);
void embedscope_select_triangle_f64(const double *products, size_t row_count, const double *halves,
                                    const uint32_t *numbers, size_t capacity, double *keys,
                                    uint32_t *lists, uint32_t *counts);

/// Offers the entries of some lists to others of the same rows; an entry that is there counts once.
void embedscope_merge_lists(size_t row_count, size_t capacity, const double *from_keys,
                            const uint32_t *from_lists, const uint32_t *from_counts, double *keys,
                            uint32_t *lists, uint32_t *counts);

// ---- screening.c: pairs sorted out by codes of 8 bits --------------------------------------------

/// Whether embedscope_screen_f32 runs on this processor: it takes AVX-512 with VNNI.
int embedscope_can_screen(void);

/// Codes of a row, and columns of codes, as embedscope_screen_codes pads them.
size_t embedscope_screen_depth(size_t column_count);
size_t embedscope_screen_width(size_t row_count);

/// Rows as 8-bit codes q, z = scale q + e: `left` row by row with 128 added, `right` in blocks of 32 rows,
/// 128 sum(q) of each row as `corrections`, and four `terms` a row: scale, a bound on |e|, a bound on
/// |z| and |scale q|, |z|^2 / 2.
void embedscope_screen_codes(const float *rows, size_t row_count, size_t column_count,
                             uint8_t *left, int8_t *right, int32_t *corrections, float *terms);

/// Offers to the lists of rows and columns what their codes do not rule out, with keys as
/// embedscope_select_pairs_f32 has them (has_halves) or the product alone; `triangular` for a panel
/// with itself, whose lists may then be the same. `row_length` and `column_length` bound |z| and
/// |scale q|. Returns how many products were taken in float.
size_t embedscope_screen_f32(const uint8_t *left, const float *row_values, const float *row_terms,
                             const uint32_t *row_numbers, size_t row_count, const int8_t *right,
                             const float *column_values, const float *column_terms,
                             const int32_t *corrections, const uint32_t *column_numbers,
                             size_t column_count, size_t depth, int triangular, int has_halves,
                             float row_length, float column_length, size_t capacity,
                             double *row_keys, uint32_t *row_lists, uint32_t *row_counts,
                             double *column_keys, uint32_t *column_lists,
                             uint32_t *column_counts);

// ---- neighbors.c: exact distances and products of a few rows, and bits -----------------------------

/// |query_weight query - weights[i] x|^2 for the rows x at places[i], each term from the difference.
void embedscope_squared_differences_f32(const float *query, double query_weight, const float *rows,
                                        size_t column_count, const uint32_t *places,
                                        const double *weights, size_t count, double *squares);
void embedscope_squared_differences_f64(const double *query, double query_weight,
                                        const double *rows, size_t column_count,
                                        const uint32_t *places, const double *weights,
                                        size_t count, double *squares);

/// (query_weight query).(weights[i] x) for the rows x at places[i].
void embedscope_inner_products_f32(const float *query, double query_weight, const float *rows,
                                   size_t column_count, const uint32_t *places,
                                   const double *weights, size_t count, double *products);
void embedscope_inner_products_f64(const double *query, double query_weight, const double *rows,
                                   size_t column_count, const uint32_t *places,
                                   const double *weights, size_t count, double *products);

/// One bit a component, set where it is above 0, in words of 64.
void embedscope_sign_bits(const float *rows, size_t row_count, size_t column_count,
                          size_t word_count, uint64_t *words);

/// The number of bits in which each row of words differs from a query.
void embedscope_hamming_distances(const uint64_t *words, size_t row_count, size_t word_count,
                                  const uint64_t *query, uint32_t *distances);

// ---- reductions.c: rows in fewer numbers or fewer bits -------------------------------------------

/// Rows rounded to float, and |x|^2 of the rounded ones.
void embedscope_round_rows(const double *rows, size_t row_count, size_t column_count, float *rounded,
                           double *squares);

/// |x|^2 of the first widths[0], widths[1], ... components of each row, ascending: width_count a row.
void embedscope_prefix_squares(const float *rows, size_t row_count, size_t column_count,
                               const uint32_t *widths, size_t width_count, double *squares);

/// Some columns of each row.
void embedscope_gather_columns(const float *rows, size_t row_count, size_t column_count,
                               const uint32_t *columns, size_t count, float *gathered);

/// floor((x - start) / step) cut to 0...255: less 128, or decoded as start + step * code.
void embedscope_byte_codes(const float *rows, size_t row_count, size_t column_count,
                           const float *starts, const float *steps, int decoded, float *codes);

/// Values rounded to half precision.
void embedscope_half_precision(const float *values, size_t count, float *rounded);

// ---- exponentials.c ----------------------------------------------------------------------------

/// Running log-sum-exp of +p and of -p down each column of a block of projections: the state of a
/// column is a maximum and the sum of exp(value - maximum).
void embedscope_log_sum_exp_columns(const double *projections, size_t row_count,
                                    size_t column_count, double *maximum_plus, double *sum_plus,
                                    double *maximum_minus, double *sum_minus);

// ---- embeddings.c: searches for embeddings by gradients -------------------------------------------

/// For each row of products x: adds sum over positives of -log softmax(x / temperature) to the result,
/// and replaces x by gradient_scale * (positive_count * softmax - [positive]).
double embedscope_contrastive_rows_f32(float *products, size_t row_count, size_t column_count,
                                       const uint32_t *positives, size_t positive_count,
                                       float inverse_temperature, float gradient_scale);

/// How many positives are among the positive_count largest products of their row; of equal ones the
/// first counts as larger.
size_t embedscope_top_hits_f32(const float *products, size_t row_count, size_t column_count,
                               const uint32_t *positives, size_t positive_count);

/// A step of Adam (decay 0.9 and 0.999), after which rows are scaled to length 1.
void embedscope_adam_unit_rows_f32(float *values, const float *gradient, float *first, float *second,
                                   size_t row_count, size_t column_count, float rate,
                                   float first_correction, float second_correction);

/// How many independent searches the functions named lanes run side by side, a value of each after
/// the other in memory: factors are rows x rank x lanes.
#define EMBEDSCOPE_LANES 32

/// Gradients of sum log(1 + exp(-sharpness * s_ij u_i.v_j)) / sharpness, and the least s_ij u_i.v_j of
/// each lane. A sign of 0 is an entry that does not count.
void embedscope_sign_gradient_lanes_f32(const float *left, const float *right, const int8_t *signs,
                                        size_t row_count, size_t column_count, size_t rank,
                                        float sharpness, float *left_gradient,
                                        float *right_gradient, float *least);

/// embedscope_adam_unit_rows_f32 for every lane.
void embedscope_adam_unit_lanes_f32(float *values, const float *gradient, float *first, float *second,
                                    size_t row_count, size_t rank, float rate,
                                    float first_correction, float second_correction);

/// Replaces products by the same gradients, lowers *least to the least s * product, and counts those
/// that are not positive.
size_t embedscope_sign_gradient_tile_f32(float *products, const int8_t *signs, size_t count,
                                         float sharpness, float *least);

/// exp((x - largest of the row) * rate), divided by its sum over the row, in place.
void embedscope_softmax_rows(double *rows, size_t row_count, size_t column_count, double rate);

// ---- late_interaction.c ------------------------------------------------------------------------

/// Tokens of queries that stand side by side.
#define EMBEDSCOPE_QUERY_LANES 32

/// Puts rows of `depth` components into groups of EMBEDSCOPE_QUERY_LANES, component after component;
/// `lanes` has room for whole groups, and what is left of the last one becomes 0.
void embedscope_pack_tokens_f32(const float *tokens, size_t count, size_t depth, float *lanes);

/// Late interaction: for each query and document the sum over tokens of the query of the largest dot
/// product with a token of the document, not less than `floor`.
///
/// The tokens of query i are query_offsets[i] ..< query_offsets[i + 1] of those packed into `lanes`, the
/// offsets starting at 0; documents alike, their tokens row-major. `maxima` has room for whole groups of
/// lanes. `widest` holds back wider registers than this many floats. `sums` is queries x documents; the
/// maximum over no token is -infinity. Returns how many maxima over tokens were below zero. Values must
/// not be NaN.
size_t embedscope_late_interaction_f32(const float *lanes, const int64_t *query_offsets,
                                       size_t query_count, const float *tokens, size_t depth,
                                       const int64_t *document_offsets, size_t document_count,
                                       float floor, size_t widest, float *maxima, double *sums);

#endif
