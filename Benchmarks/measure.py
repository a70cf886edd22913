"""Times embedscope, its peers and the floors on the same files in one run; called by Benchmarks/run.

Every row is a whole process: start, reading, arithmetic, report, end. Repeats go round robin over the
programs, so that a busy minute of the machine hits all of them. Prints a Markdown table.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

import timing

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = sys.executable
UNIFORMITY_AGREEMENT = 1e-5  # float32 sums of the peers
INFONCE_AGREEMENT = 1e-5  # float32 logits of the peers
SPECTRUM_AGREEMENT = 1e-6


class Program:
    """One command and what its runs took."""

    def __init__(self, name: str, command: list[str], environment=None, once: bool = False):
        self.name, self.command, self.environment, self.once = name, command, environment, once
        self.seconds: list[float] = []
        self.peaks: list[float] = []
        self.output, self.failure = "", ""

    def run(self) -> None:
        if self.failure:
            return
        outcome = timing.run(self.command, self.environment)
        if outcome.status != 0:
            self.failure = f"exit {outcome.status}: {outcome.errors.strip()[-300:]}"
            print(f"{self.name}: {self.failure}", file=sys.stderr)
            return
        self.seconds.append(outcome.seconds)
        self.peaks.append(outcome.peak_mib)
        self.output = outcome.output

    @property
    def median(self) -> float | None:
        return statistics.median(self.seconds) if self.seconds else None

    @property
    def line(self) -> str:
        if not self.seconds:
            return f"| {self.name} | failed | | | |"
        low, high = min(self.seconds), max(self.seconds)
        return (
            f"| {self.name} | {self.median:.3f} | {low:.3f} - {high:.3f} | {max(self.peaks):.0f} "
            f"| {len(self.seconds)} |"
        )


class Floor(Program):
    """A bare BLAS call: its own clock, around the call alone."""

    def run(self) -> None:
        super().run()
        if not self.failure:
            self.found = json.loads(self.output)
            self.seconds[-1] = self.found["seconds"]

    @property
    def line(self) -> str:
        if not self.seconds:
            return super().line
        rate = f"{self.found['gflops']:.0f} GF/s, {self.found['core']}, {self.found['threads']} threads"
        return super().line.replace(f"| {self.name} |", f"| {self.name} ({rate}) |")


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def core_of(binary: str, sample: pathlib.Path) -> str | None:
    """The kernel set embedscope says it ran with."""
    outcome = timing.run([binary, "diagnose", str(sample), "--json", "--quiet"])
    if outcome.status != 0:
        sys.exit(f"measure: embedscope: exit {outcome.status}: {outcome.errors.strip()}")
    return json.loads(outcome.output)["provenance"]["blas"].get("core")


def metric(program: Program, id: str) -> float | None:
    for found in json.loads(program.output)["metrics"] if program.output else []:
        if found["id"] == id:
            return found["value"]
    return None


def round_robin(programs: list[Program], repeats: int) -> None:
    for turn in range(repeats):
        for program in programs:
            if turn == 0 or not program.once:
                note(f"  {turn + 1}/{repeats}  {program.name}")
                program.run()


def fastest(programs: list[Program]) -> Program | None:
    done = [program for program in programs if program.median is not None]
    return min(done, key=lambda program: program.median) if done else None


def ratio_line(what: str, over: Program | None, under: Program | None, bar: str = "") -> str:
    if over is None or under is None or over.median is None or under.median is None:
        return f"| {what} | not measured | {bar} |"
    return f"| {what} | {over.median / under.median:.2f} | {bar} |"


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


class Benchmark:
    """The files, the programs and the tables of one run."""

    def __init__(self, arguments):
        self.folder = pathlib.Path(arguments.folder)
        self.repeats = arguments.repeats
        self.peers = not arguments.floors_only
        self.binary = arguments.embedscope if os.access(arguments.embedscope, os.X_OK) else None
        if self.binary is None:
            note(f"measure: no program at {arguments.embedscope}: peers and floors only")
        self.large = (20_000, 256) if arguments.quick else (100_000, 768)
        self.small = (4_000, 384) if arguments.quick else (20_000, 384)
        self.pairs = (arguments.pairs or (8_000 if arguments.quick else 100_000), 384)
        self.only = set(arguments.only.split(",")) if arguments.only else set()
        self.core = None

    def file(self, kind: str, shape: tuple[int, int]) -> pathlib.Path:
        path = self.folder / f"{kind}-{shape[0]}x{shape[1]}.npy"
        if not path.exists():
            note(f"making {path.name}")
            subprocess.run(
                [PYTHON, str(HERE / "peers/generate.py"), kind, str(path)]
                + ["--rows", str(shape[0]), "--columns", str(shape[1])],
                check=True,
            )
        return path

    def embedscope(self, name: str, path: pathlib.Path, *options: str) -> list[Program]:
        if self.binary is None:
            return []
        command = [self.binary, "diagnose", str(path), "--json", "--quiet", *options]
        return [Program(f"embedscope {name}", command)]

    def peer(self, script: str, way: str, path: pathlib.Path, name: str, once=False) -> list[Program]:
        if not self.peers:
            return []
        return [Program(name, [PYTHON, str(HERE / f"peers/{script}.py"), way, str(path)], once=once)]

    def starts(self, *modules: str) -> list[Program]:
        """What a peer pays before its first number; part of its whole-process time."""
        if not self.peers:
            return []
        return [Program(f"(starting Python with {m})", [PYTHON, "-c", f"import {m}"]) for m in modules]

    def floors(self, job: str, shape: tuple[int, int], name: str) -> list[Floor]:
        command = [str(self.folder / "floor"), job, str(shape[0]), str(shape[1]), "1"]
        out = [Floor(f"{name}, BLAS as installed", command)]
        if self.core:
            out.append(Floor(f"{name}, embedscope's kernels", command, {"OPENBLAS_CORETYPE": self.core}))
        return out

    def table(self, title: str, programs: list[Program], ratios: list[str], notes=()) -> list[str]:
        return [
            f"## {title}", "",
            "| program | median s | range s | peak MiB | runs |",
            "| --- | ---: | ---: | ---: | ---: |",
            *[program.line for program in programs], "",
            *([*["| ratio | value | bar |", "| --- | ---: | --- |"], *ratios, ""] if ratios else []),
            *notes,
        ]

    def spectrum(self) -> list[str]:
        n, d = self.large
        varying, unit = self.file("varying", self.large), self.file("unit", self.large)
        two = ("--only", "spectrum", "--views", "raw,centered")
        ours = self.embedscope("spectrum, raw and centered", varying, *two)
        more = (
            self.embedscope("spectrum, four views", varying, "--only", "spectrum")
            + self.embedscope("spectrum, raw and centered, unit-norm rows", unit, *two)
            + self.embedscope("spectrum, four views, unit-norm rows", unit, "--only", "spectrum")
        )
        full = self.embedscope("diagnose, everything", varying)
        reading = [Program("reading the file (dd, warm)", ["dd", f"if={varying}", "of=/dev/null", "bs=1M"])]
        floors = self.floors("dsyrk", self.large, "cblas_dsyrk")
        blocks = self.floors("dsyrk-blocks", self.large, "cblas_dsyrk over the best blocks")
        starts = self.starts("numpy", "sklearn.decomposition", "torch")
        both = self.peer("spectrum", "numpy", varying, "numpy float64 Gram + eigvalsh")
        both += self.peer("spectrum", "numpy-blocked", varying, "the same in blocks")
        both += self.peer("spectrum", "torch", varying, "torch float64 Gram + eigvalsh")
        one = self.peer("spectrum", "sklearn-gram", varying, "scikit-learn PCA covariance_eigh (centered)")
        slow = self.peer("spectrum", "sklearn", varying, "scikit-learn PCA full (centered)", once=True)
        slow += self.peer("spectrum", "torch-svd", varying, "torch svdvals (centered)", once=True)
        for program in full:
            program.once = True
        programs = reading + floors + blocks + ours + more + full + starts + both + one + slow
        round_robin(programs, self.repeats)

        mine = ours[0] if ours else None
        ratios = [ratio_line(f"embedscope / {f.name}", mine, f, "<= 1.3") for f in floors]
        ratios += [ratio_line(f"embedscope / {f.name}", mine, f) for f in blocks]
        if both:
            ratios.append(ratio_line("numpy / embedscope", both[0], mine, ">= 1.7"))
            ratios.append(ratio_line("fastest peer / embedscope", fastest(both + one + slow), mine))
            ratios += [ratio_line(f"{p.name} / embedscope", p, mine) for p in both[1:] + one + slow]
        checks = []
        for view in ("raw", "centered"):
            value = metric(mine, f"spectrum.{view}.effective-rank") if mine else None
            for p in both + one + slow:
                theirs = json.loads(p.output).get(view) if p.output else None
                if value is not None and theirs is not None:
                    checks.append(agreement(p.name, view, value, theirs, SPECTRUM_AGREEMENT * theirs))
        return self.table(f"Spectrum of {n:,} x {d} float32", programs, ratios, checks)

    def uniformity(self) -> list[str]:
        n, d = self.small
        path = self.file("varying", self.small)
        ours = self.embedscope("uniformity, t = 1, 2, 4", path, "--only", "uniformity")
        full = self.embedscope("diagnose, everything", path)
        reading = [Program("reading the file (dd, warm)", ["dd", f"if={path}", "of=/dev/null", "bs=1M"])]
        floors = self.floors("sgemm", self.small, "cblas_sgemm of the pair tiles")
        rows = self.peer("uniformity", "rows", path, "numpy float32 row blocks, t = 2")
        tiles = self.peer("uniformity", "tiles", path, "numpy float32 symmetric tiles in place, t = 2")
        torch = self.peer("uniformity", "torch", path, "torch.pdist, t = 2")
        starts = self.starts("numpy", "torch")
        programs = reading + floors + ours + full + starts + rows + tiles + torch
        round_robin(programs, self.repeats)

        mine = ours[0] if ours else None
        ratios = [ratio_line(f"embedscope / {f.name}", mine, f, "<= 1.2") for f in floors]
        ratios += [ratio_line("numpy row blocks / embedscope", p, mine, ">= 4") for p in rows]
        ratios += [ratio_line("numpy symmetric tiles / embedscope", p, mine, "") for p in tiles]
        ratios += [ratio_line("torch.pdist / embedscope", p, mine, ">= 10") for p in torch]
        value = metric(mine, "uniformity@t=2") if mine else None
        checks = [
            agreement(p.name, "t = 2", value, json.loads(p.output)["uniformity"], UNIFORMITY_AGREEMENT)
            for p in rows + tiles + torch
            if p.output and value is not None
        ]
        return self.table(f"Uniformity of {n:,} x {d} float32, exact", programs, ratios, checks)

    def infonce(self) -> list[str]:
        n, d = self.pairs
        first, second = self.file("view-a", self.pairs), self.file("view-b", self.pairs)
        ours = []
        if self.binary is not None:
            command = [self.binary, "pairs", str(first), str(second), "--json", "--quiet"]
            ours = [
                Program("embedscope InfoNCE, three temperatures, both ways", command + ["--only", "contrastive"]),
                Program("embedscope pairs, everything", command, once=True),
            ]
        floors = self.floors("sgemm-all", self.pairs, "cblas_sgemm of all cosines")
        peers = []
        if self.peers:
            for way, name in [
                ("numpy", "numpy float32 row blocks, three temperatures, both ways"),
                ("torch", "torch row blocks with logsumexp, three temperatures, both ways"),
            ]:
                command = [PYTHON, str(HERE / "peers/infonce.py"), way, str(first), str(second)]
                peers.append(Program(name, command, once=True))
        round_robin(floors + ours + peers, self.repeats)

        mine = ours[0] if ours else None
        ratios = [ratio_line(f"embedscope / {f.name}", mine, f, "<= 1.3") for f in floors]
        ratios += [ratio_line(f"{p.name} / embedscope", p, mine, ">= 3") for p in peers]
        checks = [
            agreement(
                p.name, f"tau = {tau}", metric(mine, f"infonce-loss@tau={tau}"),
                json.loads(p.output)[tau], INFONCE_AGREEMENT,
            )
            for p in peers
            for tau in ("0.05", "0.1", "1")
            if p.output and mine and mine.output
        ]
        return self.table(f"InfoNCE of {n:,} pairs x {d} float32", floors + ours + peers, ratios, checks)

    def report(self) -> str:
        if self.binary is not None:
            self.core = core_of(self.binary, self.file("varying", (200, 32)))
        jobs = {"spectrum": self.spectrum, "uniformity": self.uniformity, "infonce": self.infonce}
        tables = [line for name, job in jobs.items() if not self.only or name in self.only for line in job()]
        versions = ", ".join(
            f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "scikit-learn", "torch")
        )
        head = [
            "# Benchmark results", "",
            f"{processor()}, {os.cpu_count()} logical processors, {platform.system()}; "
            f"Python {platform.python_version()}, {versions}.",
            f"embedscope's BLAS kernels: {self.core or 'not measured'}. Whole processes, warm files, "
            f"median of {self.repeats}; the floors time only the BLAS calls.", "",
        ]
        return "\n".join(head + tables).rstrip() + "\n"


def agreement(name: str, what: str, ours: float, theirs: float, allowed: float) -> str:
    state = "agrees with" if abs(ours - theirs) <= allowed else "DIFFERS FROM"
    return f"- {name}, {what}: {theirs:.10g} {state} embedscope's {ours:.10g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", required=True)
    parser.add_argument("--embedscope", required=True)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="small files, to try the script itself")
    parser.add_argument("--pairs", type=int, help="pairs of infonce, 100,000 if not said: time goes with the square")
    parser.add_argument("--floors-only", action="store_true", help="no peers")
    parser.add_argument("--only", help="spectrum, uniformity, infonce: some of them, by commas")
    parser.add_argument("--write", action="store_true", help="also write Benchmarks/results.md")
    arguments = parser.parse_args()
    if arguments.repeats < 1:
        parser.error("--repeats needs at least 1")
    text = Benchmark(arguments).report()
    print(text, end="")
    if arguments.write:
        (HERE / "results.md").write_text(text)


if __name__ == "__main__":
    main()
