"""Seeded sets with something planted in them: the hostile inputs, at any size.

make.py writes them small as fixtures, compare.py writes them large into a temporary folder.
Each function returns the matrix exactly as it is to be stored.
"""

import numpy as np


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def gaussian(n, d, seed=1, dtype="<f4"):
    """White noise."""
    return generator(seed).standard_normal((n, d)).astype(dtype)


def anisotropic(n, d, seed=2, dtype="<f4", decay=1.5, offset=0.5):
    """Variances falling as a power of the rank, turned by a random rotation, with a common offset."""
    g = generator(seed)
    rotation, _ = np.linalg.qr(g.standard_normal((d, d)))
    spread = np.arange(1, d + 1) ** (-decay / 2)
    return (g.standard_normal((n, d)) * spread @ rotation.T + offset * g.standard_normal(d)).astype(dtype)


def scaled(n, d, scale, seed=2, dtype="<f4"):
    """`anisotropic` times a scale whose squares leave the range of the stored type."""
    return (anisotropic(n, d, seed, "<f8") * scale).astype(dtype)


def offset(n, d, size=1e4, seed=3, dtype="<f4"):
    """Spread 1 around a mean of `size` in every column."""
    return (generator(seed).standard_normal((n, d)) + size).astype(dtype)


def collapsed(n, d, rank, seed=4, dtype="<f4"):
    """`rank` directions, the rest only storage rounding."""
    g = generator(seed)
    return (g.standard_normal((n, rank)) @ g.standard_normal((rank, d)) / np.sqrt(rank)).astype(dtype)


def conditioned(n, d, condition=1e12, seed=5):
    """float64 with singular values log-spaced from 1 to 1/condition."""
    g = generator(seed)
    left, _ = np.linalg.qr(g.standard_normal((n, d)))
    right, _ = np.linalg.qr(g.standard_normal((d, d)))
    return left * np.logspace(0, -np.log10(condition), d) @ right.T


def zero_rows(n, d, share=0.1, seed=6, dtype="<f4"):
    """`anisotropic` with some rows exactly zero, one of them made of negative zeros."""
    g = generator(seed)
    x = anisotropic(n, d, seed, dtype)
    zeros = np.sort(g.choice(n, max(3, int(n * share)), replace=False))
    x[zeros] = 0
    x[zeros[1]] = -0.0
    return x


def nonfinite(n, d, seed=7, dtype="<f4"):
    """`anisotropic` with a NaN, an infinity and a negative infinity in three rows, and a row of NaN."""
    x = anisotropic(n, d, seed, dtype)
    x[1, 0], x[n // 2, d - 1], x[n - 1, d // 2] = np.nan, np.inf, -np.inf
    x[n // 3] = np.nan
    return x


def duplicated(n, d, seed=8, dtype="<f4"):
    """Three groups of equal rows (one differing only in the sign of a zero) and near-equal rows."""
    x = anisotropic(n, d, seed, dtype)
    x[0, 3] = 0.0
    x[n // 2] = x[0]
    x[n // 2, 3] = -0.0
    x[n // 3] = x[n // 4] = x[5]
    x[n - 1] = x[n - 2]
    x[n - 3] = np.nextafter(x[9], np.asarray(np.inf, x.dtype))
    return x


def dead_columns(n, d, seed=9, dtype="<f4"):
    """Columns that are constant, constant zero, 1e-33, near dead, and drowned by their own offset."""
    x = anisotropic(n, d, seed, dtype, decay=0.3)
    noise = generator(seed + 100).standard_normal((n, 4))
    x[:, 2] = 0.1
    x[:, 5] = 0
    x[:, 7] = noise[:, 0] * 1e-33
    x[:, 9] = noise[:, 1] * 1e-5
    # Both values differ in the last stored bit only: not constant, but below the rounding of storage.
    x[:, d - 1] = np.where(np.arange(n) == n // 2, np.nextafter(np.float32(1000), np.float32(0)), 1000)
    return x


def rogue(n, d, seed=10, dtype="<f4"):
    """One column whose mean dwarfs everything else."""
    x = anisotropic(n, d, seed, "<f8", decay=0.3, offset=0.05)
    x[:, d // 3] = -25 + generator(seed + 100).standard_normal(n)
    return x.astype(dtype)


def lognormal_norms(n, d, seed=11, dtype="<f4"):
    """White directions with norms spread over orders of magnitude."""
    g = generator(seed)
    return (g.standard_normal((n, d)) * np.exp(g.standard_normal((n, 1)))).astype(dtype)


def clusters(n, d, count, seed=12, dtype="<f4"):
    """`count` tight clusters on the sphere, rows of norm 1 in float64 before storage."""
    g = generator(seed)
    x = g.standard_normal((count, d))[g.integers(count, size=n)] + 0.15 * g.standard_normal((n, d))
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(dtype)


def unit_norm(n, d, seed=13, dtype="<f4"):
    """`anisotropic` rows of norm 1, rounded to storage."""
    x = anisotropic(n, d, seed, "<f8")
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(dtype)


def power_law(n, d, alpha=1.0, seed=14, dtype="<f4"):
    """Variances falling as rank^-alpha."""
    return anisotropic(n, d, seed, dtype, decay=alpha, offset=0.02)


def sphere(n, d, dimension, seed=15, dtype="<f4"):
    """The `dimension`-sphere in a random subspace."""
    g = generator(seed)
    x = g.standard_normal((n, dimension + 1))
    basis, _ = np.linalg.qr(g.standard_normal((d, dimension + 1)))
    return (x / np.linalg.norm(x, axis=1, keepdims=True) @ basis.T).astype(dtype)


def integers(n, d, seed=16, dtype="i1"):
    """Rounded codes of -127 ... 127."""
    x = anisotropic(n, d, seed, "<f8", decay=0.5)
    return np.rint(x / np.abs(x).max() * 127).astype(dtype)


def equal_rows(n, d, seed=17, dtype="<f4"):
    """One row, n times."""
    return np.tile(gaussian(1, d, seed, dtype) + np.asarray(3, dtype), (n, 1))
