"""Measures how long programs take to read and cut transcripts, side by side.

    python benches/reading.py PROGRAM [PROGRAM ...]

Writes 1,000 invented transcripts of 5,000 words, once with labels and once without, runs `suggest` of each program on them with one thread, and
prints the processor time up to the line that says what was read. The program is stopped there: nothing is embedded. Runs on Linux.
"""

import os
import random
import subprocess
import sys
import tempfile

WORDS = (
    "garden water evening because people never committee winter seed we I the a and of to was not old time sister library bench "
    "neighbour always thought really something money work"
).split()
N_TRANSCRIPTS = 1000
N_WORDS = 5000


def sentence(rng, n_words):
    return " ".join(rng.choice(WORDS) for _ in range(n_words)).capitalize()


def transcript(rng, labelled):
    paragraphs, n_words = [], 0
    while n_words < N_WORDS:
        if labelled:
            length = rng.randint(6, 14)
            paragraphs.append(f"Interviewer: {sentence(rng, length)}?")
            n_words += length
        sentences = []
        for _ in range(rng.randint(2, 8)):
            length = rng.randint(8, 22)
            sentences.append(sentence(rng, length) + ".")
            n_words += length
        paragraphs.append(("P1: " if labelled else "") + " ".join(sentences))
    return "\n\n".join(paragraphs)


def seconds_to_read(program, folder, project):
    command = [program, "suggest", folder, "--project", project, "--no-color", "--threads", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if line.startswith("Read "):
            with open(f"/proc/{process.pid}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            process.kill()
            process.wait()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    raise SystemExit(f"{program} did not say what it read")


def main():
    rng = random.Random(5)
    with tempfile.TemporaryDirectory() as place:
        for labelled in (True, False):
            folder = os.path.join(place, "labelled" if labelled else "prose")
            os.mkdir(folder)
            for i in range(N_TRANSCRIPTS):
                with open(os.path.join(folder, f"i{i:04}.txt"), "w") as file:
                    file.write(transcript(rng, labelled))
            for n, program in enumerate(sys.argv[1:]):
                project = os.path.join(place, f"{n}-{labelled}.themata")
                print(f"{os.path.basename(folder)}, {program}: {seconds_to_read(program, folder, project):.1f} s", flush=True)


if __name__ == "__main__":
    main()
