"""Holds an embedscope binary against the definitions: on the committed fixtures, on large hostile sets
made here in a temporary folder, or on files of yours.

    python3 Tests/Reference/compare.py BINARY                   fixtures and large sets
    python3 Tests/Reference/compare.py BINARY --fixtures        the committed fixtures only
    python3 Tests/Reference/compare.py BINARY FILE.npy ...      these files only
    --all     print every row, not only the violations and the worst of each kind
    --only NAME,...   of the large sets, these
    --jobs    also: the same metrics for --jobs 1 and --jobs 2, to the last bit

Exit 1 on any violation (a set without a report is one), 2 where the program or a file is not there.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import definitions
import planted

HERE = pathlib.Path(__file__).resolve().parent

# Measured values may differ by relative * |reference| + absolute. The first prefix or suffix that fits
# decides. Cosines are sums of values of size 1, so their error is absolute; log ratios of size 0 too.
EXACT = (0.0, 0.0)
SPECTRAL = (1e-6, 0.0)
TOLERANCES = (
    (("data.norm-cv",), (1e-6, 1e-9)),
    (("data.norm-mean", "data.norm-min", "data.norm-max"), (1e-9, 0.0)),
    (("data.",), EXACT),
    (("isotropy.rogue-dimension",), EXACT),
    (("isotropy.partition-log-ratio",), (1e-6, 1e-8)),
    (("isotropy.",), (0.0, 1e-8)),
    (("uniformity",), (0.0, 1e-8)),
)
EXACT_SPECTRAL = (".rank", "dims@share=0.5", "dims@share=0.9", "dims@share=0.95", "dims@share=0.99")
# The series holds values that no ratio metric depends on; a Gram matrix sees none below 1e-8 sigma-max.
SERIES_TOLERANCE = 1e-7


def large_sets() -> dict:
    """Name to maker; made one at a time, so that only one is in memory."""
    p = planted
    return {
        "gaussian-4000x384": lambda: p.gaussian(4000, 384, seed=31),
        "anisotropic-5000x384": lambda: p.anisotropic(5000, 384, seed=32),
        "unit-norm-3000x256": lambda: p.unit_norm(3000, 256, seed=33),
        "collapsed-7-3000x256": lambda: p.collapsed(3000, 256, 7, seed=34),
        "sphere-5-of-50": lambda: p.sphere(2000, 50, 5, seed=35),
        "offset-1e4-2000x64": lambda: p.offset(2000, 64, 1e4, seed=36),
        "condition-1e12-2000x256": lambda: p.conditioned(2000, 256, 1e12, seed=37),
        "condition-1e6-1000x128": lambda: p.conditioned(1000, 128, 1e6, seed=38),
        "wide-300x512": lambda: p.anisotropic(300, 512, seed=39),
        "wide-f8-64x1024": lambda: p.anisotropic(64, 1024, seed=40, dtype="<f8"),
        "square-200x200": lambda: p.gaussian(200, 200, seed=41),
        "clusters-20-2000x128": lambda: p.clusters(2000, 128, 20, seed=42),
        "rogue-2000x96": lambda: p.rogue(2000, 96, seed=43),
        "dead-columns-2000x64": lambda: p.dead_columns(2000, 64, seed=44),
        "lognormal-norms-2000x48": lambda: p.lognormal_norms(2000, 48, seed=45),
        "duplicates-3000x32": lambda: p.duplicated(3000, 32, seed=46),
        "zero-rows-2000x64": lambda: p.zero_rows(2000, 64, seed=47),
        "nonfinite-2000x64": lambda: p.nonfinite(2000, 64, seed=48),
        "power-law-4000x512": lambda: p.power_law(4000, 512, seed=49),
        "scale-1e20-2000x96": lambda: p.scaled(2000, 96, 1e20, seed=50),
        "scale-1e-30-2000x96": lambda: p.scaled(2000, 96, 1e-30, seed=50),
        "scale-1e200-1500x64": lambda: p.scaled(1500, 64, 1e200, seed=51, dtype="<f8"),
        "scale-1e-200-1500x64": lambda: p.scaled(1500, 64, 1e-200, seed=51, dtype="<f8"),
        "float16-2500x384": lambda: p.anisotropic(2500, 384, seed=52, dtype="<f2"),
        "big-endian-f4-1500x128": lambda: p.anisotropic(1500, 128, seed=53, dtype=">f4"),
        "big-endian-f8-1500x128": lambda: p.anisotropic(1500, 128, seed=53, dtype=">f8"),
        "fortran-1500x128": lambda: np.asfortranarray(p.anisotropic(1500, 128, seed=53)),
        "int8-3000x128": lambda: p.integers(3000, 128, seed=54),
        "uint8-1000x64": lambda: np.abs(p.integers(1000, 64, seed=55)).astype("u1"),
        "all-equal-5000x64": lambda: p.equal_rows(5000, 64, seed=56),
        "all-equal-f8-3333x7": lambda: p.equal_rows(3333, 7, seed=57, dtype="<f8"),
        "all-zero-500x32": lambda: np.zeros((500, 32), "<f4"),
        "one-row-1x768": lambda: p.gaussian(1, 768, seed=58),
        "two-rows-2x768": lambda: p.gaussian(2, 768, seed=59),
        "three-rows-3x5": lambda: p.gaussian(3, 5, seed=60),
        "one-column-1000x1": lambda: p.gaussian(1000, 1, seed=61),
        "two-columns-1500x2": lambda: p.anisotropic(1500, 2, seed=62),
    }


def tolerance(id: str, reference: float, found: dict) -> float:
    """Largest difference allowed for one metric."""
    for prefixes, (relative, absolute) in TOLERANCES:
        if id.startswith(prefixes):
            return relative * abs(reference) + absolute
    if id.endswith(EXACT_SPECTRAL):
        return 0.0
    relative, absolute = SPECTRAL
    if id.endswith("sigma-max"):
        # After centering, what is left may be nothing but rounding of what was there before.
        before = found.get(id.replace("centered", "raw"), 0.0)
        absolute = 1e-12 * before if isinstance(before, (int, float)) else 0.0
    if ".alpha-r2@" in id:
        absolute = 1e-9
    return relative * abs(reference) + absolute


class Row:
    """One metric of one set: what was found, what was wanted."""

    def __init__(self, id, value, reference, error="", allowed="", wrong=False):
        self.id, self.value, self.reference = id, value, reference
        self.error, self.allowed, self.wrong = error, allowed, wrong

    @property
    def badness(self) -> float:
        if self.wrong:
            return math.inf
        if isinstance(self.error, float) and isinstance(self.allowed, float) and self.allowed > 0:
            return self.error / self.allowed
        return 0.0

    def __str__(self) -> str:
        def text(value) -> str:
            return f"{value:.10g}" if isinstance(value, float) else str(value)

        def short(value) -> str:
            return f"{value:.1e}" if isinstance(value, float) else str(value)

        mark = "WRONG" if self.wrong else "ok"
        return (
            f"  {self.id:54} {text(self.value):>20} {text(self.reference):>20} "
            f"{short(self.error):>9} {short(self.allowed):>9}  {mark}"
        )


def row(id: str, metric, reference, found: dict) -> Row:
    """Compares one metric of the report (None where the report lacks it)."""
    wanted = "undefined" if reference == definitions.UNDEFINED else reference
    if metric is None:
        return Row(id, "missing", wanted, wrong=True)
    status, value = metric.get("status"), metric.get("value")
    if status != "measured":
        wrong = not (status == "undefined" and wanted == "undefined")
        if value is not None or not metric.get("reason"):
            return Row(id, f"{status} {value}", wanted, error="no reason or a value", wrong=True)
        return Row(id, status, wanted, wrong=wrong)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return Row(id, repr(value), wanted, wrong=True)
    if wanted == "undefined":
        return Row(id, value, wanted, wrong=True)
    error, allowed = float(abs(value - wanted)), float(tolerance(id, wanted, found))
    wrong = not error <= allowed
    interval = metric.get("interval")
    if interval is not None and not interval[0] <= interval[1]:
        return Row(id, value, wanted, error=f"interval {interval}", wrong=True)
    return Row(id, value, wanted, error, allowed, wrong)


def series_rows(report: dict, stored: np.ndarray) -> list[Row]:
    """Singular-value series against an SVD of the view, in units of the largest value."""
    out = []
    e = definitions.EmbeddingSet(stored)
    series = {s["id"]: s for s in report.get("series", [])}
    for view in definitions.VIEWS:
        id = f"spectrum.{view}.singular-values"
        try:
            wanted = e.singular_values(view)
        except definitions.Undefined:
            continue
        if wanted[0] == 0:
            continue
        if id not in series:
            out.append(Row(id, "missing", "series", wrong=True))
            continue
        column = series[id]["columns"].index("singular_value")
        found = np.array([line[column] for line in series[id]["rows"]], dtype=float)
        if found.size > wanted.size or found.size == 0:
            out.append(Row(id, found.size, wanted.size, error="length", wrong=True))
            continue
        exponent = 0 if view.startswith("unit") else e.exponent
        found = np.ldexp(found, -exponent)
        error = float(np.max(np.abs(found - wanted[: found.size])) / wanted[0])
        # An entirely rounded-away centered view is judged against the view it came from.
        before = e.singular_values(view.replace("centered", "raw"))[0] / wanted[0]
        allowed = float(SERIES_TOLERANCE + 1e-12 * before)
        out.append(Row(id, found.size, wanted.size, error, allowed, wrong=not error <= allowed))
    return out


def diagnose(binary: str, path: pathlib.Path, *options: str) -> dict:
    """The report of one file; raises RuntimeError where there is none."""
    command = [binary, "diagnose", str(path), "--json", "--quiet", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.strip()}")

    def no_constant(text: str):
        raise RuntimeError(f"{path.name}: the JSON holds {text}")

    try:
        return json.loads(done.stdout, parse_constant=no_constant)
    except json.JSONDecodeError as error:
        raise RuntimeError(f"{path.name}: not JSON: {error}") from error


def compare(binary: str, path: pathlib.Path, reference: dict | None, jobs: bool) -> list[Row]:
    """All rows of one file."""
    stored = np.load(path)
    if reference is None:
        reference = definitions.measure(stored)
    report = diagnose(binary, path)
    metrics = {metric["id"]: metric for metric in report["metrics"]}
    rows = [row(id, metrics.get(id), value, reference) for id, value in reference.items()]
    rows += series_rows(report, stored)
    if jobs:
        one, two = (diagnose(binary, path, "--jobs", count)["metrics"] for count in ("1", "2"))
        rows.append(Row("--jobs 1 and --jobs 2", "same" if one == two else "differ", "same", wrong=one != two))
    return rows


def show(name: str, rows: list[Row], everything: bool) -> int:
    """Prints a set's rows; returns how many are wrong."""
    wrong = [r for r in rows if r.wrong]
    worst = max(rows, key=lambda r: r.badness)
    state = f"{len(wrong)} WRONG of {len(rows)}" if wrong else f"{len(rows)} ok"
    print(f"{name}: {state}")
    if everything:
        shown = rows
    else:
        shown = wrong or [worst]
    for r in shown:
        print(r)
    sys.stdout.flush()
    return len(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--fixtures", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", action="store_true")
    arguments = parser.parse_args()
    chosen = [name for name in arguments.only.split(",") if name]
    if unknown := set(chosen) - large_sets().keys():
        parser.error(f"no such large set: {', '.join(sorted(unknown))}")
    print(f"  {'metric':54} {'value':>20} {'reference':>20} {'error':>9} {'allowed':>9}")
    wrong = failed = 0

    def check(name: str, path: pathlib.Path, reference: dict | None = None) -> None:
        nonlocal wrong, failed
        try:
            wrong += show(name, compare(arguments.binary, path, reference, arguments.jobs), arguments.all)
        except RuntimeError as error:
            failed += 1
            print(f"{name}: FAILED: {error}")
        except OSError as error:
            print(f"compare: {error}", file=sys.stderr)
            sys.exit(2)

    if arguments.files:
        for path in arguments.files:
            check(path.name, path)
    else:
        if not chosen:
            expected = json.loads((HERE / "expected.json").read_text())["sets"]
            for name, reference in expected.items():
                check(name, HERE / "sets" / f"{name}.npy", reference)
        if not arguments.fixtures:
            with tempfile.TemporaryDirectory() as folder:
                for name, make in large_sets().items():
                    if chosen and name not in chosen:
                        continue
                    path = pathlib.Path(folder) / f"{name}.npy"
                    np.save(path, make())
                    check(name, path)
                    path.unlink()
    print(f"{wrong} violations, {failed} sets without a report")
    sys.exit(1 if wrong or failed else 0)


if __name__ == "__main__":
    main()
