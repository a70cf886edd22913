"""The peers' ways to the raw and centered spectrum of one file, each as its users would write it.

    spectrum.py numpy FILE           float64 copy, one Gram matrix about the mean, eigvalsh of both views
    spectrum.py numpy-blocked FILE   the same in blocks of 4,096 rows, so that no float64 copy is made
    spectrum.py torch FILE           the same with torch
    spectrum.py torch-svd FILE       torch.linalg.svdvals of the centered float64 matrix (centered only)
    spectrum.py sklearn FILE         sklearn PCA, svd_solver="full", float64 (centered only)
    spectrum.py sklearn-gram FILE    sklearn PCA, svd_solver="covariance_eigh", float64 (centered only)

The raw Gram matrix is the centered one plus n m m': one product serves both views, the fairest (fastest
correct) way. Prints one line of JSON: the effective ranks, so that nobody is fast and wrong.
"""

import json
import sys

import numpy as np

BLOCK = 4_096


def effective_rank(eigenvalues) -> float:
    """exp entropy of the singular values."""
    s = np.sqrt(np.maximum(np.asarray(eigenvalues), 0))
    r = s / s.sum()
    r = r[r > 0]
    return float(np.exp(-np.sum(r * np.log(r))))


def both(gram, mean, n: int, eigenvalues) -> dict:
    raw = gram + n * mean[:, None] * mean[None, :]
    return {"raw": effective_rank(eigenvalues(raw)), "centered": effective_rank(eigenvalues(gram))}


def with_numpy(path: str) -> dict:
    x = np.load(path).astype(np.float64)
    mean = x.mean(axis=0)
    x -= mean
    return both(x.T @ x, mean, len(x), np.linalg.eigvalsh)


def with_numpy_blocked(path: str) -> dict:
    x = np.load(path, mmap_mode="r")
    shift = x[:BLOCK].mean(axis=0, dtype=np.float64)
    d = x.shape[1]
    gram, total = np.zeros((d, d)), np.zeros(d)
    for start in range(0, len(x), BLOCK):
        block = x[start : start + BLOCK] - shift
        gram += block.T @ block
        total += block.sum(axis=0)
    mean = total / len(x)
    gram -= len(x) * np.outer(mean, mean)
    return both(gram, mean + shift, len(x), np.linalg.eigvalsh)


def with_torch(path: str) -> dict:
    import torch

    x = torch.from_numpy(np.load(path)).double()
    mean = x.mean(dim=0)
    x -= mean
    return both(x.T @ x, mean, len(x), torch.linalg.eigvalsh)


def with_torch_svd(path: str) -> dict:
    import torch

    x = torch.from_numpy(np.load(path)).double()
    x -= x.mean(dim=0)
    return {"centered": effective_rank(torch.linalg.svdvals(x) ** 2)}


def with_sklearn(path: str, solver: str = "full") -> dict:
    from sklearn.decomposition import PCA

    fitted = PCA(svd_solver=solver).fit(np.load(path).astype(np.float64))
    return {"centered": effective_rank(fitted.explained_variance_)}


WAYS = {
    "numpy": with_numpy,
    "numpy-blocked": with_numpy_blocked,
    "torch": with_torch,
    "torch-svd": with_torch_svd,
    "sklearn": with_sklearn,
    "sklearn-gram": lambda path: with_sklearn(path, "covariance_eigh"),
}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WAYS:
        sys.exit(__doc__)
    print(json.dumps(WAYS[sys.argv[1]](sys.argv[2])))
