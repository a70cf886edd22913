"""Every metric of the families data, spectrum, isotropy and uniformity, straight from its definition.

This is the independent side: numpy and scipy in float64, singular values from an SVD of the explicit
view matrix (never from a Gram matrix), pair statistics from explicit pairs. It is written to be read
and believed, not to be fast, and shares no code and no algorithm with the Swift sources.

Conventions
    n, d     rows and columns of the finite rows
    u        unit roundoff of the stored type (2^-11 float16, 2^-24 float32, 2^-53 float64, 0 integers)
    views    raw = X; centered = X minus the column means; unit-raw = rows divided by their norms, zero
             rows left out; unit-centered = the unit rows minus their mean
    s, lam   singular values of a view, and their squares
Rows holding a NaN or an infinity are counted and then left out of everything. Zero rows are left out
only of unit views and of what is made of cosines. A quantity that does not exist raises Undefined.

`measure(matrix)` gives {id: value}, with UNDEFINED where there is none.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import hyp0f1

UNDEFINED = {"undefined": True}
VIEWS = ("raw", "centered", "unit-raw", "unit-centered")
FAMILIES = ("data", "spectrum", "isotropy", "uniformity")
SHARES = ("0.5", "0.9", "0.95", "0.99")
ALPHA_FITS = (("11-50", "none"), ("6-100", "none"), ("6-100", "1/rank"))
# Rows of a block of pairs: 512 x 20,000 float64 is 80 MB.
BLOCK = 512


class Undefined(Exception):
    """The quantity does not exist for this input; the text says why."""


# ---------------------------------------------------------------- the set and its views


def unit_roundoff(dtype) -> float:
    """Largest relative error of storing a number in `dtype`; 0 for integers, which are exact."""
    dtype = np.dtype(dtype)
    if dtype.kind in "iu":
        return 0.0
    return {2: 2.0**-11, 4: 2.0**-24, 8: 2.0**-53}[dtype.itemsize]


def scaled_to_one(values: np.ndarray, axis=None):
    """(values / 2^k, k) with 2^k just above max|values|: exact, and squares neither over- nor underflow."""
    largest = np.max(np.abs(values), axis=axis, keepdims=axis is not None, initial=0.0)
    _, exponent = np.frexp(largest)
    return np.ldexp(values, -exponent), exponent


def minus_mean(rows: np.ndarray) -> np.ndarray:
    """Rows minus their column means.

    The first row is subtracted first, so that equal rows give exact zeros, and the mean is taken off
    twice, so that what is left of it is below one rounding.
    """
    shifted = rows - rows[:1]
    shifted = shifted - shifted.mean(axis=0)
    return shifted - shifted.mean(axis=0)


def unit_rows(rows: np.ndarray) -> np.ndarray:
    """Rows divided by their norms; rows that are exactly zero are left out."""
    rows = rows[np.any(rows != 0, axis=1)]
    small, _ = scaled_to_one(rows, axis=1)
    return small / np.sqrt(np.sum(small * small, axis=1, keepdims=True))


class EmbeddingSet:
    """A stored matrix, its finite rows and its four views."""

    def __init__(self, stored: np.ndarray):
        if stored.ndim != 2:
            raise ValueError(f"a set has rows and columns, found shape {stored.shape}")
        self.stored_rows = stored.shape[0]
        self.d = stored.shape[1]
        self.u = unit_roundoff(stored.dtype)
        wide = np.array(stored, dtype=np.float64, order="C")
        self.finite = wide[np.all(np.isfinite(wide), axis=1)]
        self.n = self.finite.shape[0]
        # Everything below works on values of at most 1 in size; `exponent` undoes it.
        self.scaled, exponent = scaled_to_one(self.finite)
        self.exponent = int(exponent)

    @cached_property
    def centered(self) -> np.ndarray:
        return minus_mean(self.scaled)

    @cached_property
    def unit(self) -> np.ndarray:
        return unit_rows(self.finite)

    @cached_property
    def unit_centered(self) -> np.ndarray:
        return minus_mean(self.unit)

    @cached_property
    def norms(self) -> np.ndarray:
        """Row norms, divided by 2^exponent."""
        small, exponents = scaled_to_one(self.scaled, axis=1)
        return np.ldexp(np.sqrt(np.sum(small * small, axis=1)), exponents[:, 0])

    def view(self, name: str) -> np.ndarray:
        """The explicit matrix of a view (raw and centered: divided by 2^exponent)."""
        rows = self.unit.shape[0] if name.startswith("unit") else self.n
        if rows == 0:
            raise Undefined("no rows")
        if name.endswith("centered") and rows < 2:
            raise Undefined("centering needs two rows")
        return {
            "raw": lambda: self.scaled,
            "centered": lambda: self.centered,
            "unit-raw": lambda: self.unit,
            "unit-centered": lambda: self.unit_centered,
        }[name]()

    def singular_values(self, name: str) -> np.ndarray:
        """All min(n, d) singular values of a view (raw and centered: divided by 2^exponent)."""
        if name not in self._singular_values:
            self._singular_values[name] = np.linalg.svd(self.view(name), compute_uv=False)
        return self._singular_values[name]

    @cached_property
    def _singular_values(self) -> dict:
        return {}

    def noise_floor(self, name: str) -> float:
        """u ||X||_F + max(n, d) 2^-52 s_1, with X the matrix of the view before centering."""
        view = self.view(name)
        largest = self.singular_values(name)[0]
        return self.storage_floor(name) + max(view.shape) * 2.0**-52 * largest

    def storage_floor(self, name: str) -> float:
        """u ||X||_F; u of float64 at least where rows are scaled to norm 1, which rounds them."""
        if name.startswith("unit"):
            return max(self.u, 2.0**-52) * np.linalg.norm(self.unit)
        return self.u * np.linalg.norm(self.scaled)

    def rank(self, name: str) -> int:
        return numerical_rank(self.singular_values(name), self.noise_floor(name))

    def spectrum(self, name: str) -> np.ndarray:
        """Singular values of a view; Undefined where storing may have caused all of it."""
        values = self.singular_values(name)
        if np.linalg.norm(values) <= self.storage_floor(name):
            raise Undefined("nothing above the storage floor")
        return values

    def pair_rows(self) -> np.ndarray:
        """Unit rows, at least two of them."""
        if self.unit.shape[0] < 2:
            raise Undefined("needs two rows that are not zero")
        return self.unit


# ---------------------------------------------------------------- data


def rows_nonfinite(e: EmbeddingSet) -> int:
    """Rows with a NaN or an infinity."""
    return e.stored_rows - e.n


def rows_zero(e: EmbeddingSet) -> int:
    """Finite rows all of whose components are zero."""
    return int(np.sum(~np.any(e.finite != 0, axis=1)))


def needs_two_rows(e: EmbeddingSet) -> None:
    if e.n < 2:
        raise Undefined("needs two finite rows")


def columns_constant(e: EmbeddingSet) -> int:
    """Columns with min == max over the finite rows; undefined with one row."""
    needs_two_rows(e)
    return int(np.sum(e.finite.min(axis=0) == e.finite.max(axis=0)))


def dead_columns(e: EmbeddingSet) -> np.ndarray:
    """Which columns are constant, or have std_j <= 1e-3 median std, or std_j <= u rms_j (ddof 1)."""
    needs_two_rows(e)
    columns, exponents = scaled_to_one(e.finite, axis=0)
    centered = minus_mean(columns)
    deviation = np.sqrt(np.sum(centered * centered, axis=0) / (e.n - 1))
    root_mean_square = np.sqrt(np.mean(columns * columns, axis=0))
    below_storage = deviation <= e.u * root_mean_square
    deviation = np.ldexp(deviation, exponents[0] - e.exponent)
    constant = e.finite.min(axis=0) == e.finite.max(axis=0)
    return constant | below_storage | (deviation <= 1e-3 * np.median(deviation))


def columns_dead(e: EmbeddingSet) -> int:
    """Number of `dead_columns`; undefined with one row."""
    return int(np.sum(dead_columns(e)))


def duplicate_counts(e: EmbeddingSet) -> np.ndarray:
    """Sizes of the groups of bit-equal finite rows (-0 = +0), groups of one included."""
    if e.n == 0:
        return np.zeros(0, dtype=int)
    rows = np.ascontiguousarray(e.finite + 0.0)  # -0 + 0 = +0; widening kept distinct values distinct
    keys = rows.view(np.dtype((np.void, rows.itemsize * e.d))).ravel()
    return np.unique(keys, return_counts=True)[1]


def duplicate_groups(e: EmbeddingSet) -> int:
    """Groups of at least two equal rows."""
    return int(np.sum(duplicate_counts(e) > 1))


def duplicate_rows(e: EmbeddingSet) -> int:
    """Rows beyond the first of each group."""
    return int(np.sum(duplicate_counts(e) - 1))


def norm_statistic(e: EmbeddingSet, statistic) -> float:
    """mean, min or max of the row norms of all finite rows, zero rows included."""
    if e.n == 0:
        raise Undefined("no finite rows")
    return math.ldexp(float(statistic(e.norms)), e.exponent)


def norm_cv(e: EmbeddingSet) -> float:
    """Standard deviation (ddof 1) of the row norms over their mean."""
    needs_two_rows(e)
    mean = e.norms.mean()
    if mean == 0:
        raise Undefined("all norms are zero")
    return float(np.sqrt(np.sum((e.norms - mean) ** 2) / (e.n - 1)) / mean)


# ---------------------------------------------------------------- spectrum, from singular values


def numerical_rank(s: np.ndarray, floor: float) -> int:
    """#{ s_i > u ||X||_F + max(n, d) 2^-52 s_1 }: the storage rounding moves no s_i further (Weyl)."""
    return int(np.sum(s > floor))


