"""What blocks to leave out for an interval of hubness: the standard error that each choice gives over
the standard deviation among sets drawn anew, for skewness, antihub share and Robin Hood index.

    python3 Tests/Reference/hubness_intervals.py        about half a minute, needs numpy

`rows` is what HubnessBlocks does: the rows of a block go as queries and as neighbours, and lists are not
filled up again. `queries` leaves the rows in place. Below 1 an interval is too narrow.
"""

import numpy as np

DRAWS, BLOCKS, K = 60, 20, 10
generator = np.random.default_rng(1)


def draw(kind, n, d):
    noise = generator.standard_normal((n, d))
    if kind == "white":
        return noise
    if kind == "power law":
        return noise / np.sqrt(np.arange(1, d + 1))
    centres = generator.standard_normal((8, d))
    return centres[generator.integers(0, 8, n)] + 0.3 * noise


def lists(rows):
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -9)
    return np.argpartition(-cosines, K, axis=1)[:, :K]


def hubness(counts):
    from_mean = counts - counts.mean()
    skewness = (from_mean**3).mean() / (from_mean**2).mean() ** 1.5
    return skewness, (counts == 0).mean(), np.abs(from_mean).sum() / 2 / counts.sum()


def standard_error(found, with_rows):
    n = len(found)
    values = []
    for block in range(BLOCKS):
        kept = np.ones(n, bool)
        kept[n * block // BLOCKS : n * (block + 1) // BLOCKS] = False
        counts = np.bincount(found[kept].ravel(), minlength=n)
        values.append(hubness(counts[kept] if with_rows else counts))
    values = np.array(values)
    return np.sqrt((BLOCKS - 1) / BLOCKS * ((values - values.mean(0)) ** 2).sum(0))


for kind in ["white", "power law", "clusters"]:
    for n, d in [(1000, 64), (2000, 20)]:
        found = [lists(draw(kind, n, d)) for _ in range(DRAWS)]
        values = np.array([hubness(np.bincount(one.ravel(), minlength=n)) for one in found])
        deviation = values.std(0, ddof=1)
        for name, with_rows in [("queries", False), ("rows", True)]:
            errors = np.mean([standard_error(one, with_rows) for one in found], axis=0)
            with np.errstate(divide="ignore", invalid="ignore"):
                print(f"{kind:10} {n:5} x {d:2}  {name:8}", np.round(errors / deviation, 2))
