"""What steps of `embedscope transform` make of the committed sets, by numpy and scipy, as transforms.json.

    python3 Tests/Reference/transforms.py            writes transforms.json
    python3 Tests/Reference/transforms.py --check    recomputes and compares

Axes come from an SVD of the centered rows, not from a Gram matrix; the shrinkage of Ledoit and Wolf from the
explicit outer products of the rows; neighbours from scipy's cdist with ties by number.
"""

import json
import pathlib
import sys

import numpy as np

import definitions
import exports

HERE = pathlib.Path(__file__).resolve().parent
SETS = ["anisotropic", "gaussian", "lognormal-norms", "power-law", "unit-norm"]


def ledoit_wolf(z: np.ndarray) -> float:
    n, d = z.shape
    s = z.T @ z / n
    mean = np.trace(s) / d
    distance = np.sum((s - mean * np.eye(d)) ** 2) / d
    error = sum(np.sum((np.outer(row, row) - s) ** 2) for row in z) / n**2 / d
    return float(min(error, distance) / distance)


def steps(x: np.ndarray) -> dict:
    z = x - x.mean(0)
    _, s, axes = np.linalg.svd(z, full_matrices=False)
    variances = s**2 / (len(x) - 1)
    shrinkage = ledoit_wolf(z)
    shrunk = (1 - shrinkage) * variances + shrinkage * variances.sum() / x.shape[1]
    scale = np.abs(x).max() / 127
    return {
        "center": z,
        "all-but-top=2": z - z @ axes[:2].T @ axes[:2],
        "whiten": z @ axes.T / np.sqrt(variances),
        "whiten=auto": z @ axes.T / np.sqrt(shrunk),
        "pca=8": z @ axes[:8].T,
        "project=8": x @ axes[:8].T,
        "truncate=8": x[:, :8],
        "int8-one-scale": np.round(x / scale).clip(-127, 127) * scale,
    }


def skewness(nearest: np.ndarray) -> float:
    counts = np.bincount(nearest.ravel(), minlength=len(nearest))
    deviation = counts - counts.mean()
    return float((deviation**3).mean() / (deviation**2).mean() ** 1.5)


def values() -> dict:
    found = {}
    for name in SETS:
        x = np.load(HERE / f"sets/{name}.npy").astype(np.float64)
        before = exports.neighbors(x, 10)[0]
        entry = {"shrinkage": ledoit_wolf(x - x.mean(0))}
        for recipe, y in steps(x).items():
            after = exports.neighbors(y, 10)[0]
            entry[f"{recipe}/overlap"] = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(before, after)]))
            entry[f"{recipe}/skewness"] = skewness(after)
            entry[f"{recipe}/effective-rank"] = float(
                definitions.effective_rank(np.linalg.svd(y - y.mean(0), compute_uv=False)))
        found[name] = entry
    return found


def main() -> None:
    path = HERE / "transforms.json"
    found = values()
    if "--check" in sys.argv[1:]:
        written = json.loads(path.read_text())
        worst = max(abs(found[n][k] - v) for n, entry in written.items() for k, v in entry.items())
        print(f"largest difference {worst:.3g}")
        sys.exit(0 if found.keys() == written.keys() and worst < 1e-9 else 1)
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{path.name}: {sum(map(len, found.values()))} values")


if __name__ == "__main__":
    main()
