//! What a user can do about an error or a notice, as data. Each front end uses its own name for the option, command or field.

use serde::Serialize;

/// One way to solve a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Remedy {
    /// Give a parameter a value, or another value than the one given.
    Give {
        /// The parameter, by the name of the request's field: `text_column`, `n_clusters`.
        parameter: &'static str,
        /// A value that works; `None` if the user must choose one.
        value: Option<String>,
    },
    /// Leave a parameter out.
    LeaveOut {
        /// The parameter, by the name of the request's field.
        parameter: &'static str,
    },
    /// Take another action first.
    Take {
        /// The action.
        action: Action,
        /// What it acts on, as it is named: a candidate, a code; `None` if the user must choose.
        #[serde(skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
}

/// The actions that a remedy can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Suggest candidates from transcripts.
    Suggest,
    /// List the candidates of a run.
    ListCandidates,
    /// List the documents of a run.
    ListDocuments,
    /// Suggest all candidates anew.
    SuggestFresh,
    /// Take a document out of the study.
    RemoveDocument,
    /// Put a document back that was taken out of the study.
    RestoreDocument,
    /// Show one candidate with its segments.
    ShowCandidate,
    /// Add a coder to the project.
    AddCoder,
    /// Choose the coder who decides by default.
    SetCoder,
    /// Open the project for comparison, so that coders see each other's decisions.
    OpenComparison,
    /// List the codes of a coder.
    ListCodes,
    /// List the codings of a code.
    ShowCode,
    /// Code a segment or a span by hand.
    ApplyCode,
    /// Move a code out from under another, to the top level.
    UnnestCode,
    /// List the memos of a coder.
    ListMemos,
    /// List the log of operations.
    ShowLog,
    /// Accept a candidate, so that it becomes a code or a theme.
    AcceptCandidate,
    /// Reopen a candidate that was rejected or deferred.
    ReopenCandidate,
    /// Import codings from another tool's table.
    Import,
    /// List where coders disagree.
    ListDisagreements,
    /// Install a model.
    AddModel,
    /// Remove a model that was installed.
    RemoveModel,
    /// Embed texts from a file or a stream.
    Embed,
}

impl Remedy {
    /// Returns the remedy of giving a parameter that the user must choose.
    #[must_use]
    pub const fn give(parameter: &'static str) -> Self {
        Self::Give { parameter, value: None }
    }

    /// Returns the remedy of giving a parameter a certain value.
    #[must_use]
    pub fn give_value(parameter: &'static str, value: impl Into<String>) -> Self {
        Self::Give { parameter, value: Some(value.into()) }
    }

    /// Returns the remedy of leaving a parameter out.
    #[must_use]
    pub const fn leave_out(parameter: &'static str) -> Self {
        Self::LeaveOut { parameter }
    }

    /// Returns the remedy of taking another action first.
    #[must_use]
    pub const fn take(action: Action) -> Self {
        Self::Take { action, on: None }
    }

    /// Returns the remedy of acting on something first.
    #[must_use]
    pub fn take_on(action: Action, on: impl ToString) -> Self {
        Self::Take { action, on: Some(on.to_string()) }
    }
}
