"""Closed forms and laws that the definitions themselves must satisfy: who watches the oracle.

Run alone or by make.py; raises AssertionError at the first law that does not hold.
"""

import itertools
import math

import numpy as np

import definitions as d


def near(found: float, wanted: float, relative: float = 1e-12, absolute: float = 0.0) -> None:
    assert abs(found - wanted) <= relative * abs(wanted) + absolute, f"{found} is not {wanted}"


def sample(seed: int, n: int, width: int, offset: float = 0.0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.standard_normal((n, width)) * np.linspace(2, 0.5, width) + offset


def flat_spectrum_is_d() -> None:
    """Equal singular values: every Hill number is their count."""
    s = np.full(12, 0.3)
    for hill in (d.effective_rank, d.entropy_rank, d.participation_ratio, d.stable_rank):
        near(hill(s), 12)
    near(d.isoscore(s, 12), 1)


def rank_one_is_one() -> None:
    """One direction: every Hill number is 1, and uniformity of its unit rows is known."""
    found = d.measure(np.outer(np.ones(6), np.array([3.0, 4.0, 0.0])))
    for name in ("rank", "effective-rank", "entropy-rank", "participation-ratio", "stable-rank"):
        near(found[f"spectrum.raw.{name}"], 1)
        if name != "rank":
            assert found[f"spectrum.centered.{name}"] == d.UNDEFINED
    assert found["spectrum.centered.rank"] == 0
    assert found["uniformity@t=2"] == 0
    near(found["isotropy.mean-cosine"], 1)
    near(found["isotropy.partition-log-ratio"], -10)
    near(found["spectrum.raw.sigma-max"], 5 * math.sqrt(6))


def orthonormal_rows() -> None:
    """Rows of the identity: cosines 0, distances 2, uniformity -2t, Vendi n."""
    found = d.measure(np.eye(7))
    for t in (1, 2, 4):
        near(found[f"uniformity@t={t}"], -2 * t)
    for q in ("1", "2", "inf"):
        near(found[f"spectrum.unit-raw.vendi@q={q}"], 7)
    assert found["isotropy.mean-cosine"] == 0
    near(found["isotropy.mean-cosine-centered"], -1 / 6)
    assert found["spectrum.centered.rank"] == 6
    near(found["spectrum.centered.effective-rank"], 6)


def power_law_is_recovered() -> None:
    """lam_i = i^-1.3 reads alpha 1.3 with R^2 1 for every range and weighting."""
    s = np.arange(1, 121, dtype=float) ** -0.65
    for ranks, weights in d.ALPHA_FITS:
        alpha, r2 = d.alpha_fit(s, ranks, weights)
        near(alpha, 1.3)
        near(r2, 1)


def isoscore_is_as_published() -> None:
    """(PR - 1)/(d - 1) is the published algorithm, also with fewer rows than columns."""
    for seed, (n, width) in enumerate([(40, 9), (200, 30), (12, 20)]):
        rows = sample(seed, n, width, offset=3)
        s = np.linalg.svd(d.minus_mean(rows), compute_uv=False)
        near(d.isoscore(s, width), d.isoscore_published(rows), relative=1e-10)


def debiased_ratio_is_an_enumeration() -> None:
    """The debiased participation ratio, one distinct quadruple at a time."""
    rows = sample(5, 7, 4, offset=1)
    kernel = rows @ rows.T
    n = range(len(rows))

    def mean(values) -> float:
        values = list(values)
        return math.fsum(values) / len(values)

    four = mean(kernel[i, j] * kernel[k, l] for i, j, k, l in itertools.permutations(n, 4))
    numerator = (
        mean(kernel[i, i] * kernel[j, j] for i, j in itertools.permutations(n, 2))
        - 2 * mean(kernel[i, i] * kernel[j, k] for i, j, k in itertools.permutations(n, 3))
        + four
    )
    denominator = (
        mean(kernel[i, j] ** 2 for i, j in itertools.permutations(n, 2))
        - 2 * mean(kernel[i, j] * kernel[i, k] for i, j, k in itertools.permutations(n, 3))
        + four
    )
    near(d.participation_ratio_debiased(rows), numerator / denominator, relative=1e-10)
    for seed in range(3):
        rows = sample(seed, 60, 16, offset=100)
        near(
            d.participation_ratio_debiased(rows),
            d.participation_ratio_debiased_from_sums(d.minus_mean(rows)),
            relative=1e-9,
        )


def pairs_agree_with_two_loops() -> None:
    """Pair statistics against the plainest loops, over a block boundary."""
    rows = sample(9, d.BLOCK + 9, 3)
    u = d.unit_rows(rows)
    pairs = list(itertools.combinations(range(len(u)), 2))
    cosines = [float(u[i] @ u[j]) for i, j in pairs]
    near(d.mean_cosine(u), math.fsum(cosines) / len(pairs), relative=1e-10, absolute=1e-14)
    near(d.mean_cosine_squared(u), math.fsum(c * c for c in cosines) / len(pairs), relative=1e-11)
    near(d.rogue_contributions(u).sum(), d.mean_cosine(u), relative=1e-9, absolute=1e-14)
    near(
        d.uniformities(u)[2.0],
        math.log(math.fsum(math.exp(-4 * (1 - c)) for c in cosines) / len(pairs)),
        relative=1e-11,
    )
    n, width = u.shape
    expected = n + n * (n - 1) / width
    near(d.self_cluster(u), (np.sum((u @ u.T) ** 2) - expected) / (n * n - expected), relative=1e-9)


def floor_of_the_sphere() -> None:
    """Values printed in Wang & Isola's discussion, and cosh for two points (d = 1)."""
    for width, value in ((16, -3.513), (64, -3.875), (256, -3.969), (384, -3.979), (768, -3.990)):
        near(d.uniformity_floor(2, width), value, relative=0, absolute=5e-4)
    near(d.uniformity_floor(2, 1), math.log(math.cosh(4)) - 4)


def order_of_the_hill_numbers(found: dict) -> None:
    """rank >= effective rank >= entropy rank >= participation ratio >= stable rank >= 1.

    The effective rank counts storage noise below the rank's floor, so that step has slack where
    there are such values.
    """
    for view in d.VIEWS:
        names = ("effective-rank", "entropy-rank", "participation-ratio", "stable-rank")
        values = [found[f"spectrum.{view}.{name}"] for name in names]
        if values[0] == d.UNDEFINED:
            continue
        for larger, smaller in zip(values, values[1:] + [1.0]):
            assert larger >= smaller * (1 - 1e-12), f"{view}: {values}"
        assert found[f"spectrum.{view}.rank"] >= values[0] * (1 - 1e-3), f"{view}: rank, {values}"


def scale_free(one: dict, other: dict, relative: float) -> None:
    """Two measurements of one set at two scales agree in all that has no unit."""
    for id, value in one.items():
        if id.startswith("data.norm-m") or id.endswith(("sigma-max", "partition-log-ratio")):
            continue
        if value == d.UNDEFINED:
            assert other[id] == d.UNDEFINED, id
        else:
            near(other[id], value, relative=relative, absolute=1e-13)


def main() -> None:
    for law in (
        flat_spectrum_is_d,
        rank_one_is_one,
        orthonormal_rows,
        power_law_is_recovered,
        isoscore_is_as_published,
        debiased_ratio_is_an_enumeration,
        pairs_agree_with_two_loops,
        floor_of_the_sphere,
    ):
        law()


if __name__ == "__main__":
    main()