def entropy(p: np.ndarray) -> float:
    """-sum p ln p, with 0 ln 0 = 0."""
    p = p[p > 0]
    return float(-np.sum(p * np.log(p)))


def effective_rank(s: np.ndarray) -> float:
    """exp(-sum r ln r), r_i = s_i / sum s, over all min(n, d) values. Roy & Vetterli, EUSIPCO 2007."""
    return math.exp(entropy(s / s.sum()))


def entropy_rank(s: np.ndarray) -> float:
    """exp(-sum p ln p), p_i = s_i^2 / sum s^2: the exponential of the von Neumann entropy."""
    return math.exp(entropy(s**2 / np.sum(s**2)))


def participation_ratio(s: np.ndarray) -> float:
    """(sum lam)^2 / sum lam^2, lam = s^2. Gao et al. 2017."""
    lam = s**2
    return float(lam.sum() ** 2 / np.sum(lam**2))


def stable_rank(s: np.ndarray) -> float:
    """||A||_F^2 / ||A||_2^2. Rudelson & Vershynin 2007."""
    return float(np.sum(s**2) / s[0] ** 2)


def dims_at_share(s: np.ndarray, share: float) -> int:
    """Smallest k whose first k variances hold at least `share` - 1e-12 of the sum."""
    cumulated = np.cumsum(s**2) / np.sum(s**2)
    return int(np.argmax(cumulated >= share - 1e-12)) + 1


