//! Differences between what a project file holds and what its log says.

use serde::Serialize;

use super::ids::{OperationId, ProposalId, RunId, SegmentId};

/// One thing in a project file that differs from the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Alteration {
    /// Which thing.
    pub thing: AlteredThing,
    /// How it was altered.
    pub kind: AlterationKind,
    /// The operation that made it, or that recorded its digest; `None` without one.
    pub operation: Option<OperationId>,
}

/// How a thing was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AlterationKind {
    /// It exists and differs.
    Changed,
    /// It no longer exists.
    Missing,
    /// It exists, and no operation made it.
    Added,
}

/// A thing that a project file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "thing", rename_all = "kebab-case")]
pub enum AlteredThing {
    /// An operation of the log, or a later one.
    Operation {
        /// Its number.
        id: OperationId,
    },
    /// A decision of a coder, as a record.
    Record {
        /// Its key.
        key: String,
    },
    /// A document, whole.
    Document {
        /// Its name.
        document: String,
    },
    /// A part of a document.
    DocumentPart {
        /// The document's name.
        document: String,
        /// Which part.
        part: DocumentPart,
    },
    /// A participant.
    Participant {
        /// The name.
        participant: String,
    },
    /// An attribute of a participant.
    Attribute {
        /// The participant's name.
        participant: String,
        /// The attribute's name.
        attribute: String,
    },
    /// A run, whole.
    Run {
        /// Its number.
        run: RunId,
    },
    /// Which operation made a run.
    RunOperation {
        /// The run's number.
        run: RunId,
    },
    /// The parameters, counts and findings of a run.
    RunDetail {
        /// The run's number.
        run: RunId,
    },
    /// The fact that a run read a document.
    RunDocument {
        /// The run's number.
        run: RunId,
        /// The document's name.
        document: String,
    },
    /// The places of a document's segments in a run, and who said them.
    Segments {
        /// The run's number.
        run: RunId,
        /// The document's name.
        document: String,
    },
    /// A candidate of a run: its label and the evidence for it.
    Candidate {
        /// The run's number.
        run: RunId,
        /// The candidate's number.
        candidate: ProposalId,
    },
    /// Which segments are in a candidate.
    Members {
        /// The run's number.
        run: RunId,
        /// The candidate's number.
        candidate: ProposalId,
    },
    /// The vector of a segment's words.
    Vector {
        /// The run's number.
        run: RunId,
        /// The first segment with these words.
        segment: SegmentId,
    },
    /// A model without vectors: the program never makes such a row.
    Model,
    /// A row that refers to a missing row.
    Reference {
        /// The table.
        table: String,
        /// The table that it refers to.
        parent: String,
    },
    /// A table, index or trigger of the database.
    Schema {
        /// What it is: `table`, `index`, `trigger`.
        of_kind: String,
        /// Its name.
        name: String,
    },
    /// The database's pages.
    Pages {
        /// The table or index, if known.
        table: Option<String>,
        /// What SQLite says.
        problem: String,
    },
}

/// The parts of a document that are checked one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::VariantArray)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentPart {
    /// Its name, format and language, and the hash of its source.
    Source,
    /// Its words.
    Text,
    /// The notices about how it was read.
    Notices,
    /// Its speakers and their roles.
    Speakers,
    /// Who said which words.
    Turns,
    /// When the words were said.
    TimeMarks,
}

impl DocumentPart {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the table that holds it.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::Source | Self::Text | Self::Notices => "document",
            Self::Speakers => "speaker",
            Self::Turns => "turn",
            Self::TimeMarks => "time_mark",
        }
    }
}

impl AlteredThing {
    /// Returns the table of the database that holds it; `None` for what is not in one table.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        Some(match self {
            Self::Operation { .. } => "operation",
            Self::Record { .. } => "record",
            Self::Document { .. } => "document",
            Self::DocumentPart { part, .. } => part.table(),
            Self::Participant { .. } => "participant",
            Self::Attribute { .. } => "attribute",
            Self::Run { .. } | Self::RunOperation { .. } | Self::RunDetail { .. } => "run",
            Self::RunDocument { .. } => "run_document",
            Self::Segments { .. } => "segment",
            Self::Candidate { .. } => "proposal",
            Self::Members { .. } => "member",
            Self::Vector { .. } => "embedding",
            Self::Model => "model",
            Self::Reference { table, .. } => table,
            Self::Pages { table, .. } => return table.as_deref(),
            Self::Schema { .. } => return None,
        })
    }
}

