"""Ten nearest neighbours of every row by a peer: neighbors.py faiss|sklearn FILE; prints seconds of the search."""

import sys
import time

import numpy as np

rows = np.load(sys.argv[2])
if sys.argv[1] == "faiss":
    import faiss

    start = time.perf_counter()
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    index.search(rows, 11)  # the row itself comes first
else:
    from sklearn.neighbors import NearestNeighbors

    start = time.perf_counter()
    NearestNeighbors(n_neighbors=11, algorithm="brute", n_jobs=-1).fit(rows).kneighbors(rows)
print(time.perf_counter() - start)