def rankme(s: np.ndarray, eps: float = 1e-7) -> float:
    """exp(-sum r ln r), r_i = s_i / sum s + eps, not renormalised. Garrido et al. 2023, eq. 1."""
    r = s / s.sum() + eps
    return math.exp(-float(np.sum(r * np.log(r))))


def isoscore(s: np.ndarray, d: int) -> float:
    """(PR - 1)/(d - 1) of the centered view; equals `isoscore_published`."""
    if d < 2:
        raise Undefined("needs two dimensions")
    return (participation_ratio(s) - 1) / (d - 1)


def isoscore_published(rows: np.ndarray) -> float:
    """The algorithm as printed in Rudman et al., arXiv 2108.07344, section 4, step by step."""
    d = rows.shape[1]
    centered = minus_mean(rows)
    _, _, axes = np.linalg.svd(centered, full_matrices=True)
    principal = centered @ axes.T
    diagonal = np.sum(principal**2, axis=0) / (rows.shape[0] - 1)
    normalised = math.sqrt(d) * diagonal / np.linalg.norm(diagonal)
    defect = np.linalg.norm(normalised - 1) / math.sqrt(2 * (d - math.sqrt(d)))
    fraction = (d - defect**2 * (d - math.sqrt(d))) ** 2 / d**2
    return float((d * fraction - 1) / (d - 1))


