//! Puts operations into sentences, for people who read the log.

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter};

use super::count;
use crate::domain::{
    AdjudicationVerdict, CandidateTheme, CodeId, Decision, Destination, Names, OperationKind,
    ProgramOperation, ProposalId, Record, RecordChange, RecordKey, ReviewDetail, Side,
};

/// Returns an operation in words, without who and when:
/// `accepted candidate theme 3 “ward rounds” as code “Ward rounds” (14 codings)`.
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
            D::Accept { theme, .. } => {
                let code = self.theme_after(*theme).and_then(|theme| theme.code);
                let code =
                    code.map_or_else(|| "a code".to_owned(), |code| format!("code {}", self.code(code)));
                format!("accepted {} as {code} ({})", self.theme(*theme), codings())
            }
            D::Reject { theme } => format!("rejected {} ({} in no theme now)", self.theme(*theme), placed()),
            D::Defer { theme } => format!("deferred {}", self.theme(*theme)),
            D::Reopen { theme } => format!("reopened {}", self.theme(*theme)),
            D::Rename { theme, label } => {
                format!("renamed {} to “{}”", self.theme_before(*theme), label.trim())
            }
            D::Split { theme, parts } => {
                let sizes: Vec<String> = parts.iter().map(|part| part.len().to_string()).collect();
                let parts = count(parts.len(), "part", "parts");
                format!(
                    "split {parts} off {} ({} segments): {}",
                    self.theme(*theme),
                    sizes.join(", "),
                    self.made()
                )
            }
            D::Merge { themes, into } => {
                let themes: Vec<String> = themes.iter().map(|theme| self.theme(*theme)).collect();
                format!("merged {} into {} ({} moved)", themes.join(", "), self.theme(*into), placed())
            }
            D::Move { to, .. } => {
                let to = match to {
                    Destination::Theme(theme) => self.theme(*theme),
                    Destination::New => format!("a new theme: {}", self.made()),
                    Destination::None => "no theme".to_owned(),
                };
                // Segments that were there already are not counted.
                format!("moved {} to {to}", placed())
            }
            D::Add { segments: added, theme } => {
                format!("added {} to {}", segments(added.len()), self.theme(*theme))
            }
            D::SuggestAgain { themes } => {
                let n = segments(themes.iter().map(Vec::len).sum());
                let themes = count(themes.len(), "theme", "themes");
                format!("suggested {themes} again from {n}: {}", self.made())
            }
            D::Negative { segments: cases, negative } => {
                let verb = if *negative { "marked" } else { "no longer marked" };
                format!("{verb} {} as negative cases", segments(cases.len()))
            }
            D::CreateCode { label, level, .. } => format!("created the {level} “{}”", label.trim()),
            D::RenameCode { code, label } => {
                format!("renamed code {} to “{}”", self.named_before(&code.0), label.trim())
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
                let labels: Vec<String> =
                    parts.iter().map(|part| format!("“{}”", part.label.trim())).collect();
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
        }
    }

    /// Returns the name of the coder or run that a reading comes from.
    fn side(&self, reading: &crate::domain::Reading) -> String {
        match &reading.side {
            Side::Coder(id) => self.names.coder_name(id).map_or_else(|| id.to_string(), str::to_owned),
            run @ Side::Run(_) => format!("the themes of {run}"),
        }
    }

    fn n(&self, is: impl Fn(&RecordKey) -> bool) -> usize {
        self.detail.changes.iter().filter(|change| is(&change.key)).count()
    }

    fn change(&self, theme: ProposalId) -> Option<&RecordChange> {
        let is = |key: &RecordKey| matches!(key, RecordKey::Theme(_, _, id) if *id == theme);
        self.detail.changes.iter().find(|change| is(&change.key))
    }

    fn theme_after(&self, theme: ProposalId) -> Option<&CandidateTheme> {
        theme_in(self.change(theme)?.after.as_ref())
    }

    fn theme(&self, theme: ProposalId) -> String {
        let label = self.theme_after(theme).map(|theme| format!(" “{}”", theme.label));
        format!("candidate theme {theme}{}", label.unwrap_or_default())
    }

    fn theme_before(&self, theme: ProposalId) -> String {
        let before = self.change(theme).and_then(|change| theme_in(change.before.as_ref()));
        let label = before.map(|theme| format!(" “{}”", theme.label));
        format!("candidate theme {theme}{}", label.unwrap_or_default())
    }

    /// Lists the themes that the operation made.
    fn made(&self) -> String {
        let made: Vec<String> = self
            .detail
            .changes
            .iter()
            .filter(|change| change.before.is_none())
            .filter_map(|change| match (&change.key, &change.after) {
                (RecordKey::Theme(_, _, id), Some(Record::Theme(theme))) if theme.made_by.is_some() => {
                    Some(format!("{id} “{}”", theme.label))
                }
                _ => None,
            })
            .collect();
        made.join(", ")
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
        label.last().or(now).map_or_else(|| code.to_string(), |label| format!("“{label}”"))
    }

    /// Returns the label of a code that the coder named by its label or its id, as it was after the operation.
    fn named(&self, name: &str) -> String {
        name.parse().map_or_else(|_| format!("“{name}”"), |id| self.code(id))
    }

    fn named_before(&self, name: &str) -> String {
        name.parse()
            .map_or_else(|_| format!("“{name}”"), |id| self.label(id, |change| change.before.as_ref()))
    }
}

fn theme_in(record: Option<&Record>) -> Option<&CandidateTheme> {
    match record {
        Some(Record::Theme(theme)) => Some(theme),
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
                count(n_themes, "candidate theme was", "candidate themes were"),
                count(n_documents, "document", "documents")
            ),
            Self::Joined { n_joined, n_set_aside } => write!(
                f,
                "{} joined, {n_set_aside} set aside",
                count(n_joined, "operation of another copy was", "operations of another copy were")
            ),
            Self::Upgraded => f.write_str(
                "the digests of the file's content were recorded; changes made before that cannot be verified",
            ),
            Self::Other(kind) => kind.fmt(f),
        }
    }
}

/// Returns a sentence about the candidate themes that a decision does not change.
#[must_use]
pub fn unchanged_themes(n: usize) -> String {
    match n {
        0 => "There is no other theme.".to_owned(),
        1 => "No other theme changes: the other one keeps its segments and key terms.".to_owned(),
        n => format!("No other theme changes: the other {n} keep their segments and key terms."),
    }
}
