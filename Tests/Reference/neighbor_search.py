"""Who is in the lists of nearest neighbours under every metric, by independent tools, as neighbor_search.json.

    python3 Tests/Reference/neighbor_search.py            writes neighbor_search.json
    python3 Tests/Reference/neighbor_search.py --check    recomputes and compares

Needs numpy and scipy. Products and distances of the committed sets come from sums of products and of squared
differences in float64, the same for equal rows; lists from a stable sort. Skewness and rank correlation are
scipy's. Keys are `SET`, or `QUERIES in SET`, with `k=` and the metric.
"""

import json
import pathlib
import sys

import numpy as np
from scipy import stats

HERE = pathlib.Path(__file__).resolve().parent
SETS = ["anisotropic", "duplicates", "float16", "gaussian", "int8", "lognormal-norms", "nonfinite", "unit-norm",
        "zero-rows"]
PAIRS = [("anisotropic", "int8"), ("int8", "anisotropic")]
METRICS = ["cosine", "euclidean", "inner-product"]
NAMES = {"cosine": "cosine", "euclidean": "distance", "inner-product": "product"}


def load(name: str) -> np.ndarray:
    return np.load(HERE / f"sets/{name}.npy").astype(np.float64)


def usable(rows: np.ndarray, metric: str) -> np.ndarray:
    finite = np.isfinite(rows).all(1)
    return finite & (np.abs(np.where(np.isfinite(rows), rows, 0)).sum(1) > 0) if metric == "cosine" else finite


def nearness(queries: np.ndarray, rows: np.ndarray, metric: str) -> np.ndarray:
    """Larger for nearer: cosines by differences of unit rows, minus distances, products."""
    if metric == "inner-product":
        return np.array([(query * rows).sum(1) for query in queries])
    if metric == "cosine":
        queries = queries / np.sqrt((queries**2).sum(1, keepdims=True))
        rows = rows / np.sqrt((rows**2).sum(1, keepdims=True))
        return np.array([1 - ((query - rows) ** 2).sum(1) / 2 for query in queries])
    return np.array([-np.sqrt(((query - rows) ** 2).sum(1)) for query in queries])


def lists(queries: np.ndarray, rows: np.ndarray, metric: str, k: int, own: bool) -> dict:
    """Numbers and values of the k nearest of every query that can be used."""
    numbers, asked = np.flatnonzero(usable(rows, metric)), np.flatnonzero(usable(queries, metric))
    near = nearness(queries[asked], rows[numbers], metric)
    if own:
        near[np.arange(len(asked)), np.arange(len(asked))] = -np.inf
    order = np.argsort(-near, axis=1, kind="stable")[:, :k]
    values = np.take_along_axis(near, order, 1)
    return {query: (numbers[o], v) for query, o, v in zip(asked, order, values)}


def occurrences(found: dict, rows: np.ndarray, metric: str) -> np.ndarray:
    all_numbers = np.concatenate([numbers for numbers, _ in found.values()])
    return np.bincount(all_numbers, minlength=len(rows))[usable(rows, metric)]


def hubs(counts: np.ndarray, parameters: str) -> dict:
    mean, half = counts.mean(), np.cumsum(np.sort(counts)[::-1])
    values = {
        "hub-skewness": stats.skew(counts),
        "hub-max": counts.max(),
        "antihub-share": (counts == 0).mean(),
        "hub-occurrence": counts[counts >= 2 * mean].sum() / counts.sum(),
        "hub-robin-hood": np.abs(counts - mean).sum() / 2 / counts.sum(),
        "half-rows": 1 + np.flatnonzero(half >= counts.sum() / 2)[0],
    }
    return {f"neighbors.{name}@{parameters}": value for name, value in values.items()}


def measures(queries: np.ndarray, rows: np.ndarray, metric: str, k: int, own: bool) -> dict:
    other = "" if own else ",queries=other"
    parameters = f"k={k}" + ("" if metric == "cosine" else f",metric={metric}") + other
    found = lists(queries, rows, metric, k, own)
    counts = occurrences(found, rows, metric)
    values = hubs(counts, parameters)
    near = np.array([v for _, v in found.values()])
    sign = -1 if metric == "euclidean" else 1
    for rank in {1, k}:
        values[f"neighbors.{NAMES[metric]}-median@rank={rank}{other}"] = np.median(sign * near[:, rank - 1])
    if metric == "cosine":
        return values
    cosine = lists(queries, rows, "cosine", k, own)
    kept = [len(np.intersect1d(numbers, cosine[query][0])) / k if query in cosine else 0
            for query, (numbers, _) in found.items()]
    values[f"neighbors.cosine-overlap@{parameters}"] = np.mean(kept)
    norms = np.sqrt((rows[usable(rows, metric)] ** 2).sum(1))
    if np.ptp(norms) > 1e-6:
        values[f"neighbors.norm-correlation@{parameters}"] = stats.spearmanr(norms, counts).statistic
    if metric == "inner-product" and own:
        squares = (rows**2).sum(1)
        values["neighbors.own-product-share"] = np.mean([squares[query] >= v[0] for query, (_, v) in found.items()])
    values |= hubs(occurrences(cosine, rows, "cosine"), f"k={k}{other}")
    return values


def main() -> None:
    values = {}
    for k in [3, 10]:
        for metric in METRICS:
            for name in SETS:
                rows = load(name)
                values[f"{name} k={k} {metric}"] = measures(rows, rows, metric, k, True)
            for queries, name in PAIRS:
                values[f"{queries} in {name} k={k} {metric}"] = measures(
                    load(queries), load(name), metric, k, False)
    values = {key: {id: float(value) for id, value in sorted(found.items())} for key, found in values.items()}
    path = HERE / "neighbor_search.json"
    if "--check" in sys.argv:
        stored = json.loads(path.read_text())
        worst = max(abs(stored[key][id] - value) for key, found in values.items() for id, value in found.items())
        same = stored.keys() == values.keys() and all(stored[key].keys() == values[key].keys() for key in values)
        print(f"largest difference {worst:.3g}")
        sys.exit(0 if same and worst < 1e-9 else 1)
    path.write_text(json.dumps(values, indent=1) + "\n")


main()
