//! Puts operations into sentences, for people who read the log.

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter};

use super::{candidate, count, labelled};
use crate::domain::{
    AdjudicationVerdict, CandidateId, Candidates, CodeId, Decision, Destination, Names, OperationKind,
    ProgramOperation, Record, RecordChange, RecordKey, ReviewDetail, Side, SuccessorHow,
};

/// Returns an operation in words, without who and when:
/// `accepted candidate code 3 “ward rounds” as code “Ward rounds” (14 codings)`.
///
/// Looks up in `names` what the changes do not say, such as the label of a code that was only used.
#[must_use]
pub fn operation(kind: OperationKind, detail: &ReviewDetail, names: &dyn Names) -> String {
    let of = |verb: &str, id: Option<crate::domain::OperationId>| match id {
        Some(id) => format!("{verb} operation {id} ({})", count(detail.changes.len(), "record", "records")),
        None => verb.to_owned(),
    };
    let read = Reading { detail, names };
    match (kind, &detail.decision) {
        (OperationKind::Undo, _) => of("undid", detail.undoes),
        (OperationKind::Redo, _) => of("redid", detail.redoes),
        (OperationKind::SetAside, _) => {
            let number =
                detail.joined.as_ref().map_or_else(String::new, |joined| format!(" {}", joined.entry));
            format!(
                "set aside operation{number} of the other copy, because it contradicts this copy; it has no effect"
            )
        }
        (OperationKind::Correct, Some(Decision::RemoveDocuments { documents })) => {
            format!("read corrected words as {}", documents.join(", "))
        }
        (_, Some(decision)) => read.decision(decision),
        (kind, None) => format!("{kind} ({})", count(detail.changes.len(), "record", "records")),
    }
}

struct Reading<'a> {
    detail: &'a ReviewDetail,
    names: &'a dyn Names,
}

