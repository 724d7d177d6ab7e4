"""Writes N segments, one per line, of participants' words in the PDPilot interviews, for benches/embedding.py.

    python benches/segments.py CORPUS_FOLDER 1000 segments.txt

The interviews are those of github.com/DanielKerrigan/PDPilotUserStudy; CORPUS_FOLDER holds `turns.tsv` with the columns participant, turn, speaker,
text. Sentences of one turn are joined until a segment reaches a number of words that varies around a mean of 25; the same folder gives the same file.
"""

import csv
import random
import re
import sys

# Intended lengths in words; a segment ends with the sentence that reaches its length.
AIMS = [3, 6, 10, 14, 18, 24, 30, 36]


def segments(rows, rng):
    found = []
    for row in rows:
        if row["speaker"] != "Participant":
            continue
        words, aim = [], rng.choice(AIMS)
        for sentence in re.split(r"(?<=[.?!…])\s+", " ".join(row["text"].split())):
            words += sentence.split()
            if len(words) >= aim:
                found.append(" ".join(words))
                words, aim = [], rng.choice(AIMS)
        if len(words) >= 6:
            found.append(" ".join(words))
    return found


def main(folder, n, path):
    with open(f"{folder}/turns.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rng = random.Random(1000)
    # A further pass cuts the same turns at other places; no segment occurs twice, so embedding equal texts once saves nothing.
    chosen = {}
    while len(chosen) < int(n):
        chosen.update(dict.fromkeys(segments(rows, rng)))
    chosen = list(chosen)[: int(n)]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(chosen) + "\n")
    lengths = [len(text.split()) for text in chosen]
    print(f"{len(chosen)} segments, {sum(lengths) / len(lengths):.1f} words on average, no two the same")


if __name__ == "__main__":
    main(*sys.argv[1:])
