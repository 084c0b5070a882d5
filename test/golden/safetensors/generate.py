"""Writes safetensors files that our reader did not write: by the format's own library, and by nothing but struct and
json, straight from the format's description (https://github.com/huggingface/safetensors#format).

    pip install safetensors==0.8.0 numpy && cd test/golden/safetensors && python3 generate.py
"""
import json
import struct

import numpy
import safetensors.numpy


def write(name, header, data, pad=True):
    text = json.dumps(header, separators=(",", ":")).encode()
    if pad:
        text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


f64 = struct.pack("<3d", 1 / 3, -2.5e300, 5e-324)
f32 = struct.pack("<6f", 1.5, -0.25, 3e38, 1e-45, float("inf"), -0.0)
f16 = struct.pack("<6e", 1.0, -2.5, 65504.0, 6e-08, float("inf"), 0.333251953125)
bf16 = b"".join(struct.pack("<f", x)[2:] for x in (1.0, -2.5, 3.3895313892515355e38, 0.333984375))
data = f64 + f32 + f16 + bf16
edges = [0, len(f64), len(f64 + f32), len(f64 + f32 + f16), len(data)]
entry = lambda dtype, shape, i: {"dtype": dtype, "shape": shape, "data_offsets": edges[i : i + 2]}
write(
    "types.safetensors",
    {
        "bfloat": entry("BF16", [4], 3),  # the header's order need not be that of the data
        "__metadata__": {"format": "pt", "wörter": "日本 \"quoted\" \n"},
        "double": entry("F64", [3], 0),
        "single": entry("F32", [2, 3], 1),
        "half": entry("F16", [3, 2], 2),
        "nothing": {"dtype": "F32", "shape": [0, 7], "data_offsets": [len(data), len(data)]},
    },
    data,
)
# No padding and a header of odd length: the numbers are unaligned in the file. A scalar. No metadata.
write("unaligned.safetensors", {"s": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]}}, struct.pack("<f", 42.0), pad=False)

safetensors.numpy.save_file(
    {
        "single": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 7,
        "half": numpy.array([0.5, -3.0, 1e-7], dtype=numpy.float16),
        "double": numpy.array([[numpy.pi], [-1e-310]]),
        "scalar": numpy.array(7, dtype=numpy.float32),
    },
    "library.safetensors",
    metadata={"made by": "safetensors 0.8.0 ☃"},
)