impl Reading<'_> {
    fn decision(&self, decision: &Decision) -> String {
        use Decision as D;
        let codings = || count(self.n(|key| matches!(key, RecordKey::Coding(..))), "coding", "codings");
        let segments = |n: usize| count(n, "segment", "segments");
        let placed = || segments(self.n(|key| matches!(key, RecordKey::Place(..))));
        match decision {
            D::Accept { candidate, .. } => {
                let code = match candidate.0[..] {
                    [only] => self.code_of(only).map(|code| format!(" as {}", self.code_with_level(code))),
                    _ => None,
                };
                let is_of_theme =
                    !self.has_one_level() && candidate.0.iter().any(|id| matches!(id, CandidateId::Theme(_)));
                let nested = if is_of_theme { self.n_nested() } else { 0 };
                // A theme that was accepted before is not changed again: it is named as the one above the new codes.
                let under = match (&code, self.nested_under()) {
                    (None, Some(above)) => format!(" under {}", self.named(&above.to_string())),
                    _ => String::new(),
                };
                let codes = if nested > 0 {
                    format!("{} nested{under}, ", count(nested, "code", "codes"))
                } else {
                    String::new()
                };
                let code = code.unwrap_or_default();
                format!("accepted {}{code} ({codes}{})", self.candidates(candidate), codings())
            }
            D::Reject { candidate } => {
                format!("rejected {} ({} in no candidate now)", self.candidates(candidate), placed())
            }
            D::Defer { candidate } => format!("deferred {}", self.candidates(candidate)),
            D::Reopen { candidate } => format!("reopened {}", self.candidates(candidate)),
            D::Rename { candidate, label } => {
                format!("renamed {} to {}", self.candidate_before(*candidate), labelled(label))
            }
            D::Split { candidate, parts, codes } => {
                let (sizes, what): (Vec<String>, _) = if codes.is_empty() {
                    (parts.iter().map(|part| part.len().to_string()).collect(), ["segment", "segments"])
                } else {
                    (
                        codes.iter().map(|part| part.len().to_string()).collect(),
                        ["candidate code", "candidate codes"],
                    )
                };
                let what = if sizes == ["1"] { what[0] } else { what[1] };
                let n = count(sizes.len(), "part", "parts");
                let made = self.made();
                format!("split {n} off {} ({} {what}): {made}", self.candidate(*candidate), sizes.join(", "))
            }
            D::Merge { candidate, into } => {
                let moved = match self.n(|key| matches!(key, RecordKey::Grouping(..))) {
                    0 => placed(),
                    n => count(n, "candidate code", "candidate codes"),
                };
                format!(
                    "merged {} into {} ({moved} moved)",
                    self.candidates(candidate),
                    self.candidate(*into)
                )
            }
            D::MoveCandidate { candidate, to } => {
                let to = match to {
                    Destination::Candidate(id) => self.candidate(*id),
                    Destination::New => format!("a new candidate theme: {}", self.made()),
                    Destination::None => "no candidate theme".to_owned(),
                };
                format!("moved {} to {to}", self.candidates(candidate))
            }
            // Segments that were there already are not counted.
            D::Move { to, .. } => format!("moved {} to {}", placed(), self.destination(*to)),
            D::Add { segments: added, candidate } => {
                format!("added {} to {}", segments(added.len()), self.candidate(*candidate))
            }
            D::SuggestAgain { groups } => {
                let n = segments(groups.iter().map(Vec::len).sum());
                let groups = count(groups.len(), "candidate", "candidates");
                format!("suggested {groups} again from {n}: {}", self.made())
            }
            D::Negative { segments: cases, negative } => {
                let verb = if *negative { "marked" } else { "no longer marked" };
                format!("{verb} {} as negative cases", segments(cases.len()))
            }
            D::CreateCode { label, level, .. } => format!("created the {level} {}", labelled(label)),
            D::RenameCode { code, label } => {
                format!("renamed code {} to {}", self.named_before(&code.0), labelled(label))
            }
            D::DefineCode { code, .. } => format!("defined code {}", self.named(&code.0)),
            D::ColourCode { code, colour } => match colour {
                Some(colour) => format!("gave code {} the colour {colour}", self.named(&code.0)),
                None => format!("removed the colour of code {}", self.named(&code.0)),
            },
            D::NestCode { code, under, .. } => match under {
                Some(under) => format!("nested code {} under {}", self.named(&code.0), self.named(&under.0)),
                None => format!("moved code {} to the top level", self.named(&code.0)),
            },
            D::ReorderCode { code, place } => format!("moved code {} to place {place}", self.named(&code.0)),
            D::MergeCodes { codes, into } => {
                let codes: Vec<String> = codes.iter().map(|code| self.named_before(&code.0)).collect();
                format!("merged code {} into {} ({})", codes.join(", "), self.named(&into.0), codings())
            }
            D::SplitCode { code, parts } => {
                let labels: Vec<String> = parts.iter().map(|part| labelled(&part.label)).collect();
                format!("split {} off code {} ({})", labels.join(", "), self.named(&code.0), codings())
            }
            D::DeleteCode { code } => format!("deleted code {} ({})", self.named_before(&code.0), codings()),
            D::CopyCodes { from } => {
                let n = self.n(|key| matches!(key, RecordKey::Code(..)));
                format!("copied {} of {from}", count(n, "code", "codes"))
            }
            D::Code { code, segments: coded } => {
                format!("coded {} with {}", segments(coded.len()), self.named(&code.0))
            }
            D::NotThisCode { code, segments: refused } => {
                let refused = count(refused.len(), "segment does", "segments do");
                format!("said that {refused} not belong to {}", self.named(&code.0))
            }
            D::CodeSpan { code, document, start, end } => {
                format!("coded {document} {start}–{end} with {}", self.named(&code.0))
            }
            D::Import(import) => {
                let used: BTreeSet<usize> = import.codings.iter().map(|coding| coding.code).collect();
                let codes = count(used.len(), "code", "codes");
                format!("imported {} with {codes} from {}", codings(), import.source)
            }
            D::Uncode { codings } => format!("removed {}", count(codings.len(), "coding", "codings")),
            D::Condense { coding, .. } => format!("condensed the meaning unit of coding {}", coding.0),
            D::Content { coding, content } => {
                let word = content.map_or("neither manifest nor latent", |content| match content {
                    crate::domain::Content::Manifest => "manifest",
                    crate::domain::Content::Latent => "latent",
                });
                format!("marked coding {} as {word}", coding.0)
            }
            D::Certainty { coding, certainty } => {
                let word = certainty.map_or("neither sure nor unsure", |certainty| match certainty {
                    crate::domain::Certainty::Sure => "sure",
                    crate::domain::Certainty::Unsure => "unsure",
                });
                format!("marked coding {} as {word}", coding.0)
            }
            D::NegativeCoding { coding, negative } => {
                let verb = if *negative { "marked" } else { "no longer marked" };
                format!("{verb} coding {} as a negative case", coding.0)
            }
            D::WriteMemo { on, text } => format!("wrote a memo on {on}: {}", beginning(text)),
            D::EditMemo { memo, text } => format!("rewrote memo {}: {}", memo.0, beginning(text)),
            D::DeleteMemo { memo } => format!("deleted memo {}", memo.0),
            D::Adjudicate { on, verdict } => {
                let place = format!(
                    "{} {}–{}, coded differently by {} and {}",
                    on.document,
                    on.span.start.0,
                    on.span.end.0,
                    self.side(&on.first),
                    self.side(&on.second)
                );
                let said = |reading: &crate::domain::Reading| {
                    let labels = if reading.labels.is_empty() {
                        "no code".to_owned()
                    } else {
                        reading.labels.join(", ")
                    };
                    format!(" ({}: {labels})", self.side(reading))
                };
                let reading = match verdict {
                    Some(AdjudicationVerdict::First) => said(&on.first),
                    Some(AdjudicationVerdict::Second) => said(&on.second),
                    _ => String::new(),
                };
                match verdict {
                    Some(verdict) => format!("gave a verdict on {place}: {verdict}{reading}"),
                    None => format!("withdrew the verdict on {place}"),
                }
            }
            D::AddCoder { name } => format!("joined the project as {}", name.trim()),
            D::SetCoder { id: Some(id) } => format!("made {id} the default coder"),
            D::SetCoder { id: None } => "cleared the default coder".to_owned(),
            D::Compare { open: true } => "opened the project for comparison".to_owned(),
            D::Compare { open: false } => "closed the project for comparison".to_owned(),
            D::SetApproach { approach: Some(approach) } => {
                format!("set the study's approach to {approach}")
            }
            D::SetApproach { approach: None } => "cleared the study's approach".to_owned(),
            D::RemoveDocuments { documents } => format!("took {} out of the study", documents.join(", ")),
            D::CorrectDocument { document, corrected, .. } => {
                format!("corrected {document}, which is {corrected} now ({} moved)", codings())
            }
            D::RestoreDocuments { documents } => format!("put {} back into the study", documents.join(", ")),
        }
    }

    /// Returns the name of the coder or run that a reading comes from.
    fn side(&self, reading: &crate::domain::Reading) -> String {
        match &reading.side {
            Side::Coder(id) => self.names.coder_name(id).map_or_else(|| id.to_string(), str::to_owned),
            run @ Side::Run(_) => format!("the candidates of {run}"),
        }
    }

    fn n(&self, is: impl Fn(&RecordKey) -> bool) -> usize {
        self.detail.changes.iter().filter(|change| is(&change.key)).count()
    }

    /// Returns the change of a candidate's own record.
    fn change(&self, of: CandidateId) -> Option<&RecordChange> {
        let is_it = |key: &RecordKey| match (of, key) {
            (CandidateId::Code(id), RecordKey::CandidateCode(_, _, at)) => *at == id,
            (CandidateId::Theme(id), RecordKey::CandidateTheme(_, _, at)) => *at == id,
            // In a run of one level, the letters of a candidate theme stand for its number.
            (CandidateId::Theme(id), RecordKey::CandidateCode(_, _, at)) => {
                self.has_one_level() && at.0 == id.0
            }
            _ => false,
        };
        self.detail.changes.iter().find(|change| is_it(&change.key))
    }

    fn has_one_level(&self) -> bool {
        self.detail.run.is_some_and(|run| self.names.has_one_level(run))
    }

    /// Returns a candidate as it is named in its run. Older logs name candidate themes of a run of one level by numbers.
    fn named_in_run(&self, id: CandidateId) -> CandidateId {
        match id {
            CandidateId::Code(id) => CandidateId::of_segments(id, !self.has_one_level()),
            theme => theme,
        }
    }

    /// Returns the code or theme that a candidate was accepted as.
    fn code_of(&self, of: CandidateId) -> Option<CodeId> {
        match self.change(of)?.after.as_ref()? {
            Record::CandidateCode(candidate) => candidate.code,
            Record::CandidateTheme(theme) => theme.code,
            _ => None,
        }
    }

    /// Returns the code under which the operation nested others.
    fn nested_under(&self) -> Option<CodeId> {
        self.detail.changes.iter().find_map(|change| match change.after.as_ref()? {
            Record::Code(code) => code.parent,
            _ => None,
        })
    }

    /// Counts the codes that the operation nested under another.
    fn n_nested(&self) -> usize {
        let parent = |record: Option<&Record>| match record {
            Some(Record::Code(code)) => code.parent,
            _ => None,
        };
        let is_nested = |change: &&RecordChange| {
            let (before, after) = (parent(change.before.as_ref()), parent(change.after.as_ref()));
            after.is_some() && before != after
        };
        self.detail.changes.iter().filter(is_nested).count()
    }

    /// Returns candidates with their labels after the operation.
    fn candidates(&self, candidates: &Candidates) -> String {
        let named: Vec<String> = candidates.0.iter().map(|&id| self.candidate(id)).collect();
        named.join(", ")
    }

    fn candidate(&self, id: CandidateId) -> String {
        self.with_label(id, |change| change.after.as_ref())
    }

    fn candidate_before(&self, id: CandidateId) -> String {
        self.with_label(id, |change| change.before.as_ref())
    }

    fn with_label(&self, id: CandidateId, side: impl Fn(&RecordChange) -> Option<&Record>) -> String {
        // The first decision on a candidate makes its record: before that it had the label that its run proposed.
        let proposed = || self.names.proposed_label(self.detail.run?, id);
        let label = self.change(id).and_then(side).and_then(label_of).or_else(proposed);
        format!(
            "{}{}",
            candidate(self.named_in_run(id)),
            label.map(|label| format!(" {}", labelled(label))).unwrap_or_default()
        )
    }

    fn destination(&self, to: Destination) -> String {
        match to {
            Destination::Candidate(id) => self.candidate(id),
            Destination::New => format!("a new candidate: {}", self.made()),
            Destination::None => "no candidate".to_owned(),
        }
    }

    /// Lists the candidates that the operation made.
    fn made(&self) -> String {
        let new = self.detail.changes.iter().filter(|change| change.before.is_none());
        let made: Vec<String> = new
            .filter_map(|change| match (&change.key, &change.after) {
                (RecordKey::CandidateCode(_, _, id), Some(Record::CandidateCode(code))) => {
                    code.made_by.as_ref()?;
                    Some(format!("{} {}", self.named_in_run((*id).into()), labelled(&code.label)))
                }
                (RecordKey::CandidateTheme(_, _, id), Some(Record::CandidateTheme(theme))) => {
                    theme.made_by.as_ref()?;
                    Some(format!("{id} {}", labelled(&theme.label)))
                }
                _ => None,
            })
            .collect();
        made.join(", ")
    }

    /// Returns a code with its level, as it was after the operation: `theme “Nights on call”`.
    fn code_with_level(&self, code: CodeId) -> String {
        let is_it = |change: &&RecordChange| matches!(change.key, RecordKey::Code(_, id) if id == code);
        let level = self.detail.changes.iter().find(is_it).and_then(|change| match &change.after {
            Some(Record::Code(code)) => Some(code.level.to_string()),
            _ => None,
        });
        format!("{} {}", level.unwrap_or_else(|| "code".to_owned()), self.code(code))
    }

    /// Returns the label of a code as it was after the operation.
    fn code(&self, code: CodeId) -> String {
        self.label(code, |change| change.after.as_ref())
    }

    fn label(&self, code: CodeId, side: impl Fn(&RecordChange) -> Option<&Record>) -> String {
        let changed =
            self.detail.changes.iter().filter(|c| matches!(c.key, RecordKey::Code(_, id) if id == code));
        let label = changed.filter_map(|change| match side(change) {
            Some(Record::Code(code)) => Some(code.label.as_str()),
            _ => None,
        });
        let now = self.names.code_label(&self.detail.coder, code);
        label.last().or(now).map_or_else(|| code.to_string(), labelled)
    }

    /// Returns the label of a code that the coder named by its label or its id, as it was after the operation.
    fn named(&self, name: &str) -> String {
        name.parse().map_or_else(|_| labelled(name), |id| self.code(id))
    }

    fn named_before(&self, name: &str) -> String {
        name.parse().map_or_else(|_| labelled(name), |id| self.label(id, |change| change.before.as_ref()))
    }
}

