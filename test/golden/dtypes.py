"""Numbers of each type by their bytes, as numpy and PyTorch read them: /usr/bin/python3 test/golden/dtypes.py"""
import json
import pathlib

import numpy
import torch

TYPES = {
    "F64": numpy.float64, "F32": numpy.float32, "F16": numpy.float16, "I64": numpy.int64, "U64": numpy.uint64, "I32": numpy.int32,
    "U32": numpy.uint32, "I16": numpy.int16, "U16": numpy.uint16, "I8": numpy.int8, "U8": numpy.uint8, "BOOL": numpy.bool_,
}
random = numpy.random.default_rng(2)
told = []


def tell(dtype, data, values):
    words = [repr(v).replace("inf", "Infinity").replace("nan", "NaN") if v != v or v in (float("inf"), -float("inf")) else v for v in values]
    told.append({"dtype": dtype, "bytes": list(data), "values": words})


for name, dtype in TYPES.items():
    data = random.integers(0, 2 if name == "BOOL" else 256, 64, dtype=numpy.uint8).tobytes()
    tell(name, data, [float(v) for v in numpy.frombuffer(data, dtype)])
halves = torch.from_numpy(random.integers(-2**15, 2**15, 32).astype(numpy.int16))
tell("BF16", halves.numpy().tobytes(), halves.view(torch.bfloat16).double().tolist())
pathlib.Path(__file__).with_name("dtypes.json").write_text(json.dumps(told) + "\n")
