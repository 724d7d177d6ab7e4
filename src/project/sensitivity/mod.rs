//! Measures how much the candidate themes of a run depend on choices: with another seed, another number, another algorithm, or
//! one interview fewer.

mod changes;
mod findings;
mod recovery;
mod view;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::changes::{Change, Made};
use super::interviews::Interviews;
use super::{ProjectError, Reviewer, SuccessorProblem};
use crate::cluster::{self, ClusterError, Variation};
use crate::compare::partition::{RunMembership, between};
use crate::domain::{Agreement, CandidateId, Clustering, Embeddings, Progress, ProposalId, Stage};

pub use crate::domain::ChangeKind;
pub use view::{CandidateSensitivity, InterviewShare, Perturbation, Recovery, SensitivityView};

impl Reviewer {
    /// Regroups the segments of the run, with one change each time, and compares.
    ///
    /// # Errors
    /// [`ProjectError::Successor`] where segments that the run was made of were erased; [`ProjectError::NoVectors`]; [`ProjectError::Damaged`] where the run does not record how it was made;
    /// [`ProjectError::Cancelled`].
    pub fn sensitivity(&self, progress: &dyn Progress) -> Result<SensitivityView, ProjectError> {
        let n_erased = self.loaded.n_erased();
        if n_erased > 0 {
            let (path, run) = (self.path().to_owned(), self.run());
            return Err(SuccessorProblem::Erased { path, run, n_segments: n_erased }.into());
        }
        let view = self.project.run_view(&self.loaded)?;
        let used = view.parameters.cluster;
        let embeddings = self.all_vectors()?;
        // The run as it was made, also with documents that were taken out since.
        let base = &self.whole_run()?;
        let place: BTreeMap<ProposalId, usize> = base.code_ids().zip(0..).collect();
        let themes: Vec<Option<usize>> = base
            .segment_ids()
            .map(|segment| base.code_of(segment).and_then(|code| place.get(&code).copied()))
            .collect();
        let n_candidates = place.len();
        let is_given = view.curve.is_none() && used.n_clusters.is_some_and(|n| n > 1);
        let n_noise = themes.iter().filter(|theme| theme.is_none()).count();
        let made_as = changes::made_as(&used, is_given, n_noise);
        let interviews = Interviews::of(base);
        let changes = changes::all(&made_as, n_candidates, &interviews);

        progress.start(Stage::Clustering, Some(changes.len() as u64));
        let made: Result<Vec<Made>, ProjectError> = changes
            .par_iter()
            .with_max_len(1)
            .map(|change| {
                progress.check_cancelled()?;
                let made = make(change, &embeddings, &themes, progress)?;
                progress.advance(1);
                Ok(made)
            })
            .collect();
        let made = made?;
        progress.finish();
        let named: Vec<(CandidateId, String)> = base
            .code_ids()
            .map(|id| (base.name(id), base.code(id).map(|code| code.label.clone()).unwrap_or_default()))
            .collect();
        let themes_found = recovery::themes(&themes, &named, &made);
        let mut found = SensitivityView {
            run: self.run(),
            algorithm: used.algorithm,
            seed: used.seed,
            n_segments: themes.len(),
            n_candidates,
            n_candidates_given: is_given,
            n_candidates_chosen_anew: !is_given && used.algorithm.takes("n_clusters"),
            numbers_cut_from_one: used.algorithm.facts().cuts_one_tree,
            noise_share: n_noise as f64 / themes.len().max(1) as f64,
            changes: made.into_iter().map(|made| made.changed).collect(),
            candidates: themes_found,
            findings: Vec::new(),
        };
        found.findings = findings::of(&found);
        Ok(found)
    }
}

/// Makes one grouping and compares it with that of the run.
fn make(
    change: &Change,
    embeddings: &Embeddings,
    themes: &[Option<usize>],
    progress: &dyn Progress,
) -> Result<Made, ProjectError> {
    let rows: Vec<usize> =
        (0..themes.len()).filter(|&row| change.keep.as_ref().is_none_or(|keep| keep[row])).collect();
    let grouped = match change.params.clone().check(rows.len()) {
        Err(error) => Err(ClusterError::Parameter(error)),
        Ok(params) => cluster::group(&embeddings.select(&rows), &params, progress),
    };
    Ok(match grouped {
        Ok(clustering) => compared(change, &rows, &clustering, themes),
        Err(ClusterError::Cancelled(cancelled)) => return Err(cancelled.into()),
        // A part may be too small or too large for the parameters: that is a result.
        Err(error) => {
            let undefined = || Agreement::new(Err(crate::domain::Undefined::Nothing));
            let changed = Perturbation {
                kind: change.kind,
                to: change.to.clone(),
                n_candidates: None,
                noise_share: None,
                n_measured: 0,
                ari: undefined(),
                ami: undefined(),
                not_made_because: Some(error.to_string()),
            };
            Made { changed, variation: None }
        }
    })
}

fn compared(change: &Change, rows: &[usize], clustering: &Clustering, themes: &[Option<usize>]) -> Made {
    let mut labels = vec![None; themes.len()];
    let mut present = vec![false; themes.len()];
    for (&row, cluster) in rows.iter().zip(&clustering.assignments) {
        labels[row] = cluster.map(|cluster| cluster.0);
        present[row] = true;
    }
    let placed = |is_there: bool, cluster: Option<u32>| match (is_there, cluster) {
        (false, _) => RunMembership::Absent,
        (true, None) => RunMembership::Noise,
        (true, Some(cluster)) => RunMembership::In(cluster),
    };
    let run: Vec<RunMembership> =
        themes.iter().map(|&theme| placed(true, theme.map(|theme| theme as u32))).collect();
    let other: Vec<RunMembership> =
        present.iter().zip(&labels).map(|(&is_there, &cluster)| placed(is_there, cluster)).collect();
    let pair = between(&run, &other);
    let n_noise = clustering.assignments.iter().filter(|cluster| cluster.is_none()).count();
    let changed = Perturbation {
        kind: change.kind,
        to: change.to.clone(),
        n_candidates: Some(clustering.n_clusters),
        noise_share: Some(n_noise as f64 / rows.len().max(1) as f64),
        n_measured: pair.n_measured,
        ari: pair.ari,
        ami: pair.ami,
        not_made_because: None,
    };
    Made { changed, variation: Some(Variation { labels, present }) }
}