fn label_of(record: &Record) -> Option<&str> {
    match record {
        Record::CandidateCode(code) => Some(&code.label),
        Record::CandidateTheme(theme) => Some(&theme.label),
        _ => None,
    }
}

/// Returns the first words of a text in quotation marks.
fn beginning(text: &str) -> String {
    let mut words = text.split_whitespace();
    let beginning: Vec<&str> = words.by_ref().take(8).collect();
    format!("“{}{}”", beginning.join(" "), if words.next().is_some() { " …" } else { "" })
}

impl Display for ProgramOperation {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Created => f.write_str("the project was created"),
            Self::Suggested { n_themes, n_documents } => write!(
                f,
                "{} suggested from {}",
                count(n_themes, "candidate was", "candidates were"),
                count(n_documents, "document", "documents")
            ),
            Self::Added { n_documents: 0, .. } => f.write_str("attributes of participants were changed"),
            Self::Added { n_documents, n_candidates } => write!(
                f,
                "{} added, with {}",
                count(n_documents, "document was", "documents were"),
                count(n_candidates, "new candidate", "new candidates")
            ),
            Self::Joined { n_joined, n_set_aside } => write!(
                f,
                "{} joined, {n_set_aside} set aside",
                count(n_joined, "operation of another copy was", "operations of another copy were")
            ),
            Self::Succeeded { how: SuccessorHow::WithoutRemoved { n_documents }, n_operations } => write!(
                f,
                "this file was made from another without {} that had been taken out; the {} before that are in the log of the other",
                count(n_documents, "document", "documents"),
                count(n_operations as usize, "operation", "operations")
            ),
            Self::Succeeded { how: SuccessorHow::Pseudonymised { n_names }, n_operations } => write!(
                f,
                "this file was made from another with {} replaced; the {} before that are in the log of the other",
                count(n_names, "name", "names"),
                count(n_operations as usize, "operation", "operations")
            ),
            Self::Upgraded => f.write_str(
                "the digests of the file's content were recorded; changes made before that cannot be verified",
            ),
            Self::Other(kind) => kind.fmt(f),
        }
    }
}

/// Returns a sentence about the candidates that a decision does not change.
#[must_use]
pub fn unchanged_candidates(n: usize) -> String {
    match n {
        0 => "There is no other candidate.".to_owned(),
        1 => "No other candidate changes: the other one keeps its segments and key terms.".to_owned(),
        n => format!("No other candidate changes: the other {n} keep their segments and key terms."),
    }
}
