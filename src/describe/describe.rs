//! Descriptions of the clusters of a clustering.

use rayon::prelude::*;

use super::centres::Centres;
use super::corpus::Corpus;
use super::described_segment::DescribedSegment;
use super::exemplars::{exemplars, near_misses};
use super::key_terms::{WeightedTerm, weigh_terms};
use super::label::{label, tell_apart};
use super::near_duplicates::distinct_terms;
use super::notices::notices;
use super::params::DescribeValidParams;
use super::surface_form::surfaces;
use crate::domain::{
    Cancelled, ClusterId, Clustering, Embeddings, Exemplar, KeyTerm, Progress, Proposal, RivalTheme, Stage,
};

/// Describes each cluster: a label, key terms, exemplars, near misses, the rival candidate and notices about its evidence.
///
/// Row `i` of `segments` (`n_segments`), `embeddings` (`n_segments × dim`) and `clustering` is one segment; rows that one of
/// them does not have are ignored. The result is in the order of cluster numbers, without empty clusters.
///
/// *Centre*: the mean direction `m = Σx / ‖Σx‖` of a cluster's unit rows. *Cohesion*: the mean of `x·m`, which equals `‖Σx‖ /
/// n`; 0 if the rows cancel out. *Rival*: the cluster with the highest `m·m′`. The weight of key terms is class-based TF-IDF
/// (Grootendorst 2022, <https://arxiv.org/abs/2203.05794>) with two more factors: how many participants share the term, and how
/// it contrasts with other clusters:
///
/// ```text
/// W = f/n · ln(1 + A/F) · √(p / min(P, f)) · max(0, (r − r′)/(r + r′)),   r = f/n,   r′ = (f′ + ½)/(n′ + 1)
/// ```
///
/// A term occurs in `f` of the cluster's `n` segments, in `f′` of the `n′` others, and in `F = f + f′` in total; `p` of the
/// cluster's `P` participants say it. `A` is the mean number of content words of a cluster. Without other segments the last
/// factor is 1. Terms with weight 0 are omitted.
///
/// The order of the rows and the number of threads change only the row numbers themselves.
///
/// ```
/// use themata::describe::{DescribeParams, DescribedSegment, describe};
/// use themata::domain::{Algorithm, ClusterId, Clustering, Embeddings, Language, NoProgress};
///
/// let said = ["The ward round was long.", "Ward rounds tire me.", "Relatives cried.", "Relatives shouted at us."];
/// let segments = said.map(|text| DescribedSegment {
///     text, participant: None, document: "d1", language: Some(Language::ENGLISH),
/// });
/// let embeddings = Embeddings::new(vec![1.0, 0.0, 0.6, 0.8, 0.0, -1.0, 0.0, -1.0], 2).unwrap();
/// let clustering = Clustering {
///     algorithm: Algorithm::KMeans,
///     assignments: [0, 0, 1, 1].map(|id| Some(ClusterId(id))).to_vec(),
///     n_clusters: 2,
///     converged: true,
/// };
/// let params = DescribeParams::default().check().unwrap();
/// let themes = describe(&segments, &embeddings, &clustering, &params, &NoProgress).unwrap();
/// assert_eq!(themes[0].key_terms[0].term, "ward round");
/// // ‖(1.6, 0.8)‖ / 2 = √3.2 / 2
/// assert!((themes[0].cohesion - 0.894427).abs() < 1e-6);
/// assert!(themes[1].label.starts_with("relatives"));
/// ```
///
/// # Errors
/// [`Cancelled`] if `progress` is cancelled; there is no other error.
pub fn describe(
    segments: &[DescribedSegment<'_>],
    embeddings: &Embeddings,
    clustering: &Clustering,
    params: &DescribeValidParams,
    progress: &dyn Progress,
) -> Result<Vec<Proposal>, Cancelled> {
    let corpus = Corpus::read(segments, embeddings, clustering);
    let themes: Vec<usize> = (0..corpus.members.len()).filter(|&c| !corpus.members[c].is_empty()).collect();
    progress.start(Stage::Describing, Some(themes.len() as u64));
    let centres = Centres::of(&corpus);
    progress.check_cancelled()?;
    let terms = weigh_terms(&corpus);
    let mut proposals: Vec<Proposal> = themes
        .par_iter()
        .map(|&cluster| {
            progress.check_cancelled()?;
            let proposal = propose(&corpus, &centres, cluster, &terms[cluster], params);
            progress.advance(1);
            Ok(proposal)
        })
        .collect::<Result<_, Cancelled>>()?;
    name(&mut proposals, &corpus);
    progress.finish();
    Ok(proposals)
}

pub(super) fn propose(
    corpus: &Corpus<'_>,
    centres: &Centres,
    cluster: usize,
    weighed: &[WeightedTerm],
    params: &DescribeValidParams,
) -> Proposal {
    let params = params.values();
    let rows = &corpus.members[cluster];
    let mut members: Vec<Exemplar> =
        rows.iter().map(|&row| Exemplar { segment: row, similarity: centres.own(row) }).collect();
    // In canonical order, so that the sum does not depend on the order of the rows.
    let cohesion = members.iter().map(|member| member.similarity).sum::<f64>() / members.len() as f64;
    members.sort_by(|a, b| {
        b.similarity.total_cmp(&a.similarity).then(corpus.rank[a.segment].cmp(&corpus.rank[b.segment]))
    });
    let exemplars = exemplars(corpus, &members, params);
    let kept = distinct_terms(corpus, weighed, params.n_key_terms);
    let shown = surfaces(corpus, rows, &kept.iter().map(|term| term.term).collect::<Vec<_>>());
    let mut quotable: Vec<usize> = exemplars.iter().map(|exemplar| exemplar.segment).collect();
    let others = members.iter().map(|member| member.segment);
    quotable.extend(others.filter(|row| !quotable.contains(row)).collect::<Vec<_>>());
    let label = label(corpus, &kept, &shown, &quotable);
    let rival = (0..corpus.members.len())
        .filter(|&other| other != cluster && !corpus.members[other].is_empty())
        .map(|other| RivalTheme { cluster: id(other), similarity: centres.between(cluster, other) })
        // Of equals the first, which is the larger theme.
        .reduce(|best, other| if other.similarity > best.similarity { other } else { best });
    Proposal {
        cluster: id(cluster),
        label,
        key_terms: shown
            .into_iter()
            .zip(&kept)
            .map(|(term, kept)| KeyTerm { term, weight: kept.weight })
            .collect(),
        members,
        n_participants: corpus.voices(rows).len(),
        cohesion,
        near_misses: near_misses(corpus, centres, cluster, params),
        exemplars,
        rival,
        notices: Vec::new(),
    }
}

/// Makes the labels distinct, then adds the notices, which name the candidate by its label.
pub(super) fn name(proposals: &mut [Proposal], corpus: &Corpus<'_>) {
    let labels = proposals.iter().map(|proposal| proposal.label.clone()).collect();
    let further: Vec<Vec<String>> = proposals
        .iter()
        .map(|proposal| proposal.key_terms.iter().map(|term| term.term.clone()).collect())
        .collect();
    for (proposal, label) in proposals.iter_mut().zip(tell_apart(labels, &further)) {
        let rows: Vec<usize> = proposal.members.iter().map(|member| member.segment).collect();
        proposal.notices = notices(&label, &corpus.voices(&rows));
        proposal.label = label;
    }
}

fn id(cluster: usize) -> ClusterId {
    ClusterId(u32::try_from(cluster).unwrap_or(u32::MAX))
}
