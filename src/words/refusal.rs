//! Puts refusals into sentences: why a decision cannot be made.

use std::fmt::{Display, Formatter, Result};

use super::{candidate, count, did_you_mean, first_of};
use crate::domain::{CandidateId, CandidateStatus, NeedsLevel, Refusal};

/// The most documents that are named.
const DOCUMENTS_NAMED: usize = 6;

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::NoSuchCoder { coder, known } if known.is_empty() => {
                write!(f, "there is no coder `{coder}` in this project; it has no coders yet")
            }
            Self::NoSuchCoder { coder, known } => {
                write!(f, "there is no coder `{coder}` in this project; its coders are {}", known.join(", "))
            }
            Self::CoderKnown(coder) => {
                write!(f, "there is already a coder `{coder}`; nothing needs to be done")
            }
            Self::NoName => f.write_str("a coder needs a name"),
            Self::NoSuchCandidate { candidate: named, run, known } => {
                write!(f, "there is no {} in run {run}{}", candidate(*named), there_are(known))
            }
            Self::TwoLevels { first, other } => write!(
                f,
                "{} and {} are on two levels; name candidate themes only, or candidate codes only",
                candidate(*first),
                candidate(*other)
            ),
            Self::WrongLevel { candidate: named, needs } => match needs {
                NeedsLevel::Segments => write!(
                    f,
                    "{} holds candidate codes, not segments; name one of its candidate codes",
                    candidate(*named)
                ),
                NeedsLevel::ThemeOfCodes => write!(
                    f,
                    "{} holds no candidate codes; name a candidate theme that holds some, such as B",
                    candidate(*named)
                ),
                NeedsLevel::Code => write!(
                    f,
                    "{} is not a candidate code; name one by its number, such as 15",
                    candidate(*named)
                ),
            },
            Self::NothingOpen(named) => write!(
                f,
                "no candidate code of {} is open; reopen those that you want to decide on again",
                candidate(*named)
            ),
            Self::OneLabel { n_candidates } => write!(
                f,
                "one label is given for {}; accept them one by one, or without a label",
                count(*n_candidates, "candidate", "candidates")
            ),
            Self::NoSuchSegment { segment, run, n_segments } => {
                write!(f, "there is no segment {segment} in run {run}; its segments are 1 to {n_segments}")
            }
            Self::OtherRun { asked, run } => {
                write!(f, "run {asked} is not under review; run {run} is")
            }
            Self::Settled { candidate: named, verdict, code, merged_into } => {
                write!(f, "{} is {verdict}; ", candidate(*named))?;
                match (verdict, code, merged_into) {
                    (CandidateStatus::Accepted, Some(code), _) => {
                        write!(
                            f,
                            "change the codings of its code {code} instead; to open it again, undo the acceptance or delete the code first"
                        )
                    }
                    (CandidateStatus::Accepted, None, _) => f.write_str("undo the acceptance first"),
                    (CandidateStatus::Merged, _, Some(into)) => {
                        write!(
                            f,
                            "decide on {}, into which it was merged, or undo the merge first",
                            candidate(*into)
                        )
                    }
                    (CandidateStatus::Merged, ..) => f.write_str("undo the merge first"),
                    (CandidateStatus::Emptied, ..) => {
                        f.write_str("undo the decision that took all away that it held")
                    }
                    (CandidateStatus::Rejected | CandidateStatus::Open | CandidateStatus::Deferred, ..) => {
                        f.write_str("reopen it first")
                    }
                }
            }
            Self::Empty(named) => {
                write!(f, "{} has no segments; move or add some first", candidate(*named))
            }
            Self::Nothing(what) => write!(f, "no {what} is named; name one or more"),
            Self::Twice { what, name } => write!(f, "{what} {name} is named twice; name it once"),
            Self::Itself { what, name } => write!(f, "{what} {name} cannot go into itself; name another"),
            Self::Elsewhere { segment, candidate: named, found } => {
                write!(f, "segment {segment} is not in {}; it is in {}", candidate(*named), place(*found))
            }
            Self::CodeElsewhere { code, theme, found } => {
                let found = found.map_or_else(|| "no candidate theme".to_owned(), candidate);
                write!(f, "{} is not in {}; it is in {found}", candidate(*code), candidate(*theme))
            }
            Self::InCandidate { segment, candidate: named } => {
                write!(f, "segment {segment} is in {}; move it instead", candidate(*named))
            }
            Self::InNoCandidate(segment) => write!(
                f,
                "segment {segment} is in no candidate, so it cannot be a negative case of one; add it to one first"
            ),
            Self::NoSuch { what, name, similar } => {
                write!(f, "there is no {what} `{name}`{}", did_you_mean(similar))
            }
            Self::NotOfCode { coding, label } => {
                write!(f, "`{coding}` is not a coding of `{label}`; name codings of the code that you split")
            }
            Self::NotImported { code, n_codes } => write!(
                f,
                "a coding names code {code} of the import, which lists {n_codes}; codes are counted from 0"
            ),
            Self::NothingAbove { path } => write!(
                f,
                "the import lists a code under `{}` before that code; list each code after the code above it",
                path.join(" > ")
            ),
            Self::Ambiguous { what: "candidate", name, candidates } => write!(
                f,
                "`{name}` is the label of several candidates: {}; name one by its letter or number",
                candidates.join(", ")
            ),
            Self::Ambiguous { what: "document", name, candidates } => write!(
                f,
                "`{name}` may be any of these documents: {}; write more of its name",
                first_of(candidates, DOCUMENTS_NAMED)
            ),
            Self::Ambiguous { what, name, candidates } => {
                write!(
                    f,
                    "`{name}` may be any of these {what}s: {}; write more of its id",
                    candidates.join(", ")
                )
            }
            Self::NoText(what) => write!(f, "the {what} is empty; write one"),
            Self::Level { level, under, label } => write!(
                f,
                "a {level} cannot be nested under a {under}: from low to high, the levels are code, sub-category, category and theme; \
                 raise the level of `{label}`, or lower the level of the code to be nested"
            ),
            Self::Cycle(label) => {
                write!(
                    f,
                    "code `{label}` would be nested under itself; nest it under a code that is not below it"
                )
            }
            Self::RemovedDocument { name } => write!(f, "{name} was taken out of the study"),
            Self::ReplacedDocument { name, by } => write!(
                f,
                "{by} is in the study in the place of {name}: one corrects the other. Undo the correction, or read the transcript again"
            ),
            Self::ErasedDocument { name } => write!(
                f,
                "{name} is the empty place of a document that was erased: this file was made without its words, and cannot give them back"
            ),
            Self::ErasedSegment { segment } => {
                write!(f, "segment {segment} was of a document that was erased; only its number is left")
            }
            Self::NotRemoved { name, removed } if removed.is_empty() => {
                write!(f, "`{name}` was not taken out of the study; all documents are in it")
            }
            Self::NotRemoved { name, removed } => {
                write!(f, "`{name}` was not taken out of the study; taken out: {}", removed.join(", "))
            }
            Self::NoSuchDocument { name, similar } => {
                write!(f, "there is no document `{name}` in this run{}", did_you_mean(similar))
            }
            Self::NoSuchTurn { document, turn, n_turns: 0 } => {
                write!(f, "there is no turn {turn} in {document}: it has no turns")
            }
            Self::NoSuchTurn { document, turn, n_turns } => {
                write!(f, "there is no turn {turn} in {document}; its turns are 1 to {n_turns}")
            }
            Self::NothingToFind { typed } => {
                write!(f, "`{typed}` has no letter and no digit to look for; write a word, or several")
            }
            Self::NoSuchParticipant { name, similar } => {
                write!(f, "there is no participant `{name}` in this project{}", did_you_mean(similar))
            }
            Self::LabelTaken { label, code } => write!(
                f,
                "there is already a code `{label}` ({code}); use that code, or give the new one another label"
            ),
            Self::NoSuchSpan { document, start, end, length } => write!(
                f,
                "{document} has no span {start}–{end}: it has {length} code points, and a span holds one or more"
            ),
            Self::Coded { place, label } => write!(f, "{place} is already coded with `{label}`"),
            Self::NothingCoded(label) => {
                write!(f, "no segment of this run is coded with `{label}`; code some first")
            }
            Self::NoChange => f.write_str("nothing would change: the project already holds this"),
            Self::NothingToUndo(coder) => write!(f, "{coder} has no decision to undo"),
            Self::NothingToRedo(coder) => {
                write!(f, "{coder} has undone nothing since the last decision, so there is nothing to redo")
            }
            Self::ChangedSince { operation, key } => write!(
                f,
                "operation {operation} cannot be undone or redone: `{key}` was changed later; undo that change first"
            ),
        }
    }
}

fn place(found: Option<CandidateId>) -> String {
    found.map_or_else(|| "no candidate".to_owned(), candidate)
}

/// Returns the end of a sentence on a candidate that does not exist: which there are.
fn there_are(known: &[CandidateId]) -> String {
    let range = |what: &str, is: fn(&&CandidateId) -> bool| {
        let mut of = known.iter().filter(is);
        let first = of.next()?;
        Some(match of.next_back() {
            Some(last) => format!("its candidate {what}s are {first} to {last}"),
            None => format!("its only candidate {what} is {first}"),
        })
    };
    let themes = range("theme", |id| matches!(id, CandidateId::Theme(_)));
    let codes = range("code", |id| matches!(id, CandidateId::Code(_)));
    let found: Vec<String> = themes.into_iter().chain(codes).collect();
    if found.is_empty() { String::new() } else { format!("; {}", found.join(", and ")) }
}
