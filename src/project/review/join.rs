//! Two copies of a project become one.

use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::domain::{Contradiction, OperationId, OperationKind, RunId, Timestamp};
use crate::output_file::{OutputFile, Readers};
use crate::project::ProjectError;
use crate::store::{NewOperation, Store, StoreError};

use super::joining::Joining;
use crate::project::verify::verify;

/// What joining two copies did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct JoinReport {
    /// The last operation that both copies share.
    pub parted_after: OperationId,
    /// How many operations only the first copy has.
    pub n_first: usize,
    /// How many operations of the second copy were appended.
    pub n_joined: usize,
    /// How many operations of the second copy were set aside, since they contradict: kept in the log, without effect.
    pub n_set_aside: usize,
    /// Runs of the second copy that have another number now: theirs, then the new one.
    pub renumbered_runs: Vec<(RunId, RunId)>,
    /// What was set aside, and why.
    pub contradictions: Vec<Contradiction>,
}

impl super::Reviewer {
    /// Joins two copies of a project to a third file: the first copy, and behind its log what only the second has, each operation
    /// with its own coder, time, decision and reason. Neither copy is changed.
    ///
    /// An operation of the second copy that does not fit on what the first holds contradicts. Then nothing is joined, and all
    /// contradictions are named; with `keep_first` such operations are set aside instead: they stand in the log with all
    /// that they held and have no effect.
    ///
    /// # Errors
    /// [`ProjectError::NotCopies`], [`ProjectError::Contradictions`]; [`ProjectError::Altered`] where the second copy is not as its log
    /// says; [`StoreError::InTheWay`] where the output exists.
    pub fn join(
        first: &Path,
        second: &Path,
        output: &Path,
        keep_first: bool,
        at: &Timestamp,
    ) -> Result<JoinReport, ProjectError> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::InTheWay(output.to_owned()),
            _ => StoreError::NotWritable { path: output.to_owned(), problem: error.to_string() },
        };
        let joined = OutputFile::begin(output, false, Readers::Owner).map_err(failed)?;
        // The first is worked on as a copy, the second is only read: opening a project of an older version to change it would
        // upgrade it.
        Store::copy_into(first, &joined)?;
        let mut store = Store::open(joined.path_until_then())?;
        let other = Store::open_read_only(second)?;
        // What is taken over gets digests here: nothing may be taken over that was altered before.
        verify(&other, second)?;
        // What is read of the second is of one moment.
        let report = other.read(|other| join_stores(&mut store, other, [first, second], keep_first, at))?;
        drop(store);
        joined.finish().map_err(failed)?;
        Ok(report)
    }
}

fn join_stores(
    store: &mut Store,
    other: &Store,
    [first, second]: [&Path; 2],
    keep_first: bool,
    at: &Timestamp,
) -> Result<JoinReport, ProjectError> {
    let (ours, theirs) = (store.operations()?, other.operations()?);
    let n_shared = ours.iter().zip(&theirs).take_while(|(a, b)| a.hash == b.hash).count();
    if n_shared == 0 {
        return Err(ProjectError::NotCopies { first: first.to_owned(), second: second.to_owned() });
    }
    if theirs[n_shared..].iter().any(|operation| operation.kind == OperationKind::Suggest) {
        store.keep_embeddings_of(other)?;
    }
    let mut joining = Joining::new(store, other, &ours[n_shared..])?;
    store.write(at, |change| {
        for operation in &theirs[n_shared..] {
            joining.append(change, operation)?;
        }
        if !keep_first && !joining.contradictions.is_empty() {
            return Err(ProjectError::Contradictions(std::mem::take(&mut joining.contradictions)));
        }
        let report = JoinReport {
            parted_after: OperationId(n_shared as u32),
            n_first: ours.len() - n_shared,
            n_joined: theirs.len() - n_shared - joining.contradictions.len(),
            n_set_aside: joining.contradictions.len(),
            renumbered_runs: joining.renumbered_runs(),
            contradictions: std::mem::take(&mut joining.contradictions),
        };
        let detail = json!({
            "parted_after": report.parted_after,
            "n_joined": report.n_joined,
            "n_set_aside": report.n_set_aside,
            "first": ours.last().map(|last| &last.hash),
            "second": theirs.last().map(|last| &last.hash),
        });
        change.append(&NewOperation { kind: OperationKind::Join, at: at.clone(), detail })?;
        Ok(report)
    })
}
