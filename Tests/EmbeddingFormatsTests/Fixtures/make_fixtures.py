"""Writes the arrays of this directory with numpy itself (made with numpy 2.4.6, Python 3.11).

Every array holds the 5 x 3 matrix with element (i, j) = (3 i + j) / 4 - 1, which all float types
hold exactly, except where the name says otherwise.
"""
import numpy as np
from numpy.lib import format as npy

x = np.arange(15).reshape(5, 3) / 4 - 1


def write(name, array, version):
    with open(name, "wb") as file:
        npy.write_array(file, array, version=version)


write("v1-f4.npy", x.astype("<f4"), (1, 0))
write("v2-f8.npy", x.astype("<f8"), (2, 0))
write("v3-f2.npy", x.astype("<f2"), (3, 0))
write("big-endian-f4.npy", x.astype(">f4"), (1, 0))
write("big-endian-f8-fortran.npy", np.asfortranarray(x.astype(">f8")), (1, 0))
write("fortran-f4.npy", np.asfortranarray(x.astype("<f4")), (1, 0))
write("integers-i1.npy", (4 * x).astype("i1"), (1, 0))
write("void-bf16.npy", (x.astype("<f4").view("<u4") >> 16).astype("<u2").view("V2"), (1, 0))
np.savez("stored.npz", x=x.astype("<f4"), labels=np.arange(5))
np.savez_compressed("deflated.npz", x=x.astype("<f4"))
np.savez("two-sets.npz", a=x.astype("<f4"), b=2 * x)
np.savez_compressed(
    "sparse.npz", indices=np.array([0]), indptr=np.array([0, 1]), format=np.array(b"csr"),
    shape=np.array([1, 2]), data=np.array([1.0]))
np.save("object.npy", np.array([[1, "a"]], dtype=object), allow_pickle=True)
np.save("ids-unicode.npy", np.array(["a", "bé", "c", "d", "e"]))
np.save("ids-integers.npy", np.arange(-2, 3))

# sparse matrices as scipy 1.17.1 writes them: 3 x 5, row 1 empty
import scipy.sparse as sp

dense = np.array([[0, 1.5, 0, -2, 0], [0, 0, 0, 0, 0], [4, 0, 0, 0, 0.25]])
sp.save_npz("sparse-csr-deflated.npz", sp.csr_matrix(dense.astype("<f4")))
sp.save_npz("sparse-csc-stored.npz", sp.csc_matrix(dense), compressed=False)
wide = sp.csr_array(dense)
wide.indices, wide.indptr = wide.indices.astype(np.int64), wide.indptr.astype(np.int64)
sp.save_npz("sparse-csr-array-int64.npz", wide)
sp.save_npz("sparse-coo.npz", sp.coo_matrix(dense))
