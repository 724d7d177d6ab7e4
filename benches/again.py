"""Measures whether `suggest --again` groups what is left better or worse than the run did, beside a human coding.

    python benches/again.py target/release/themata PDPILOT

PDPILOT holds the transcripts and coded_segments.tsv of github.com/DanielKerrigan/PDPilotUserStudy. Six times, other candidate codes are accepted, and
`suggest --again` follows. On the segments that it may regroup and to which the coding gives one code, it prints the adjusted mutual information of that code with
the candidates before and after. Needs scikit-learn.
"""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from sklearn.metrics import adjusted_mutual_info_score

# What is accepted, rejected, and merged (the first into the second).
SETS = [
    ([4, 5], [], []),
    ([2, 3, 4], [], []),
    ([4, 5, 9, 12, 16], [], []),
    ([5, 9, 12, 16, 18, 24, 27, 32], [], []),
    ([4, 5, 6, 9, 10, 12, 16, 18, 24, 26], [], []),
    ([4, 5, 9, 16, 24, 27, 32], [1, 17, 19], [(12, 5)]),
]


def themata(program, *args):
    done = subprocess.run([program, *map(str, args)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{args}: {done.stderr}")
    return done.stdout


def places(program, project):
    """Returns the candidate of each segment."""
    listed = json.loads(themata(program, "candidate", "list", "-p", project, "--json"))
    codes = [code for theme in listed["themes"] for code in (theme["codes"] or [theme])] + listed["codes"]
    return {segment: code["id"] for code in codes for segment in code["segments"]}


def letters(text):
    return re.sub(r"[^a-z0-9]", "", text.lower())


def human_codes(segments, coded):
    """Returns the code of each segment that has exactly one: where its words, or half of them, are in a coded passage."""
    found = {}
    for number, segment in enumerate(segments, 1):
        words, participant = letters(segment["text"]), segment["document"].split(".")[0]
        half = len(words) // 2
        codes = set()
        for passage in coded:
            if passage["participant"] != participant:
                continue
            text = letters(passage["text"])
            inside = words in text or (text in words and 2 * len(text) >= len(words))
            if inside or (half > 15 and (words[:half] in text or words[half:] in text)):
                codes.add(passage["code_path"])
        if len(codes) == 1:
            found[number] = codes.pop()
    return found


def main(program, corpus, folder):
    base, project, table = folder / "base.themata", folder / "s.themata", folder / "segments.csv"
    themata(program, "suggest", corpus / "transcripts", "-p", base, "-q")
    themata(program, "coder", "add", "-p", base, "Ann", "-q")
    themata(program, "export", "-p", base, "--format", "csv", "--output", table)
    with open(table, encoding="utf-8-sig", newline="") as file:
        segments = list(csv.DictReader(file))
    with open(corpus / "coded_segments.tsv", encoding="utf-8", newline="") as file:
        code_of = human_codes(segments, list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))
    there = set(places(program, base).values())
    print(f"{len(segments)} segments, {len(code_of)} with one code, {len(there)} candidate codes")
    for accepted, rejected, merged in SETS:
        shutil.copy(base, project)
        for gone, into in merged:
            if {gone, into} <= there:
                themata(program, "candidate", "merge", "-p", project, gone, "--into", into, "-q")
        for verdict, candidates in [("reject", rejected), ("accept", accepted)]:
            for candidate in there & set(candidates):
                themata(program, "candidate", verdict, "-p", project, candidate, "-q")
        before = places(program, project)
        again = json.loads(themata(program, "suggest", "--again", "-p", project, "--json"))
        after = places(program, project)
        new = {segment for candidate in again["candidates"] for segment in candidate["segments"]}
        regrouped = [s for s in after if s in code_of and (s in new or after[s] in again["unchanged"])]
        agreement = [
            adjusted_mutual_info_score([code_of[s] for s in regrouped], [str(of.get(s)) for s in regrouped])
            for of in (before, after)
        ]
        print(f"accepted {accepted}, rejected {rejected}: {len(regrouped)} segments, AMI {agreement[0]:.3f} before, {agreement[1]:.3f} after; "
              f"{len(again['candidates'])} new, {len(again['unchanged'])} unchanged; {again['learned']}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(place))
