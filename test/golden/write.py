"""The one file format of the golden numbers."""
import json
import struct

import torch


def write(path, tensors, metadata=None):
    """A safetensors file: header length, JSON header, numbers."""
    types = {torch.float32: ("F32", "f"), torch.float64: ("F64", "d")}
    header, data = {"__metadata__": metadata or {}}, b""
    for name, tensor in tensors.items():
        tensor = tensor.detach() if tensor.is_floating_point() else tensor.double()
        dtype, code = types[tensor.dtype]
        numbers = tensor.reshape(-1).tolist()
        start = len(data)
        data += struct.pack(f"<{len(numbers)}{code}", *numbers)
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [start, len(data)]}
    blob = json.dumps(header).encode()
    blob += b" " * (-len(blob) % 8)
    path.write_bytes(struct.pack("<Q", len(blob)) + blob + data)
