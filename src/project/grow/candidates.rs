//! The candidates of segments that were added to a run.

use std::collections::{BTreeMap, BTreeSet};

use crate::cluster::ClusteringOutcome;
use crate::domain::{CandidateThemeId, ClusterId, Clustering, Embeddings, Proposal, ProposalId};
use crate::project::guide::{Guide, GuideView};
use crate::project::load_view::LoadedRun;

/// The fewest new segments that make a candidate; one alone is no pattern.
const MIN_CANDIDATE: usize = 2;
/// The candidates of interviews that were added begin after the next multiple of this: so their numbers tell which were there before, and
/// hardly ever depend on how many candidates a coder made.
const NUMBERS_AT_ONCE: u32 = 100;

/// The groups of a run after segments were added: those that it had, then the new ones.
pub(super) struct Groups {
    /// The group of each segment, old or new.
    pub(super) clustering: Clustering,
    /// The number of each group.
    pub(super) numbers: Vec<ProposalId>,
    /// The candidate theme of each group; `None` in a run of one level.
    pub(super) themes: Vec<Option<CandidateThemeId>>,
    /// How many groups the run had.
    pub(super) n_before: usize,
}

/// What new groups are numbered after, and which segments are in the groups of others.
pub(super) struct Numbering {
    /// The highest number that the run or a coder gave to a candidate.
    pub(super) last: u32,
    /// For each segment of a corrected document, by row, the segment whose place it takes.
    pub(super) inherited: BTreeMap<usize, usize>,
}

impl Groups {
    /// Adds the segments that are in no group yet as groups of their own: those of each group of `outcome`, which grouped all segments, if a new
    /// one is among them.
    pub(super) fn of(
        loaded: &LoadedRun,
        outcome: &ClusteringOutcome,
        embeddings: &Embeddings,
        numbering: &Numbering,
    ) -> Self {
        let mut numbers: Vec<ProposalId> = loaded.run.proposals.iter().map(|proposal| proposal.id).collect();
        let n_before = numbers.len();
        let at: BTreeMap<ProposalId, usize> = numbers.iter().copied().zip(0..).collect();
        let held = loaded.run.segments.iter().map(|segment| loaded.code_of.get(&segment.id));
        let mut group_of: Vec<Option<usize>> = held.map(|id| at.get(id?).copied()).collect();
        let n_held = group_of.len();
        group_of.resize(embeddings.n_segments(), None);
        for (&row, &from) in &numbering.inherited {
            group_of[row] = group_of[from];
        }

        let mut added: BTreeMap<ClusterId, Vec<usize>> = BTreeMap::new();
        // Segments that earlier interviews left in no group take part, unless their document was taken out of the study.
        for (row, cluster) in outcome.clustering.assignments.iter().enumerate() {
            let is_here = row >= n_held || loaded.is_present(loaded.texts.rows()[row].document);
            if let Some(cluster) = cluster.filter(|_| is_here && group_of[row].is_none()) {
                added.entry(cluster).or_default().push(row);
            }
        }
        let has_new = |rows: &Vec<usize>| rows.iter().any(|&row| row >= n_held);
        let mut added: Vec<Vec<usize>> =
            added.into_values().filter(|rows| rows.len() >= MIN_CANDIDATE && has_new(rows)).collect();
        added.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let mut themes: Vec<Option<CandidateThemeId>> =
            numbers.iter().map(|id| loaded.theme_of.get(id).copied()).collect();
        let centres = centres(&group_of, &themes, embeddings);
        let first = (numbering.last / NUMBERS_AT_ONCE + 1) * NUMBERS_AT_ONCE + 1;
        for (rows, number) in added.into_iter().zip(first..) {
            let centre = sum(embeddings, rows.iter().copied());
            let nearest = centres.iter().max_by(|a, b| cosine(a.1, &centre).total_cmp(&cosine(b.1, &centre)));
            themes.push(nearest.map(|(theme, _)| *theme));
            rows.iter().for_each(|&row| group_of[row] = Some(numbers.len()));
            numbers.push(ProposalId(number));
        }
        let clustering = Clustering {
            assignments: group_of.iter().map(|group| group.map(|group| ClusterId(group as u32))).collect(),
            n_clusters: numbers.len(),
            ..outcome.clustering.clone()
        };
        Self { clustering, numbers, themes, n_before }
    }

