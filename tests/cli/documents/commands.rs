//! The commands of the documents.
//!
//! In a fenced block marked `sh`, each line that begins with `themata ` is run: page by page, from the first to the last, in a folder
//! that holds a copy of `data/` and nothing else. Other lines (`cargo`, `cp` …) are not run. In a block marked `sh no-run`, nothing is run. In both,
//! every command line of the program must be one that it accepts. Blocks with another mark, or none, are not looked at.

use std::collections::BTreeMap;

use super::{Page, markdown, pages_in};

/// Whether the commands can be run here.
const HAS_SHELL: bool = cfg!(unix);

/// A command line of a page.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    /// Its number in the page, from 1.
    number: usize,
    text: String,
    is_run: bool,
}

/// Returns the lines of the blocks that are marked `sh` or `sh no-run`. A line that ends with a backslash goes on with the next.
fn lines(page: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    for block in markdown::blocks(page) {
        let is_run = match block.info.as_str() {
            "sh" => true,
            "sh no-run" => false,
            _ => continue,
        };
        let mut goes_on = false;
        for (number, text) in block.lines {
            let (text, ends_open) = text.strip_suffix('\\').map_or((&*text, false), |text| (text, true));
            match found.last_mut().filter(|_| goes_on) {
                Some(line) => line.text.push_str(text),
                None => found.push(Line { number, text: text.to_owned(), is_run }),
            }
            goes_on = ends_open;
        }
    }
    found
}

/// Returns the commands of the program in a line, each in words from `themata` on; `None` where a quotation mark is not closed.
fn commands(line: &str) -> Option<Vec<Vec<String>>> {
    let mut commands = Vec::new();
    for command in split(line) {
        // What a variable holds is not known here; 1 can be a number and a name.
        let value = |word: String| if word.starts_with('$') { "1".to_owned() } else { word };
        let words: Vec<String> = shlex::split(command)?.into_iter().map(value).collect();
        if words.first().is_some_and(|word| word == "themata") {
            commands.push(words);
        }
    }
    Some(commands)
}

/// Returns the parts of a line between pipes and other operators, each up to its redirection, without a comment.
fn split(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut end, mut quote, mut before) = (0, None, None, ' ');
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if before == '\\' && quote != Some('\'') => {}
            (Some(open), _) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '<' | '>') => end = end.or(Some(at)),
            (None, '#') if before.is_whitespace() => {
                end = end.or(Some(at));
                break;
            }
            (None, '|' | '&' | ';') => {
                parts.push(&line[start..end.take().unwrap_or(at)]);
                start = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    parts.push(&line[start..end.unwrap_or(line.len())]);
    parts
}

/// Returns what the program does not accept of the command lines of a page.
fn not_accepted(page: &Page) -> Vec<String> {
    let mut problems = Vec::new();
    for line in lines(&page.text) {
        let place = format!("{}:{}: {}", page.name, line.number, line.text);
        let Some(commands) = commands(&line.text) else {
            if line.text.starts_with("themata ") {
                problems.push(format!("{place}\na quotation mark is not closed"));
            }
            continue;
        };
        for words in commands {
            let error = themata::cli::command().try_get_matches_from(words).err();
            if let Some(error) = error.filter(clap::Error::use_stderr) {
                problems.push(format!("{place}\n{error}"));
            }
        }
    }
    problems
}

/// Runs the documents' commands.
#[derive(Default)]
struct Runner {
    /// Folders as the first commands of pages left them. Pages that begin with the same command run it once, since it is the slow one.
    begun: BTreeMap<String, tempfile::TempDir>,
}

impl Runner {
    /// Runs the commands of a page in order.
    ///
    /// # Errors
    /// The first that fails: page, line, command and what it printed.
    fn run(&mut self, page: &Page) -> Result<usize, String> {
        let all = lines(&page.text);
        let run: Vec<&Line> =
            all.iter().filter(|line| line.is_run && line.text.starts_with("themata ")).collect();
        let Some(first) = run.first() else { return Ok(0) };
        if !self.begun.contains_key(&first.text) {
            let folder = tempfile::tempdir().unwrap();
            super::copy_folder(&super::root().join("data"), &folder.path().join("data"));
            run_line(page, first, folder.path())?;
            self.begun.insert(first.text.clone(), folder);
        }
        let folder = tempfile::tempdir().unwrap();
        super::copy_folder(self.begun[&first.text].path(), folder.path());
        for line in &run[1..] {
            run_line(page, line, folder.path())?;
        }
        Ok(run.len())
    }
}

