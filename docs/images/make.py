"""Makes the pictures of this folder from the invented study.

    python docs/images/make.py target/release/themata

Run it in the root of the repository after a change of what the program prints. It needs Chromium (or Chrome) and Pillow.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
COLOURS = {"1": "font-weight:700", "2": "color:#6b6e75", "31": "color:#b3261e", "32": "color:#1a7f4b", "33": "color:#96690a", "36": "color:#0b6e99"}
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 22px; background: #e9e6df; }
.window { background: #fcfcfa; border-radius: 10px; box-shadow: 0 3px 14px #0003; overflow: hidden; }
.bar { background: #dedbd3; height: 30px; display: flex; align-items: center; padding-left: 14px; gap: 8px; }
.bar i { width: 12px; height: 12px; border-radius: 50%; background: #b5b1a7; }
.bar b { flex: 1; margin-right: 60px; text-align: center; font: 13px "DejaVu Sans", sans-serif; color: #55524c; }
pre { margin: 0; padding: 16px 20px 20px; color: #1c1b19; font: 14px/1.42 "DejaVu Sans Mono", monospace; }
</style><div class="window"><div class="bar"><i></i><i></i><i></i><b>ten invented interviews</b></div><pre>WORDS</pre></div>"""
OPEN_CELL = """<script>addEventListener("load", () => {
  const said = cell => cell.getAttribute("aria-label") || "";
  const names = ["Listening to the patient", "Meeting difficult relatives"];
  [...document.querySelectorAll("button")].find(cell => names.every(name => said(cell).includes(name))).click();
});</script>"""


# The candidate code of the picture, and how many of its segments are shown.
CANDIDATE, N_SEGMENTS = "10", 3


def prompt(command):
    """Returns a command as it is typed."""
    return f"\x1b[1m$ themata {command}\x1b[0m"


def to_html(text):
    """Returns the text with its terminal colours as HTML."""
    parts = re.split(r"\x1b\[([0-9;]*)m", text)
    out = [html.escape(parts[0])]
    styles = []
    for codes, words in zip(parts[1::2], parts[2::2]):
        styles = [] if codes in ("", "0") else styles + [COLOURS.get(code, "") for code in codes.split(";")]
        out.append(f'<span style="{";".join(styles)}">{html.escape(words)}</span>')
    return "".join(out)


def picture(page, name, width, height, scale):
    """Writes a picture of a page in few colours, so that it stays small."""
    browser = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chromium-browser"])))
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}", f"--force-device-scale-factor={scale}", "--virtual-time-budget=4000"]
        subprocess.run([browser, *options, f"--screenshot={shot}", source.as_uri()], check=True, capture_output=True)
        Image.open(shot).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(HERE / name, optimize=True)


def main():
    program, data = os.path.abspath(sys.argv[1]), os.path.abspath("data")
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(data, Path(folder, "data"))

        def themata(*arguments):
            environment = {**os.environ, "CLICOLOR_FORCE": "1", "COLUMNS": "100"}
            done = subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment)
            return done.stdout

        # All candidates, then one of them with the segments that are nearest to its centre.
        found = themata("suggest", "data/balint").splitlines()
        one = themata("show", CANDIDATE).split("Near misses")[0].splitlines()
        ends = [i for i, line in enumerate(one) if "— " in line]
        shown = [prompt("suggest data/balint"), "", *found, "", prompt(f"show {CANDIDATE}"), "", *one[: ends[N_SEGMENTS - 1] + 1], f"     \x1b[2m… {len(ends) - N_SEGMENTS} more segments …\x1b[0m"]
        picture(TERMINAL.replace("WORDS", to_html("\n".join(shown))), "suggest.png", 940, 98 + round(19.9 * len(shown)) + 30, 2)

        codings = [f"data/balint/codings/{name}.csv" for name in ("coder-1", "coder-2")]
        themata("import", *codings, "--codebook", "data/balint/codings/codebook.csv")
        themata("coder", "open", "--coder", "Mina Tavell")
        themata("compare", "--html", "comparison.html")
        page = Path(folder, "comparison.html").read_text(encoding="utf-8")
        picture(page + OPEN_CELL, "comparison.png", 1280, 1010, 1.5)


main()