    /// Returns the number of each group, as descriptions name it.
    pub(super) fn ids(&self) -> BTreeMap<ClusterId, ProposalId> {
        (0..).map(ClusterId).zip(self.numbers.iter().copied()).collect()
    }

    /// Returns the descriptions of the new groups, with their number and their theme.
    pub(super) fn added<'p>(
        &self,
        described: &'p [Proposal],
    ) -> impl Iterator<Item = (ProposalId, Option<CandidateThemeId>, &'p Proposal)> {
        let place = |proposal: &Proposal| proposal.cluster.0 as usize;
        let new = described.iter().filter(move |proposal| place(proposal) >= self.n_before);
        new.map(move |proposal| (self.numbers[place(proposal)], self.themes[place(proposal)], proposal))
    }

    /// Returns the groups of the run in which new segments are, with the number of each.
    pub(super) fn held<'p>(
        &self,
        described: &'p [Proposal],
    ) -> impl Iterator<Item = (ProposalId, &'p Proposal)> {
        let place = |proposal: &Proposal| proposal.cluster.0 as usize;
        let old = described.iter().filter(move |proposal| place(proposal) < self.n_before);
        old.map(move |proposal| (self.numbers[place(proposal)], proposal))
    }

    /// Counts the new segments that are in no group.
    pub(super) fn n_in_none(&self, n_held: usize) -> usize {
        self.clustering.assignments.iter().skip(n_held).filter(|group| group.is_none()).count()
    }

    /// Measures how far all groups follow the guide.
    pub(super) fn follow(&self, guide: &Guide) -> Option<GuideView> {
        let themes: Option<Vec<usize>> = self.themes.iter().map(|theme| Some((*theme)?.0 as usize)).collect();
        guide.measure(&self.clustering.assignments, themes.as_deref())
    }
}

/// Returns the sum of the vectors of each theme's segments.
fn centres(
    group_of: &[Option<usize>],
    themes: &[Option<CandidateThemeId>],
    embeddings: &Embeddings,
) -> BTreeMap<CandidateThemeId, Vec<f64>> {
    let known: BTreeSet<CandidateThemeId> = themes.iter().flatten().copied().collect();
    let rows_of = |theme: CandidateThemeId| {
        let is_in = move |group: &Option<usize>| group.and_then(|group| themes[group]) == Some(theme);
        group_of.iter().enumerate().filter(move |(_, group)| is_in(group)).map(|(row, _)| row)
    };
    known.into_iter().map(|theme| (theme, sum(embeddings, rows_of(theme)))).collect()
}

fn sum(embeddings: &Embeddings, rows: impl Iterator<Item = usize>) -> Vec<f64> {
    let mut sum = vec![0.0; embeddings.dim()];
    for row in rows {
        for (total, &value) in sum.iter_mut().zip(embeddings.row(row)) {
            *total += f64::from(value);
        }
    }
    sum
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let length = (dot(a, a) * dot(b, b)).sqrt();
    if length > 0.0 { dot(a, b) / length } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_that_of_the_sum() {
        let embeddings = Embeddings::new(vec![1.0, 0.0, 0.0, 1.0, 0.6, 0.8], 2).unwrap();
        assert_eq!(sum(&embeddings, [0, 1].into_iter()), [1.0, 1.0]);
        assert!((cosine(&[1.0, 0.0], &[1.0, 1.0]) - 0.5_f64.sqrt()).abs() < 1e-12);
        assert_eq!(cosine(&[0.0, 0.0], &[1.0, 1.0]), 0.0);
    }
}
