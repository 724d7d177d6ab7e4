//! A new project file with names replaced.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::contents::{Beginning, Contents};
use super::missed::{MissedName, missed};
use super::names_table::{self, Entry};
use super::pseudonymise::pseudonymise;
use super::replacer::Replacer;
use super::{relabel, vectors};
use crate::domain::{CoderId, Progress, SuccessorHow, Timestamp};
use crate::output_file::{OutputFile, Readers};
use crate::project::successor_detail::LogEnd;
use crate::project::successor_report::{LeftWords, NewLabel};
use crate::project::verify::{verify, verify_moment};
use crate::project::{Project, ProjectError};
use crate::store::{Store, StoreError};

/// A new project file with names replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PseudonymiseRequest {
    /// The project file.
    pub from: PathBuf,
    /// The new file.
    pub to: PathBuf,
    /// The table with a name and its replacement in each row: `.csv`, `.tsv` or `.xlsx`.
    pub table: PathBuf,
    /// Whether names are found in any case. Otherwise they are found as they are written and in capitals.
    pub any_case: bool,
    /// Whether several names may have one replacement, as the forms of one person's name.
    pub same_replacement: bool,
    /// Why; it is kept in the log of the new file.
    pub reason: Option<String>,
    /// The time at which it is made.
    pub at: Timestamp,
}

/// The result of replacing names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Pseudonymised {
    /// The hash of the operation with which the log of the new file begins.
    pub last_hash: String,
    /// How many bytes the new file has.
    pub n_bytes: u64,
    /// The end of the log of the project from which it was made: the history before is there only.
    pub predecessor: LogEnd,
    /// The names of the table, in its order.
    pub names: Vec<ReplacedName>,
    /// Words of the new file that may be names: a list to look through, not a finding.
    pub missed: Vec<MissedName>,
    /// Candidates that got another label or other key terms, because words of theirs were in names only.
    pub relabelled: Vec<NewLabel>,
    /// What coders wrote that holds words that are in no text any more: parts of names, perhaps.
    pub left_words: Vec<LeftWords>,
    /// Coders whose own names hold a name of the table. They stay, because the log names coders.
    pub coders: Vec<CoderId>,
}

/// A name of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReplacedName {
    /// The name.
    pub name: String,
    /// What stands for it now.
    pub replacement: String,
    /// How often it was replaced in the texts of documents.
    pub n_in_texts: usize,
    /// How often the texts held the replacement before: the two cannot be told apart any more.
    pub n_before: usize,
}

impl Project {
    /// Makes a new project file in which names are replaced: in texts, turns, names of documents, speakers and participants, attributes, candidates and all that
    /// coders wrote. Codings, turns and segments stay on the same words. Vectors stay as they are, because the candidates rest on them. The
    /// original does not change.
    ///
    /// # Errors
    /// [`ProjectError::Successor`] where the table cannot be used as it is; [`StoreError::InTheWay`] where the new file exists;
    /// [`ProjectError::Ingest`] where the table cannot be read; [`ProjectError::Altered`] where the project differs from its log;
    /// [`ProjectError::Cancelled`]. Nothing is left behind then.
    pub fn pseudonymise(
        request: &PseudonymiseRequest,
        progress: &dyn Progress,
    ) -> Result<Pseudonymised, ProjectError> {
        let unwritable = |error: std::io::Error| StoreError::unwritable(&request.to, &error);
        let new = OutputFile::begin(&request.to, false, Readers::Owner).map_err(unwritable)?;
        let entries = names_table::read(&request.table)?;
        let project = Project::open_read_only(&request.from)?;
        let (store, mut told) = project.store.read(|store| {
            verify_moment(store, &request.from)?;
            let before = Contents::read(&project)?;
            progress.check_cancelled()?;
            names_table::check(&entries, &known_names(&before), request.same_replacement)?;
            let (exact, any) = replacers(&entries, &before, request.any_case);
            let mut found = pseudonymise(&before, &exact, &any, entries.len())?;
            let relabelled = relabel::relabel(&project, &mut found.contents, &found.lost)?;
            progress.check_cancelled()?;
            let vectors = vectors::of(store, &before, &found.contents)?;
            let beginning = Beginning {
                how: SuccessorHow::Pseudonymised { n_names: entries.len() },
                reason: request.reason.as_deref(),
                at: &request.at,
            };
            let mut made = Store::create_in(&new)?;
            found.contents.write(&mut made, &beginning, &vectors)?;
            progress.check_cancelled()?;
            verify(&made, &request.to)?;
            let told = Pseudonymised {
                last_hash: String::new(),
                n_bytes: 0,
                predecessor: before.end.clone(),
                names: replaced(&entries, &found.n_in_texts, &before),
                missed: missed(&found.contents, &entries),
                relabelled,
                left_words: found.lost.left_words(&before, &found.contents),
                coders: found.coders,
            };
            Ok::<_, ProjectError>((made, told))
        })?;
        let copied = store.finish(new)?;
        (told.last_hash, told.n_bytes) = (copied.last_hash, copied.n_bytes);
        Ok(told)
    }
}

/// Returns what replaces names in texts, and what replaces them where the program wrote words in small letters. There, a name is found in any
/// case unless it is also a word of the texts in small letters.
fn replacers(entries: &[Entry], before: &Contents, any_case: bool) -> (Replacer, Replacer) {
    let pairs = |name: &dyn Fn(&Entry) -> String| -> Vec<(String, String)> {
        entries.iter().map(|entry| (name(entry), entry.replacement.clone())).collect()
    };
    let of = |pairs: &[(String, String)], any_case| {
        Replacer::of(pairs.iter().map(|(name, replacement)| (name.as_str(), replacement.as_str())), any_case)
    };
    let small = of(&pairs(&|entry| entry.name.to_lowercase()), false);
    let mut words: BTreeSet<usize> = BTreeSet::new();
    for stored in before.documents.values() {
        words.extend(small.edits(&stored.document.text, &[]).iter().map(|edit| edit.name));
    }
    let exact = pairs(&|entry| entry.name.clone());
    let mut in_small = exact.clone();
    for (at, (name, replacement)) in exact.iter().enumerate() {
        if any_case || !words.contains(&at) {
            in_small.push((name.to_lowercase(), replacement.clone()));
        }
    }
    (of(&exact, any_case), of(&in_small, any_case))
}

/// Returns the names of the people and documents of a study.
fn known_names(contents: &Contents) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        contents.participants.iter().map(|of| of.participant.name.clone()).collect();
    for stored in contents.documents.values() {
        names.insert(stored.document.name.clone());
        let named = stored.document.speakers.iter().filter(|speaker| !speaker.generic);
        names.extend(named.map(|speaker| speaker.label.clone()));
    }
    names
}

/// Counts how often each name was replaced, and how often its replacement was in the texts before.
fn replaced(entries: &[Entry], n_in_texts: &[usize], before: &Contents) -> Vec<ReplacedName> {
    let already = Replacer::of(entries.iter().map(|entry| (entry.replacement.as_str(), "")), false);
    let mut n_before = vec![0; entries.len()];
    for stored in before.documents.values() {
        already.edits(&stored.document.text, &[]).iter().for_each(|edit| n_before[edit.name] += 1);
    }
    let counted = entries.iter().zip(n_in_texts).zip(n_before);
    let name = |((entry, &n_in_texts), n_before): ((&Entry, &usize), usize)| ReplacedName {
        name: entry.name.clone(),
        replacement: entry.replacement.clone(),
        n_in_texts,
        n_before,
    };
    counted.map(name).collect()
}
