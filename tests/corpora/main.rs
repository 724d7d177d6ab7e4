//! Measures on real corpora. These are not part of the project: if the folder `../shared/corpora` is absent, each measure
//! is reported as ignored.

// Tests may unwrap, print, and make items public that only the test program uses.
#![allow(clippy::unwrap_used, clippy::print_stdout, unreachable_pub)]

mod codings;
mod sentences;
mod transcripts;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let trial = |name: &str, folder: &str, run: fn(&Path) -> Result<(), Failed>| {
        let root: PathBuf = root.clone();
        let absent = !root.join(folder).is_dir();
        Trial::test(name, move || run(&root)).with_ignored_flag(absent)
    };
    let trials = vec![
        trial("sentence boundaries of three treebanks", "ud-persian-seraji", |root| {
            sentences::measure(root);
            Ok(())
        }),
        trial("who speaks in real interviews", "pdpilot-interviews", transcripts::interviews),
        trial("who speaks in real subtitles", "formats", transcripts::subtitles),
        trial("where real codings stand", "pdpilot-interviews", codings::place),
        trial("real survey answers become documents", "nhs-fft", transcripts::answers),
        trial("statements with damaged characters", "wilderness-hearings", transcripts::statements),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
