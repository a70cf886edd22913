"""Times maxsim-cpu and embedscope's late interaction on the same arrays and prints the ratios.

Usage: maxsim.py FOLDER PROGRAM [--quick]. Both use all processors; rounds alternate, medians count.
"""
import subprocess
import sys
import time

import maxsim_cpu
import numpy as np

folder, program = sys.argv[1:3]
quick = "--quick" in sys.argv
queries, query_tokens, documents, tokens, width = (10, 32, 200, 150, 128) if quick else (100, 32, 2000, 150, 128)
rounds = 3
jobs = len(__import__("os").sched_getaffinity(0))

generator = np.random.default_rng(7)


def unit(*shape):
    rows = generator.standard_normal(shape, dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


q, d = unit(queries, query_tokens, width), unit(documents, tokens, width)
paths = []
for name, array in (("docs", d), ("queries", q)):
    np.save(f"{folder}/{name}.npy", array.reshape(-1, width))
    np.save(f"{folder}/{name}_offsets.npy", np.arange(array.shape[0] + 1) * array.shape[1])
    paths += [f"{folder}/{name}.npy", f"{folder}/{name}_offsets.npy"]

theirs, ours, products = [], [], []
for _ in range(rounds):
    start = time.perf_counter()
    scores = np.stack([maxsim_cpu.maxsim_scores(query, d) for query in q])
    theirs.append(time.perf_counter() - start)
    out = subprocess.run([program, *paths, str(jobs), "1"], check=True, capture_output=True, text=True)
    seconds, product, total = map(float, out.stdout.split())
    ours.append(seconds)
    products.append(product)

flops = 2 * queries * query_tokens * documents * tokens * width
a, b, c = (float(np.median(x)) for x in (theirs, ours, products))
print(f"{queries} queries x {query_tokens} tokens, {documents} documents x {tokens} tokens x {width}, float32, {jobs} processors")
print(f"maxsim-cpu {a:.2f} s ({min(theirs):.2f} to {max(theirs):.2f}), {flops / a / 1e9:.0f} Gflop/s")
print(f"embedscope {b:.2f} s ({min(ours):.2f} to {max(ours):.2f}), {flops / b / 1e9:.0f} Gflop/s")
print(f"bare sgemm {c:.2f} s")
print(f"ratio maxsim-cpu / embedscope {a / b:.2f} (bar 3); embedscope / sgemm {b / c:.2f}")
difference = abs(total - float(scores.astype(np.float64).sum())) / scores.size
print(f"mean score differs by {difference:.1e}")
