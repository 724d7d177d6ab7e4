#!/usr/bin/env bash
# Makes pages of comparisons from the demo study, opens each in headless Chromium and uses it as .ci/page.js says:
#
#     .ci/page.sh PROGRAM
#
# Fails where the page reports an error, or does not show what it should. Chromium is installed where it is missing, if apt-get can.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
data=$here/../data/balint

if ! command -v chromium >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium >/dev/null
fi

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
{
    "$program" suggest -q "$data" --project study.themata
    "$program" import -q "$data/codings/coder-1.csv" "$data/codings/coder-2.csv" --codebook "$data/codings/codebook.csv"
    "$program" coder open -q --coder "Mina Tavell"
    "$program" compare -q --html two-coders.html
    "$program" compare -q --coders "Mina Tavell" --with-candidates --html candidate-codes.html
    "$program" compare -q --coders "Mina Tavell" --with-candidates --candidate-level theme --level theme --html candidate-themes.html
    "$program" compare -q --with-candidates --html three-sides.html
    "$program" compare -q --unit character --level theme --html characters.html
    "$program" approach -q reflexive --coder "Mina Tavell"
    "$program" compare -q --html reflexive.html
} >/dev/null

for page in two-coders candidate-codes candidate-themes three-sides characters reflexive; do
    # The script that uses the page comes before and after what the page holds; its verdict is written into the document.
    python3 - "$page.html" "$here/page.js" <<'PYTHON'
import pathlib, sys
page, script = (pathlib.Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
watch, use = script.split("// === After the page ===\n")
head, body = "</head>", "</body>"
assert page.count(head) == 1 and page.count(body) == 1
page = page.replace(head, f"<script>{watch}</script>{head}").replace(body, f'<script type="module">{use}</script>{body}')
pathlib.Path("used-" + sys.argv[1]).write_text(page, encoding="utf-8")
PYTHON
    # Chromium runs as root only without its sandbox; the page is ours and opens no connection. The script clicks faster than a person, and
    # each click changes the page's address: Chromium would slow that down, and say so on the console.
    timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-ipc-flooding-protection \
        --user-data-dir="$place/profile" \
        --enable-logging=stderr --virtual-time-budget=60000 --dump-dom "file://$place/used-$page.html" >"$page.dom" 2>"$page.log" ||
        { echo "$page: Chromium failed"; tail -n 20 "$page.log"; exit 1; }
    if grep -F ':CONSOLE' "$page.log"; then
        echo "$page: the console shows the lines above"
        exit 1
    fi
    verdict=$(sed -n '/<pre id="checked">/,$ { s/.*<pre id="checked">//; s/<[^>]*>//g; p }' "$page.dom")
    echo "$page: ${verdict:-the check did not end}"
    [[ $verdict == passed* ]]
done