/// Runs a line in a folder, by the shell, so that quotes, pipes and redirections mean what they mean to a reader.
fn run_line(page: &Page, line: &Line, folder: &std::path::Path) -> Result<(), String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_themata"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [program.parent().unwrap().to_owned()].into_iter().chain(std::env::split_paths(&path));
    // Shells that know `pipefail` see a failure before a pipe too.
    let script = format!("(set -o pipefail) 2> /dev/null && set -o pipefail\n{}", line.text);
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).unwrap())
        .env("HOME", folder)
        .env_remove("XDG_DATA_HOME")
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{}:{}: {}\n{}, and printed:\n{}{}",
        page.name,
        line.number,
        line.text,
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn documents() -> Vec<Page> {
    pages_in(&["", "docs"])
}

#[test]
fn commands_of_the_documents_are_accepted() {
    // The documents are those of the whole program.
    if !cfg!(feature = "download") {
        return;
    }
    let problems: Vec<String> = documents().iter().flat_map(not_accepted).collect();
    assert!(problems.is_empty(), "commands that the program does not accept:\n{}", problems.join("\n"));
}

#[test]
fn commands_of_the_documents_run() {
    if !HAS_SHELL || !cfg!(feature = "bundled-model") {
        return;
    }
    let mut runner = Runner::default();
    let problems: Vec<String> = documents().iter().filter_map(|page| runner.run(page).err()).collect();
    assert!(problems.is_empty(), "commands that fail:\n{}", problems.join("\n"));
}

fn page(text: &str) -> Page {
    Page { name: "docs/page.md".to_owned(), text: text.to_owned() }
}

#[test]
fn lines_are_those_of_marked_blocks() {
    let text = "```sh\ncargo build\nthemata show a \\\n  3   # the third\n```\n\n```sh no-run\nthemata show b\n```\n\n\
                ```\nthemata unmarked\n```\n\n```bash\nthemata marked otherwise\n```\n";
    let line = |number, text: &str, is_run| Line { number, text: text.to_owned(), is_run };
    assert_eq!(
        lines(text),
        [
            line(2, "cargo build", true),
            line(3, "themata show a   3   # the third", true),
            line(8, "themata show b", false)
        ]
    );
}

#[test]
fn commands_are_split_as_a_shell_splits_them() {
    let words = |line: &str| -> Vec<String> {
        commands(line).unwrap().iter().map(|words| words.join("·")).collect()
    };
    assert_eq!(
        words("themata coder add \"Ann Lee\" > log.txt   # who 'decides"),
        ["themata·coder·add·Ann Lee"]
    );
    assert_eq!(
        words("zcat a.gz | themata embed -o v.npy --threads $N && themata model list"),
        ["themata·embed·-o·v.npy·--threads·1", "themata·model·list"]
    );
    assert_eq!(
        words("themata coder add \"Ann; \\\"Lee\\\" | Bo\"; themata agree a.csv --separator ';'"),
        ["themata·coder·add·Ann; \"Lee\" | Bo", "themata·agree·a.csv·--separator·;"]
    );
    assert_eq!(words("cp themata elsewhere"), [""; 0]);
    assert_eq!(commands("themata show 'open"), None);
}

#[test]
fn commands_that_are_not_accepted_are_named() {
    let problems = not_accepted(&page(
        "A page.\n\n```sh no-run\nthemata show s.themata\nthemata show 3\nthemata candidate shrink 3\nthemata --version\n\
         themata 'open\necho x | themata apply - --now\n```\n",
    ));
    let heads: Vec<&str> = problems.iter().map(|problem| problem.lines().next().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "docs/page.md:4: themata show s.themata",
            "docs/page.md:6: themata candidate shrink 3",
            "docs/page.md:8: themata 'open",
            "docs/page.md:9: echo x | themata apply - --now",
        ]
    );
    assert!(problems[1].contains("unrecognized subcommand 'shrink'"), "{}", problems[1]);
}

#[test]
fn commands_run_in_one_folder_until_one_fails() {
    if !HAS_SHELL {
        return;
    }
    let good = page(
        "```sh\nthemata completions bash > \"a script\"   # written here\nfalse\nthemata --version && test -s 'a script'\n```\n\n\
         ```sh no-run\nthemata show -p nowhere.themata\n```\n\n```sh\nthemata --help | head -n 1\nthemata --version && test -f data/README.md\n```\n",
    );
    let mut runner = Runner::default();
    assert_eq!(runner.run(&good), Ok(4));
    let bad = page(
        "```sh\nthemata completions bash > \"a script\"   # written here\n```\n\n```sh\nthemata show -p nowhere.themata\n```\n",
    );
    let problem = runner.run(&bad).unwrap_err();
    assert!(
        problem.starts_with("docs/page.md:6: themata show -p nowhere.themata\nexit status: 4"),
        "{problem}"
    );
    assert!(problem.contains("nowhere.themata: "), "{problem}");
    assert_eq!(runner.begun.len(), 1);
}
