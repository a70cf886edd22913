"""Runs one program to its end and tells wall-clock seconds, peak resident memory and exit status.

As a program:  timing.py --out FILE --err FILE COMMAND...   prints `0.123 s, 45 MiB` and exits like COMMAND.
Imports nothing large: the peak that the kernel reports for a child starts at its parent's own size.
"""

import argparse
import dataclasses
import os
import subprocess
import sys
import tempfile
import time


@dataclasses.dataclass
class Outcome:
    """One finished run."""

    seconds: float
    peak_mib: float
    status: int
    output: str
    errors: str


def run(command: list[str], environment: dict[str, str] | None = None) -> Outcome:
    """Runs a command; `environment` is added to ours."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=output, stderr=errors, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Outcome(
            seconds, usage.ru_maxrss / 1024, child.returncode, output.read(), errors.read()
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--err", required=True)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    outcome = run(arguments.command)
    for path, text in ((arguments.out, outcome.output), (arguments.err, outcome.errors)):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    print(f"time        {outcome.seconds:.3f} s\npeak        {outcome.peak_mib:.0f} MiB resident")
    # A child ended by a signal has a negative status; the shell's own way of saying so is 128 + n.
    sys.exit(outcome.status if outcome.status >= 0 else 128 - outcome.status)


if __name__ == "__main__":
    main()