def vendi(s: np.ndarray, n: int, q: str) -> float:
    """Hill number of order q of the eigenvalues of UU'/n. Friedman & Dieng 2022; arXiv 2310.12952."""
    p = s**2 / n
    if q == "1":
        return math.exp(entropy(p))
    if q == "2":
        return float(1 / np.sum(p**2))
    return float(1 / p[0])


def alpha_fit(s: np.ndarray, ranks: str, weights: str) -> tuple[float, float]:
    """(alpha, R^2) of the (weighted) line ln lam_i = a - alpha ln i over 1-based ranks, both ends in.

    Agrawal et al., NeurIPS 2022. R^2 = 1 - sum w residual^2 / sum w (y - weighted mean)^2.
    """
    first, last = (int(end) for end in ranks.split("-"))
    i = np.arange(first, last + 1, dtype=np.float64)
    x, y = np.log(i), 2 * np.log(s[first - 1 : last])
    w = np.ones_like(i) if weights == "none" else 1 / i
    x_mean, y_mean = np.sum(w * x) / w.sum(), np.sum(w * y) / w.sum()
    slope = np.sum(w * (x - x_mean) * (y - y_mean)) / np.sum(w * (x - x_mean) ** 2)
    residual = y - y_mean - slope * (x - x_mean)
    total = np.sum(w * (y - y_mean) ** 2)
    if total == 0:
        raise Undefined("the spectrum is flat: R^2 does not exist")
    return float(-slope), float(1 - np.sum(w * residual**2) / total)


# ---------------------------------------------------------------- spectrum, from distinct rows


def participation_ratio_debiased(rows: np.ndarray) -> float:
    """Ratio of unbiased estimates of tr(S)^2 and tr(S^2), S the covariance; n >= 4.

    With K_ij = y_i.y_j and means over distinct indices,
        numerator    mean K_ii K_jj - 2 mean K_ii K_jk + mean K_ij K_kl
        denominator  mean K_ij^2    - 2 mean K_ij K_ik + mean K_ij K_kl
    Chun, Canatar, Chung & Lee, arXiv 2509.26560 (their `row` estimator). The sums over distinct indices
    come from the explicit n x n matrix; laws.py enumerates them one by one for a small set.
    """
    n = rows.shape[0]
    if n < 4:
        raise Undefined("needs four rows")
    y = minus_mean(rows)
    if n > 6000:
        return participation_ratio_debiased_from_sums(y)
    kernel = y @ y.T
    t = np.diag(kernel).copy()
    np.fill_diagonal(kernel, 0.0)
    r = kernel.sum(axis=1)
    total, squares, row_squares = r.sum(), np.sum(kernel**2), np.sum(r**2)
    n1, n2, n3 = n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2) * (n - 3)
    four = (total**2 - 4 * row_squares + 2 * squares) / n3
    numerator = (
        (t.sum() ** 2 - np.sum(t**2)) / n1 - 2 * (t.sum() * total - 2 * np.sum(t * r)) / n2 + four
    )
    denominator = squares / n1 - 2 * (row_squares - squares) / n2 + four
    return ratio_of_estimates(numerator, denominator)


