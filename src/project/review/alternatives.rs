//! Splits a candidate into k parts by clustering only its own segments.

use serde::Serialize;

use crate::cluster::{ClusterError, KMeansParams, k_means};
use crate::domain::{CandidateId, CoderId, Decision, SegmentId};
use crate::review;

use super::Reviewer;
use crate::project::ProjectError;

/// One way to split a candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SplitAlternative {
    /// The number of parts.
    pub n_parts: usize,
    /// The parts, the largest first.
    pub parts: Vec<SplitPart>,
    /// The decision that makes this split: the largest part stays in the candidate, the others become candidates of their own.
    pub decision: Decision,
}

/// A part of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SplitPart {
    /// A suggested label.
    pub label: String,
    /// Terms that distinguish it, best first.
    pub key_terms: Vec<String>,
    /// Its segments.
    pub segments: Vec<SegmentId>,
    /// How many participants the segments are from.
    pub n_participants: usize,
    /// Mean cosine of its segments to their mean direction.
    pub cohesion: f64,
}

impl Reviewer {
    /// Returns two to four ways to split a candidate that holds segments: into 2, 3 and 4 parts, or, if a number is given, into that number and one
    /// fewer and one more, where its segments differ enough. K-means clusters its segments alone, from a fixed seed,
    /// so that a candidate always has the same alternatives. Returns none where nothing can be split.
    ///
    /// # Errors
    /// [`ProjectError::Refused`] where there is no such candidate, or it is decided on, or it cannot be split into this number of
    /// parts.
    pub(in crate::project) fn split_alternatives(
        &mut self,
        coder: &CoderId,
        id: CandidateId,
        n_parts: Option<usize>,
    ) -> Result<Vec<SplitAlternative>, ProjectError> {
        self.refresh()?;
        let view = self.state.view(coder);
        let of_segments = self.base.of_segments(id)?;
        review::unsettled(&self.base, view, of_segments)?;
        let members: Vec<SegmentId> = review::members(&self.base, view, of_segments).into_iter().collect();
        let describing = self.describing()?;
        let store = &self.project.store;
        let embeddings =
            describing.vectors(self.path(), &members, &|model, texts| store.embeddings(model, texts))?;
        let wanted: Vec<usize> = match n_parts {
            None => vec![2, 3, 4],
            Some(k) => {
                // If the number is impossible, the nearest possible numbers are shown.
                let nearest = k.clamp(2, members.len().max(2));
                vec![nearest - 1, nearest, nearest + 1]
            }
        };
        let mut alternatives = Vec::new();
        for k in wanted.into_iter().filter(|&k| k >= 2 && k <= members.len()) {
            let clustering = match k_means(&embeddings, &KMeansParams::new(k, 0).check(members.len())?) {
                Ok(clustering) => clustering,
                // The segments do not differ enough for this number of parts.
                Err(ClusterError::TooFewDistinct { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            let mut parts: Vec<Vec<SegmentId>> = vec![Vec::new(); clustering.n_clusters];
            for (segment, cluster) in members.iter().zip(&clustering.assignments) {
                if let Some(part) = cluster.and_then(|cluster| parts.get_mut(cluster.0 as usize)) {
                    part.push(*segment);
                }
            }
            let decision = Decision::Split { candidate: id, parts: parts[1..].to_vec(), codes: Vec::new() };
            let parts = parts
                .into_iter()
                .map(|segments| {
                    let rows = describing
                        .vectors(self.path(), &segments, &|model, texts| store.embeddings(model, texts))?;
                    let described = describing.describe_rows(&segments, &rows);
                    Ok(SplitPart {
                        label: described.as_ref().map(|p| p.label.clone()).unwrap_or_default(),
                        key_terms: described
                            .iter()
                            .flat_map(|p| &p.key_terms)
                            .map(|t| t.term.clone())
                            .collect(),
                        n_participants: described.as_ref().map_or(0, |p| p.n_participants),
                        cohesion: described.as_ref().map_or(0.0, |p| p.cohesion),
                        segments,
                    })
                })
                .collect::<Result<_, ProjectError>>()?;
            alternatives.push(SplitAlternative { n_parts: k, parts, decision });
        }
        Ok(alternatives)
    }
}
