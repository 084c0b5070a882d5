"""Singular values and eigenvalues by numpy (LAPACK), of matrices as weights are: /usr/bin/python3 test/golden/spectra.py"""
import json
import pathlib

import numpy

random = numpy.random.default_rng(4)
orthogonal = numpy.linalg.qr(random.normal(size=(24, 24)))[0]
matrices = {
    "a recurrent matrix": random.uniform(-1, 1, (32, 32)) / 32**0.5,
    "an orthogonal one": orthogonal,
    "one of rank 3": random.normal(size=(20, 3)) @ random.normal(size=(3, 20)),
    "a symmetric one": (lambda a: a + a.T)(random.normal(size=(16, 16))),
    "a wide one": random.normal(size=(8, 40)),
    "a tall one": random.normal(size=(40, 8)),
    "one graded over 12 orders": numpy.diag(10.0 ** -numpy.arange(12)) @ random.normal(size=(12, 12)),
}
told = []
for name, matrix in matrices.items():
    square = matrix.shape[0] == matrix.shape[1]
    values = numpy.linalg.eigvals(matrix) if square else []
    told.append({
        "name": name,
        "rows": matrix.shape[0],
        "columns": matrix.shape[1],
        "data": matrix.reshape(-1).tolist(),
        "singular": numpy.linalg.svd(matrix, compute_uv=False).tolist(),
        **({"eigenvalues": [[float(v.real), float(v.imag)] for v in values]} if square else {}),
    })
pathlib.Path(__file__).with_name("spectra.json").write_text(json.dumps(told) + "\n")