def participation_ratio_debiased_from_sums(y: np.ndarray) -> float:
    """The closed form of the same ratio, from sums over rows: for sets too large for n x n."""
    n = y.shape[0]
    t = np.sum(y * y, axis=1)
    v, gram, w3 = y.sum(axis=0), y.T @ y, t @ y
    big_t, q, f, s = t.sum(), np.sum(t**2), np.sum(gram**2), v @ v
    w, cc = v @ gram @ v, v @ w3
    n1, n2, n3 = n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2) * (n - 3)
    j = w - 2 * cc - f + 2 * q
    four = ((s - big_t) ** 2 - 4 * j - 2 * (f - q)) / n3
    numerator = (big_t**2 - q) / n1 - 2 * (big_t * (s - big_t) - 2 * cc + 2 * q) / n2 + four
    denominator = (f - q) / n1 - 2 * j / n2 + four
    return ratio_of_estimates(numerator, denominator)


def ratio_of_estimates(numerator: float, denominator: float) -> float:
    """Their ratio; an estimate of tr(S^2) that is not positive estimates nothing."""
    if not denominator > 0:
        raise Undefined("the unbiased estimate of tr(C^2) is not positive")
    return float(numerator / denominator)


# ---------------------------------------------------------------- isotropy


def pair_sums(u: np.ndarray) -> tuple[float, float]:
    """(sum of cosines, sum of squared cosines) over the pairs i < j of unit rows, enumerated."""
    total, squares = [], []
    for start in range(0, u.shape[0], BLOCK):
        block = u[start : start + BLOCK]
        cosines = block @ u[start:].T
        above = np.triu(np.ones(cosines.shape, dtype=bool), k=1)
        values = cosines[above]
        total.append(values.sum())
        squares.append(np.sum(values * values))
    return math.fsum(total), math.fsum(squares)


def mean_cosine(u: np.ndarray) -> float:
    """Mean of u_i.u_j over pairs i < j of unit rows."""
    n = u.shape[0]
    return pair_sums(u)[0] / (n * (n - 1) / 2)


def mean_cosine_squared(u: np.ndarray) -> float:
    """Mean of (u_i.u_j)^2 over pairs i < j of unit rows."""
    n = u.shape[0]
    return pair_sums(u)[1] / (n * (n - 1) / 2)


def mean_cosine_centered(e: EmbeddingSet) -> float:
    """Mean cosine over pairs of rows minus the column mean of all finite rows, zero rows included."""
    rows = unit_rows(e.view("centered"))
    if rows.shape[0] < 2:
        raise Undefined("needs two rows that differ from the mean")
    return mean_cosine(rows)


def self_cluster(u: np.ndarray) -> float:
    """(||UU'||_F^2 - e)/(n^2 - e), e = n + n(n-1)/d. Tsitsulin et al., arXiv 2305.16562."""
    n, d = u.shape
    if d < 2:
        raise Undefined("needs two dimensions")
    expected = n + n * (n - 1) / d
    frobenius = n + 2 * pair_sums(u)[1]
    return (frobenius - expected) / (n * n - expected)


def std_unit(u: np.ndarray) -> float:
    """Mean over columns of the standard deviation (ddof 1) of the unit rows. SimSiam's collapse watch."""
    centered = minus_mean(u)
    return float(np.mean(np.sqrt(np.sum(centered**2, axis=0) / (u.shape[0] - 1))))


def log_mean_exp(v: np.ndarray) -> float:
    """ln mean exp(v), without overflow and without losing a result near 0."""
    largest = np.max(np.abs(v))
    if largest <= 1:
        return math.log1p(float(np.mean(np.expm1(v))))
    top = v.max()
    return float(top + np.log(np.mean(np.exp(v - top))))


