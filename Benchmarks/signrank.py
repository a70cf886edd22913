"""Certified intervals, gaps and times of `embedscope signrank` per family; called by Benchmarks/signrank.

Beside each stands what a script would do: the plain Forster ratio sqrt(mn) / ||S||, in floating point and without
a proof, and how long numpy.linalg.svd takes for it. Times of embedscope are whole processes.
"""

import argparse
import json
import pathlib
import statistics
import sys
import time

import numpy

import timing

# family, arguments of `generate`, whether a dense matrix is worth making
FAMILIES = [
    ("identity 64", ["identity", "--documents", "64"], True),
    ("greater-than 200", ["greater-than", "--documents", "200"], True),
    ("all pairs of 12", ["k-subsets", "--documents", "12"], True),
    ("all triples of 9", ["k-subsets", "--documents", "9", "--k", "3"], True),
    ("LIMIT-small", ["limit"], True),
    ("LIMIT, 50,000 documents", ["limit", "--documents", "50000"], False),
    ("Sylvester 16", ["hadamard", "--documents", "16"], True),
    ("Sylvester 64", ["hadamard", "--documents", "64"], True),
    ("disjointness, 4 bits", ["disjointness", "--order", "4"], True),
    ("12 blocks, 300 x 200", ["blocks", "--rank", "12", "--queries", "300", "--documents", "200"], True),
    ("arcs, 300 x 200", ["circular-intervals", "--queries", "300", "--documents", "200"], True),
    ("projective plane of order 3", ["projective-plane", "--order", "3"], True),
    ("projective plane of order 7", ["projective-plane", "--order", "7"], True),
    ("planted rank 4, 60 x 60", ["planted-rank", "--rank", "4", "--documents", "60"], True),
    ("random 12 x 12", ["random", "--documents", "12", "--seed", "1"], True),
    ("random 30 x 30", ["random", "--documents", "30", "--seed", "1"], True),
    ("random 1,000 x 1,000", ["random", "--documents", "1000", "--seed", "1"], True),
    (
        "3 of 2.7 million, 3,000 queries",
        ["random-sparse", "--k", "3", "--queries", "3000", "--documents", "2700000"],
        False,
    ),
]
QUICK = 9


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def made(binary: str, folder: pathlib.Path, arguments: list[str], ending: str) -> pathlib.Path:
    path = folder / ("-".join(arguments).replace("--", "") + ending)
    if not path.exists():
        outcome = timing.run([binary, "generate", *arguments, "--output", str(path)])
        if outcome.status != 0:
            sys.exit(f"signrank: generate {' '.join(arguments)}: {outcome.errors.strip()}")
    return path


def forster(path: pathlib.Path) -> tuple[float, float]:
    """The ratio sqrt(mn) / ||S|| and the seconds of the decomposition."""
    signs = 2.0 * numpy.loadtxt(path, delimiter=",", ndmin=2) - 1
    start = time.perf_counter()
    values = numpy.linalg.svd(signs, compute_uv=False)
    return (signs.size**0.5 / values[0], time.perf_counter() - start)


def interval(metrics: dict[str, float | None], quantity: str) -> str:
    low, high = metrics.get(f"{quantity}.lower"), metrics.get(f"{quantity}.upper")
    if low is None or high is None:
        return "none"
    gap = "exact" if low == high else f"gap {high - low:.0f}"
    return f"[{low:.0f}, {high:.0f}] {gap}"


def row(binary: str, folder: pathlib.Path, family, limit: float, repeats: int) -> str:
    name, arguments, is_dense = family
    note(f"  {name}")
    path = made(binary, folder, arguments, ".csv" if is_dense else ".qrels")
    command = [binary, "signrank", str(path), "--time-limit", str(limit), "--json", "--quiet"]
    runs = [timing.run(command) for _ in range(repeats)]
    failed = next((run for run in runs if run.status != 0), None)
    if failed:
        return f"| {name} | exit {failed.status} | | | | | |"
    metrics = {found["id"]: found["value"] for found in json.loads(runs[0].output)["metrics"]}
    seconds = statistics.median(run.seconds for run in runs)
    peak = max(run.peak_mib for run in runs)
    ratio, peer = "not made dense", ""
    if is_dense:
        value, elapsed = forster(path)
        ratio, peer = f"{value:.3f}", f"{elapsed:.4f}"
    return (
        f"| {name} | {interval(metrics, 'signrank')} | {interval(metrics, 'ordering-rank')} "
        f"| {seconds:.2f} | {peak:.0f} | {ratio} | {peer} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", required=True)
    parser.add_argument("--embedscope", required=True)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=10)
    parser.add_argument("--quick", action="store_true", help="the first families only")
    parser.add_argument("--write", action="store_true", help="also write Benchmarks/signrank-results.md")
    arguments = parser.parse_args()
    families = FAMILIES[:QUICK] if arguments.quick else FAMILIES
    folder = pathlib.Path(arguments.folder)
    lines = [
        "# Sign-rank: intervals and times",
        "",
        f"numpy {numpy.__version__}; a time limit of {arguments.time_limit:g} s; seconds and peaks are whole processes,",
        f"median of {arguments.repeats}. Every bound of embedscope is certified; the Forster ratio is not.",
        "",
        "| family | sign-rank | ordering rank | s | peak MiB | Forster ratio | numpy svd s |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for family in families:
        lines.append(
            row(arguments.embedscope, folder, family, arguments.time_limit, arguments.repeats)
        )
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if arguments.write:
        (pathlib.Path(__file__).resolve().parent / "signrank-results.md").write_text(text)


if __name__ == "__main__":
    main()
