DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


def read_safetensors(file):
    """The tensors of a file by name, and its metadata: https://github.com/huggingface/safetensors#format"""
    data = Path(file).read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:begin])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        numbers = numpy.frombuffer(data[begin + start : begin + end], DTYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return tensors, metadata


def write_safetensors(file, tensors, metadata):
    """Writes them as float32, whole or not at all."""
    header, parts, end = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        part = tensor.detach().cpu().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [end, end + len(part)]}
        parts.append(part)
        end += len(part)
    text = json.dumps(header).encode("utf-8")
    text += b" " * (-len(text) % 8)
    partial = Path(f"{file}.partial")
    partial.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))
    os.replace(partial, file)


def load(folder=FOLDER):
    """The model with the weights that the folder has, ready to answer."""
    model = Model()
    tensors, _ = read_safetensors(Path(folder) / "model.safetensors")
    model.load_state_dict(tensors, strict=True)
    return model.eval()


def save(model, folder=FOLDER):
    """Writes the weights; what else the file says of the model stays as it is in the folder of this program."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    _, metadata = read_safetensors(FOLDER / "model.safetensors")
    write_safetensors(Path(folder) / "model.safetensors", model.state_dict(), metadata)