def partition_log_ratio(e: EmbeddingSet) -> float:
    """ln(min_c Z(c) / max_c Z(c)), Z(c) = sum_i exp(c.x_i), c over both signs of the d eigenvectors of X'X.

    Mu & Viswanath, arXiv 1702.01417, made well defined by taking both signs. The eigenvectors are the
    right singular vectors of X; those outside the row space give Z = n. The factor n cancels.
    """
    x = e.view("raw")
    _, _, axes = np.linalg.svd(x, full_matrices=False)
    projections = np.ldexp(x @ axes.T, e.exponent)
    logs = [log_mean_exp(sign * column) for column in projections.T for sign in (1.0, -1.0)]
    if e.n < e.d:
        logs.append(0.0)
    return min(logs) - max(logs)


def rogue_contributions(u: np.ndarray) -> np.ndarray:
    """((sum_i u_ij)^2 - sum_i u_ij^2)/(n(n-1)) of each column j: they sum to the mean cosine.

    Timkey & van Schijndel, arXiv 2109.04404.
    """
    n = u.shape[0]
    return (u.sum(axis=0) ** 2 - np.sum(u**2, axis=0)) / (n * (n - 1))


def rogue_dimension(u: np.ndarray) -> int:
    """0-based column with the contribution of largest absolute value (the first of equals)."""
    return int(np.argmax(np.abs(rogue_contributions(u))))


def rogue_share(u: np.ndarray) -> float:
    """The contribution of that column, in cosine units."""
    return float(rogue_contributions(u)[rogue_dimension(u)])


# ---------------------------------------------------------------- uniformity


def uniformities(u: np.ndarray, scales=(1.0, 2.0, 4.0)) -> dict[float, float]:
    """ln mean_{i<j} exp(-t |u_i - u_j|^2) for each t, distances from explicit differences.

    Wang & Isola, arXiv 2005.10242. All t in one enumeration of the pairs.
    """
    n = u.shape[0]
    sums: dict[float, list[float]] = {t: [] for t in scales}
    for start in range(0, n, BLOCK):
        distances = cdist(u[start : start + BLOCK], u[start:], "sqeuclidean")
        values = distances[np.triu(np.ones(distances.shape, dtype=bool), k=1)]
        for t in scales:
            sums[t].append(float(np.exp(-t * values).sum()))
    return {t: math.log(math.fsum(sums[t]) / (n * (n - 1) / 2)) for t in scales}


def uniformity_floor(t: float, d: int) -> float:
    """ln 0F1(; d/2; t^2) - 2t: the uniformity of the uniform distribution on the sphere of R^d."""
    return math.log(hyp0f1(d / 2, t * t)) - 2 * t


# ---------------------------------------------------------------- all of it


def data_metrics(e: EmbeddingSet) -> dict:
    return {
        "data.rows": lambda: e.stored_rows,
        "data.dimensions": lambda: e.d,
        "data.rows-nonfinite": lambda: rows_nonfinite(e),
        "data.rows-zero": lambda: rows_zero(e),
        "data.columns-constant": lambda: columns_constant(e),
        "data.columns-dead": lambda: columns_dead(e),
        "data.duplicate-groups": lambda: duplicate_groups(e),
        "data.duplicate-rows": lambda: duplicate_rows(e),
        "data.norm-mean": lambda: norm_statistic(e, np.mean),
        "data.norm-min": lambda: norm_statistic(e, np.min),
        "data.norm-max": lambda: norm_statistic(e, np.max),
        "data.norm-cv": lambda: norm_cv(e),
    }


