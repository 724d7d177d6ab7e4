"""Writes models/all-MiniLM-L6-v2/known.f32: vectors of the known sentences of `themata model check`, by sentence-transformers.

    pip install sentence-transformers==5.1.2
    python tests/oracle/known.py

Reads the sentences from src/embed/registry/sentences.rs in their order; writes 384 little-endian float32 values per sentence.
"""

import pathlib
import re

import numpy as np
import sentence_transformers

ROOT = pathlib.Path(__file__).parents[2]


def main():
    source = (ROOT / "src/embed/shelf/sentences.rs").read_text()
    blocks = re.findall(r"sentences: \[(.*?)\]", source, re.S)
    sentences = [s for block in blocks for s in re.findall(r'"([^"]+)"', block)]
    assert len(sentences) == 48, len(sentences)
    model = sentence_transformers.SentenceTransformer(str(ROOT / "models/all-MiniLM-L6-v2"), device="cpu")
    model.float()
    vectors = model.encode(sentences, normalize_embeddings=True, batch_size=1)
    np.asarray(vectors, dtype="<f4").tofile(ROOT / "models/all-MiniLM-L6-v2/known.f32")


if __name__ == "__main__":
    main()