impl std::fmt::Display for Alteration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use AlterationKind::{Added, Changed, Missing};
        // The log and the records are checked against the log itself, so no operation is named.
        match &self.thing {
            AlteredThing::Operation { id } => return write!(f, "operation {id} of its log was altered"),
            AlteredThing::Record { key } => {
                return write!(f, "the record `{key}` is not what the log gives");
            }
            AlteredThing::Pages { table, problem } => {
                let of = table.as_ref().map(|table| format!(" of `{table}`")).unwrap_or_default();
                return write!(f, "the database's pages{of} are damaged: {problem}");
            }
            AlteredThing::Reference { table, parent } => {
                return write!(
                    f,
                    "a row of the table `{table}` refers to a row of `{parent}` that is not there"
                );
            }
            AlteredThing::Model => {
                return f.write_str("a model has no vectors, and no operation made it (table `model`)");
            }
            AlteredThing::Schema { of_kind, name } => {
                return match self.kind {
                    Changed => {
                        write!(f, "the {of_kind} `{name}` of the database is not what this version makes")
                    }
                    Missing => write!(f, "the {of_kind} `{name}` of the database is missing"),
                    Added => {
                        write!(f, "the {of_kind} `{name}` is in the database, and this version makes none")
                    }
                };
            }
            AlteredThing::Vector { run, segment } => {
                return match self.kind {
                    Missing => write!(f, "the vector of segment {segment} of run {run} is missing"),
                    Changed | Added => write!(
                        f,
                        "the vector of segment {segment} of run {run} is not what the model gives for its words"
                    ),
                };
            }
            _ => {}
        }
        let (what, were) = self.thing.what();
        match (self.kind, self.operation) {
            (Changed, Some(operation)) => {
                write!(f, "{what} {were} not what operation {operation} recorded")?;
            }
            (Changed, None) => write!(f, "{what} {were} not what the log says")?,
            (Missing, Some(operation)) => {
                write!(f, "{what}, which operation {operation} recorded, {were} missing")?
            }
            (Missing, None) => write!(f, "{what} {were} missing")?,
            (Added, _) => write!(f, "{what} {were} recorded by no operation")?,
        }
        self.thing.table().map_or(Ok(()), |table| write!(f, " (table `{table}`)"))
    }
}

impl AlteredThing {
    /// Returns a phrase for people, and the verb that goes with it.
    fn what(&self) -> (String, &'static str) {
        match self {
            Self::Document { document } => (format!("the document {document}"), "is"),
            Self::DocumentPart { document, part } => match part {
                DocumentPart::Source => (format!("the name, format, language or source of {document}"), "is"),
                DocumentPart::Text => (format!("the words of {document}"), "are"),
                DocumentPart::Notices => (format!("the notices of {document}"), "are"),
                DocumentPart::Speakers => (format!("the speakers of {document} or their roles"), "are"),
                DocumentPart::Turns => (format!("the turns of {document}"), "are"),
                DocumentPart::TimeMarks => (format!("the times of {document}"), "are"),
            },
            Self::Participant { participant } => (format!("the participant {participant}"), "is"),
            Self::Attribute { participant, attribute } => {
                (format!("the attribute {attribute} of participant {participant}"), "is")
            }
            Self::Run { run } => (format!("run {run}"), "is"),
            Self::RunOperation { run } => (format!("the operation that made run {run}"), "is"),
            Self::RunDetail { run } => (format!("the parameters and results of run {run}"), "are"),
            Self::RunDocument { run, document } => (format!("{document} as a document of run {run}"), "is"),
            Self::Segments { run, document } => (format!("the segments of {document} in run {run}"), "are"),
            Self::Candidate { run, candidate } => {
                (format!("the label or evidence of candidate {candidate} of run {run}"), "is")
            }
            Self::Members { run, candidate } => {
                (format!("the segments in candidate {candidate} of run {run}"), "are")
            }
            Self::Operation { .. }
            | Self::Record { .. }
            | Self::Vector { .. }
            | Self::Model
            | Self::Reference { .. }
            | Self::Schema { .. }
            | Self::Pages { .. } => (String::new(), "is"),
        }
    }
}