def spectrum_metrics(e: EmbeddingSet, views=VIEWS) -> dict:
    out: dict = {}
    for view in views:
        exponent = 0 if view.startswith("unit") else e.exponent
        id = f"spectrum.{view}"
        out[f"{id}.rank"] = lambda v=view: e.rank(v)
        out[f"{id}.effective-rank"] = lambda v=view: effective_rank(e.spectrum(v))
        out[f"{id}.entropy-rank"] = lambda v=view: entropy_rank(e.spectrum(v))
        out[f"{id}.participation-ratio"] = lambda v=view: participation_ratio(e.spectrum(v))
        out[f"{id}.stable-rank"] = lambda v=view: stable_rank(e.spectrum(v))
        out[f"{id}.sigma-max"] = lambda v=view, k=exponent: math.ldexp(
            float(e.singular_values(v)[0]), k
        )
        for share in SHARES:
            out[f"{id}.dims@share={share}"] = lambda v=view, q=share: dims_at_share(
                e.spectrum(v), float(q)
            )
    if "raw" in views:
        out["spectrum.raw.rankme@eps=1e-7"] = lambda: rankme(e.spectrum("raw"))
    if "unit-raw" in views:
        for q in ("1", "2", "inf"):
            out[f"spectrum.unit-raw.vendi@q={q}"] = lambda q=q: vendi(
                e.spectrum("unit-raw"), e.unit.shape[0], q
            )
    if "centered" in views:
        out["spectrum.centered.isoscore"] = lambda: isoscore(e.spectrum("centered"), e.d)
        out["spectrum.centered.participation-ratio-debiased"] = lambda: (
            e.spectrum("centered"),
            participation_ratio_debiased(e.scaled),
        )[1]
        for ranks, weights in ALPHA_FITS:
            parameters = f"ranks={ranks},weights={weights}"
            for position, name in enumerate(("alpha", "alpha-r2")):
                out[f"spectrum.centered.{name}@{parameters}"] = (
                    lambda r=ranks, w=weights, p=position: alpha_of(e, r, w)[p]
                )
    return out


def alpha_of(e: EmbeddingSet, ranks: str, weights: str) -> tuple[float, float]:
    """`alpha_fit` of the centered view; undefined when the rank is smaller than the last rank."""
    s = e.spectrum("centered")
    if e.rank("centered") < int(ranks.split("-")[1]):
        raise Undefined("the numerical rank is smaller than the last rank of the fit")
    return alpha_fit(s, ranks, weights)


def isotropy_metrics(e: EmbeddingSet) -> dict:
    return {
        "isotropy.mean-cosine": lambda: mean_cosine(e.pair_rows()),
        "isotropy.mean-cosine-squared": lambda: mean_cosine_squared(e.pair_rows()),
        "isotropy.mean-cosine-centered": lambda: mean_cosine_centered(e),
        "isotropy.self-cluster": lambda: self_cluster(e.pair_rows()),
        "isotropy.std-unit": lambda: std_unit(e.pair_rows()),
        "isotropy.partition-log-ratio": lambda: partition_log_ratio(e),
        "isotropy.rogue-dimension": lambda: rogue_dimension(e.pair_rows()),
        "isotropy.rogue-share": lambda: rogue_share(e.pair_rows()),
    }


def uniformity_metrics(e: EmbeddingSet) -> dict:
    found: dict[float, float] = {}

    def value(t: float) -> float:
        if not found:
            found.update(uniformities(e.pair_rows()))
        return found[t]

    out = {}
    for text in ("1", "2", "4"):
        out[f"uniformity@t={text}"] = lambda t=float(text): value(t)
        out[f"uniformity-gap@t={text}"] = lambda t=float(text): value(t) - uniformity_floor(t, e.d)
    return out


def measure(stored: np.ndarray, families=FAMILIES, views=VIEWS) -> dict:
    """{id: number or UNDEFINED} of a stored matrix."""
    e = EmbeddingSet(stored)
    definitions: dict = {}
    if "data" in families:
        definitions |= data_metrics(e)
    if "spectrum" in families:
        definitions |= spectrum_metrics(e, views)
    if "isotropy" in families:
        definitions |= isotropy_metrics(e)
    if "uniformity" in families:
        definitions |= uniformity_metrics(e)
    out = {}
    for id, definition in definitions.items():
        try:
            value = definition()
        except Undefined:
            out[id] = dict(UNDEFINED)
            continue
        if not math.isfinite(value):
            raise ArithmeticError(f"{id} is {value}: it needs a reason to be undefined")
        out[id] = value
    return out


if __name__ == "__main__":
    import json
    import sys

    if len(sys.argv) != 2:
        sys.exit("usage: definitions.py SET.npy")
    print(json.dumps(measure(np.load(sys.argv[1])), indent=1))
