"""What `embedscope compare` measures between two sets of the same rows, by independent means, as exports.json.

    python3 Tests/Reference/exports.py            writes exports.json
    python3 Tests/Reference/exports.py --check    recomputes and compares

Needs numpy and scipy, in float64. CKA and its debiased form come from the explicit n x n kernel matrices
(Song et al. 2012 with the diagonals taken out, not the feature-space form), Procrustes from scipy's disparity of
the standardised sets, canonical angles from scipy.linalg.subspace_angles of the left singular vectors, neighbours
from scipy's cdist of unit rows with ties by number.

The second set of a pair is made of the first, or of another committed set, by a rule that a test can follow:
halves (rounded to multiples of 1/2), float16, prefix (the first third of the columns), and another set's rows.
"""

import json
import pathlib
import sys

import numpy as np
from scipy.linalg import subspace_angles
from scipy.spatial import procrustes
from scipy.spatial.distance import cdist

import definitions

HERE = pathlib.Path(__file__).resolve().parent
WORDNET = HERE.parent.parent / "Notebooks-data/wordnet-minilm/docs.npy"
SIZES = [1, 10, 100]
SPACES = [1, 10, 50]
TIE = 1e-12


def halves(x: np.ndarray) -> np.ndarray:
    return np.round(x.astype(np.float64) * 2) / 2


def prefix(x: np.ndarray) -> np.ndarray:
    return x[:, : x.shape[1] // 3]


def half_precision(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float16)


def load(name: str) -> np.ndarray:
    return np.load(HERE / f"sets/{name}.npy")


def pairs() -> dict:
    """Name to a function that makes the two sets."""
    made = {}
    for name in ["anisotropic", "gaussian", "power-law", "clusters", "lognormal-norms", "wide"]:
        for rule in [halves, half_precision, prefix]:
            label = {"halves": "halves", "half_precision": "float16", "prefix": "prefix"}[rule.__name__]
            made[f"{name}/{label}"] = lambda name=name, rule=rule: (load(name), rule(load(name)))
    made["wordnet-minilm/float16"] = lambda: (np.load(WORDNET), half_precision(np.load(WORDNET)))
    made["wordnet-minilm/prefix"] = lambda: (np.load(WORDNET), prefix(np.load(WORDNET)))
    return made


def neighbors(rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest rows by number, and the gap behind each: from where on the order is one of ties."""
    unit = definitions.unit_rows(rows)
    distances = cdist(unit, unit)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, : k + 1]
    sorted_distances = np.take_along_axis(distances, nearest, 1)
    return nearest[:, :k], np.diff(sorted_distances, axis=1)


def overlaps(x: np.ndarray, y: np.ndarray) -> dict:
    """Sizes at which a list ends between equally near rows are left out: rounding decides there."""
    found = {}
    largest = min(max(SIZES), len(x) - 2)
    (first, gaps), (second, other_gaps) = neighbors(x, largest), neighbors(y, largest)
    for k in SIZES:
        if k > largest or min(gaps[:, k - 1].min(), other_gaps[:, k - 1].min()) < TIE:
            continue
        shares = [len(set(a[:k]) & set(b[:k])) / k for a, b in zip(first, second)]
        found[f"compare.neighbor-overlap@k={k}"] = float(np.mean(shares))
    return found


def hsic1(k: np.ndarray, l: np.ndarray) -> float:
    """The unbiased estimator of Song et al., times n (n - 3)."""
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    return float(
        np.sum(k * l) + k.sum() * l.sum() / ((n - 1) * (n - 2)) - 2 / (n - 2) * (k.sum(0) @ l.sum(0)))


def similarity(x: np.ndarray, y: np.ndarray) -> dict:
    a, b = x - x.mean(0), y - y.mean(0)
    k, l = a @ a.T, b @ b.T
    found = {"compare.cka": np.sum(k * l) / np.linalg.norm(k) / np.linalg.norm(l)}
    found["compare.cka-debiased"] = hsic1(k, l) / np.sqrt(hsic1(k, k) * hsic1(l, l))
    width = max(x.shape[1], y.shape[1])
    pad = [np.pad(z, ((0, 0), (0, width - z.shape[1]))) for z in (x, y)]
    _, _, disparity = procrustes(*pad)
    found["compare.procrustes"] = disparity
    found["compare.procrustes-distance"] = 2 - 2 * np.sqrt(1 - disparity)
    left, right = (np.linalg.svd(z, full_matrices=False) for z in (a, b))
    for size in SPACES:
        spread = min(left[1][size - 1] / left[1][0], right[1][size - 1] / right[1][0]) if size <= min(
            len(left[1]), len(right[1])) else 0
        if size < len(x) and spread > 1e-5:
            angles = subspace_angles(left[0][:, :size], right[0][:, :size])
            found[f"compare.subspace-cosine@k={size}"] = float(np.cos(angles).mean())
    return found


def rows(x: np.ndarray, y: np.ndarray) -> dict:
    norms = [np.linalg.norm(z, axis=1) for z in (x, y)]
    found = {"compare.norm-ratio": float((norms[1] / norms[0]).mean())}
    if x.shape == y.shape:
        directed = (norms[0] > 0) & (norms[1] > 0)
        cosines = np.sum(x * y, axis=1)[directed] / (norms[0] * norms[1])[directed]
        found["compare.cosine-mean"] = float(cosines.mean())
        found["compare.cosine-min"] = float(cosines.min())
        found["compare.change-max"] = float(np.abs(x - y).max())
    return found


def values() -> dict:
    result = {}
    for name, make in pairs().items():
        x, y = (z.astype(np.float64) for z in make())
        directed = (x != 0).any(1) & (y != 0).any(1)
        found = rows(x, y) | similarity(x, y) | overlaps(x[directed], y[directed])
        result[name] = {key: float(value) for key, value in sorted(found.items())}
    return result


def main() -> None:
    path = HERE / "exports.json"
    found = values()
    if "--check" in sys.argv[1:]:
        written = json.loads(path.read_text())
        worst = max(
            abs(found[name][key] - value) for name, entry in written.items() for key, value in entry.items())
        print(f"largest difference {worst:.3g}")
        sys.exit(0 if found.keys() == written.keys() and worst < 1e-9 else 1)
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{path.name}: {sum(map(len, found.values()))} values")


if __name__ == "__main__":
    main()
