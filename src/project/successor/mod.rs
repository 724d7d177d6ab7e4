//! Makes a new project file from another: with the same study and the same decisions, and without what must not be in it.
//!
//! Nothing is deleted from a copy. The new file is written from what may stay, so that no byte of anything else was ever in it. Its log begins
//! with one operation, which holds all records, the digests of all content, and the end of the log of the other file. What happened before is
//! in that file only; an undo does not reach behind it.

mod contents;
mod corpus;
mod erase;
mod lost;
mod missed;
mod model_vectors;
mod names_table;
mod problem;
mod pseudonymise;
mod pseudonymised;
#[cfg(test)]
mod pseudonymised_tests;
mod relabel;
mod replacer;
#[cfg(test)]
mod tests;
mod vectors;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use self::contents::{Beginning, Contents};
use super::copy::CopyReport;
use super::successor_report::LeftOutOfCopy;
use super::verify::{verify, verify_moment};
use super::{Project, ProjectError};
use crate::domain::{Progress, SuccessorHow, Timestamp};
use crate::output_file::{OutputFile, Readers};
use crate::store::{Store, StoreError};

pub use missed::{MissedBecause, MissedName};
pub use problem::SuccessorProblem;
pub use pseudonymised::{PseudonymiseRequest, Pseudonymised, ReplacedName};

/// A copy without the documents that were taken out of the study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WithoutRemovedRequest {
    /// The project file.
    pub from: PathBuf,
    /// The new file.
    pub to: PathBuf,
    /// Why; it is kept in the log of the new file.
    pub reason: Option<String>,
    /// The time at which it is made.
    pub at: Timestamp,
}

impl Project {
    /// Makes a new project file that holds nothing of the documents that were taken out of the study: no words, names, vectors, segments, codings
    /// or memos on them, and no log of them. All else is as it was: segments and candidates keep their numbers, and all coders their decisions.
    /// An erased document leaves an empty place with the numbers of its segments. The original does not change.
    ///
    /// # Errors
    /// [`SuccessorProblem::NothingRemoved`] where no document was taken out; [`StoreError::InTheWay`] where the new file exists;
    /// [`ProjectError::Altered`] where the project differs from its log; [`ProjectError::Cancelled`]. Nothing is left behind then.
    pub fn copy_without_removed(
        request: &WithoutRemovedRequest,
        progress: &dyn Progress,
    ) -> Result<CopyReport, ProjectError> {
        let unwritable = |error: std::io::Error| StoreError::unwritable(&request.to, &error);
        let new = OutputFile::begin(&request.to, false, Readers::Owner).map_err(unwritable)?;
        let project = Project::open_read_only(&request.from)?;
        // What is taken over gets digests in the new log, so it must be as the old log says.
        let made = project.store.read(|store| {
            verify_moment(store, &request.from)?;
            let before = Contents::read(&project)?;
            progress.check_cancelled()?;
            let mut erased = erase::erase(&before)?;
            let relabelled = relabel::relabel(&project, &mut erased.contents, &erased.lost)?;
            progress.check_cancelled()?;
            let vectors = vectors::of(store, &before, &erased.contents)?;
            let beginning = Beginning {
                how: SuccessorHow::WithoutRemoved { n_documents: erased.n_documents },
                reason: request.reason.as_deref(),
                at: &request.at,
            };
            let mut made = Store::create_in(&new)?;
            erased.contents.write(&mut made, &beginning, &vectors)?;
            progress.check_cancelled()?;
            verify(&made, &request.to)?;
            let left_words = erased.lost.left_words(&before, &erased.contents);
            let left_out = LeftOutOfCopy {
                predecessor: before.end.clone(),
                n_documents: erased.n_documents,
                n_segments: erased.n_segments,
                n_participants: erased.n_participants,
                n_examples: erased.n_examples,
                relabelled,
                left_words,
            };
            Ok::<_, ProjectError>((made, left_out))
        })?;
        let (store, left_out) = made;
        let copied = store.finish(new)?;
        Ok(CopyReport { left_out: Some(left_out), ..CopyReport::of(&copied) })
    }
}
