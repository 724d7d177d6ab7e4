"""Writes the labelled tables that benches/clustering.py uses: TSV with `text`, `label` and, where they are known, the
speaker as `group` and the question as `context`.

    python benches/tables.py FOLDER_OF_CORPORA TABLES

FOLDER_OF_CORPORA holds the contents of these repositories: pdpilot-interviews (github.com/DanielKerrigan/PDPilotUserStudy, the coded segments as a
table), nhs-fft (github.com/The-Strategy-Unit/pxtextmining), mts-dialog (github.com/abachaa/MTS-Dialog), banking77
(github.com/PolyAI-LDN/task-specific-datasets) and clinc150 (github.com/clinc/oos-eval). The first six tables were looked at while the method of `auto`
was chosen. `mts-section-texts` and `clinc150-domains` were not looked at for that, but were while the candidate themes were chosen. The tables whose names
begin with `held-out` have been used for neither.
"""

import csv
import json
import pathlib
import sys

csv.field_size_limit(10**9)
PROMPT = 6  # words, from which on an interviewer's turn without a question mark is a prompt
TOO_SHORT = 4  # characters, below which an answer of the NHS survey says nothing
NOT_CODED = {"Labelling not possible", "Not assigned"}


def table(path, **dialect):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, **dialect)


def tsv(path):
    return table(path, delimiter="\t", quoting=csv.QUOTE_NONE)


def pdpilot(corpora, label):
    """Coded passages, each with the last turn of the interviewer that began before it or with it, unless that only shows that he listens."""
    asked = {}
    for row in tsv(corpora / "pdpilot-interviews/turns.tsv"):
        words = row["text"].split()
        if row["speaker"] != "Participant" and ("?" in row["text"] or len(words) >= PROMPT):
            asked.setdefault(row["participant"], []).append((int(row["turn"]), row["text"]))
    for row in tsv(corpora / "pdpilot-interviews/coded_segments.tsv"):
        before = [text for turn, text in asked.get(row["participant"], []) if turn <= int(row["first_turn"])]
        yield row["text"], row[label], row["participant"], before[-1] if before else None


def nhs(corpora):
    for row in tsv(corpora / "nhs-fft/phase2_segments.tsv"):
        code = row["codes"]
        if code and "|" not in code and code not in NOT_CODED and len(row["text"].strip()) >= TOO_SHORT:
            yield row["text"], code, None


def nhs_first_phase(corpora, label):
    for row in table(corpora / "nhs-fft/text_data.csv"):
        if len(row["feedback"].strip()) >= TOO_SHORT:
            yield row["feedback"], row[label], None


def mts(corpora, column):
    for row in table(corpora / "mts-dialog/MTS-Dialog-TrainingSet.csv"):
        yield row[column], row["section_header"], None


def banking(corpora, part):
    for row in table(corpora / f"banking77/{part}.csv"):
        yield row["text"], row["category"], None


def clinc(corpora, part, domains):
    folder = corpora / "clinc150"
    domain_of = {intent: domain for domain, intents in json.load(open(folder / "domains.json", encoding="utf-8")).items() for intent in intents}
    for text, intent in json.load(open(folder / "data_full.json", encoding="utf-8"))[part]:
        yield text, domain_of[intent] if domains else intent, None


TABLES = {
    "pdpilot-themes": lambda c: pdpilot(c, "theme"),
    "pdpilot-codes": lambda c: pdpilot(c, "code_path"),
    "nhs-fft": nhs,
    "mts-dialogues": lambda c: mts(c, "dialogue"),
    "banking77": lambda c: banking(c, "test"),
    "clinc150": lambda c: clinc(c, "test", False),
    "mts-section-texts": lambda c: mts(c, "section_text"),
    "clinc150-domains": lambda c: clinc(c, "val", True),
    "held-out-nhs-categories": lambda c: nhs_first_phase(c, "label"),
    "held-out-nhs-subcategories": lambda c: nhs_first_phase(c, "subcategory"),
    "held-out-banking77-train": lambda c: banking(c, "train"),
}


def main(corpora, tables):
    tables = pathlib.Path(tables)
    tables.mkdir(parents=True, exist_ok=True)
    for name, rows in TABLES.items():
        with open(tables / f"{name}.tsv", "w", encoding="utf-8", newline="") as file:
            file.write("text\tlabel\tgroup\tcontext\n")
            for cells in rows(pathlib.Path(corpora)):
                cells = (*cells, None)[:4]
                file.write("\t".join(" ".join((cell or "").split()) for cell in cells) + "\n")


main(*sys.argv[1:])
