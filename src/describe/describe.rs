//! Descriptions of the clusters of a clustering.

use rayon::prelude::*;

use super::centres::Centres;
use super::corpus::Corpus;
use super::described_segment::DescribedSegment;
use super::exemplars::{exemplars, near_misses};
use super::key_terms::{WeightedTerm, weigh_terms};
use super::label::{label, tell_apart};
use super::naming::{Naming, choose};
use super::near_duplicates::distinct_terms;
use super::notices::{notices, one_pronoun, one_question, pronoun_counts, question_counts};
use super::params::DescribeValidParams;
use super::phrases::Term;
use super::surface_form::surfaces;
use crate::domain::{
    Cancelled, ClusterId, Clustering, Embeddings, Exemplar, KeyTerm, Notice, Progress, Proposal, RivalTheme,
    Stage, WithoutStages,
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
///     text, participant: None, document: "d1", question: None, language: Some(Language::ENGLISH),
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
    Ok(describe_levels(segments, embeddings, clustering, None, params, progress)?.codes)
}

/// Where half of the segments of a group cannot be reached, the phrases of its clusters name it if a quarter hold a word of them.
const QUARTER: (usize, usize) = (1, 4);

/// The description of one level or two: see [`describe_levels()`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedLevels {
    /// The clusters.
    pub codes: Vec<Proposal>,
    /// The groups of clusters; empty where none were given.
    pub themes: Vec<Proposal>,
}

/// Describes each cluster and, where `themes` is given, each group of clusters, as [`describe()`] does.
///
/// `themes` puts the same rows into groups of clusters. A group is named by the phrases of its clusters' labels if at least
/// half of its segments hold a word of those chosen; otherwise by its own terms, as a cluster is; otherwise again by the phrases of
/// its clusters, if they reach a quarter; and otherwise by a quotation.
///
/// # Errors
/// As for [`describe()`].
pub fn describe_levels(
    segments: &[DescribedSegment<'_>],
    embeddings: &Embeddings,
    codes: &Clustering,
    themes: Option<&Clustering>,
    params: &DescribeValidParams,
    progress: &dyn Progress,
) -> Result<DescribedLevels, Cancelled> {
    let mut corpus = Corpus::read(segments, embeddings, codes, &params.values().never_in_labels);
    let n_codes = corpus.members.iter().filter(|rows| !rows.is_empty()).count();
    progress.start(Stage::Describing, Some(n_codes as u64));
    let none = vec![Vec::new(); corpus.members.len()];
    let (codes, namings) = describe_groups(&corpus, &none, params, progress)?;
    progress.finish();
    let mut described = DescribedLevels { codes, themes: Vec::new() };
    if let Some(themes) = themes {
        corpus.group(themes);
        let mut phrases = vec![Vec::new(); corpus.members.len()];
        for (code, naming) in described.codes.iter().zip(namings) {
            let first = code.members.first().and_then(|member| corpus.clusters[member.segment]);
            if let Some(theme) = first.filter(|_| code.label_coverage.is_some()) {
                phrases[theme].extend(naming.terms);
            }
        }
        described.themes = describe_groups(&corpus, &phrases, params, &WithoutStages(progress))?.0;
    }
    Ok(described)
}

/// Describes the groups of a corpus, and returns how each is named. `phrases` are those by which each group is to be named, if
/// they are enough.
fn describe_groups(
    corpus: &Corpus<'_>,
    phrases: &[Vec<Term>],
    params: &DescribeValidParams,
    progress: &dyn Progress,
) -> Result<(Vec<Proposal>, Vec<Naming>), Cancelled> {
    let groups: Vec<usize> = (0..corpus.members.len()).filter(|&c| !corpus.members[c].is_empty()).collect();
    let centres = Centres::of(corpus);
    progress.check_cancelled()?;
    let terms = weigh_terms(corpus);
    let described: Vec<(Proposal, Naming)> = groups
        .par_iter()
        .map(|&group| {
            progress.check_cancelled()?;
            let proposal = propose(corpus, &centres, group, &terms[group], params, &phrases[group]);
            progress.advance(1);
            Ok(proposal)
        })
        .collect::<Result<_, Cancelled>>()?;
    let (mut proposals, namings): (Vec<_>, Vec<_>) = described.into_iter().unzip();
    name(&mut proposals, corpus);
    Ok((proposals, namings))
}

pub(super) fn propose(
    corpus: &Corpus<'_>,
    centres: &Centres,
    cluster: usize,
    weighed: &[WeightedTerm],
    params: &DescribeValidParams,
    phrases: &[Term],
) -> (Proposal, Naming) {
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
    let nearest: Vec<usize> = members.iter().map(|member| member.segment).collect();
    let quotable: Vec<usize> = exemplars.iter().map(|exemplar| exemplar.segment).collect();
    let of_codes: Vec<WeightedTerm> =
        weighed.iter().filter(|term| phrases.contains(&term.term)).copied().collect();
    let by_codes = choose(corpus, &of_codes, &members);
    let (naming, may_name) = if by_codes.is_enough(rows.len()) {
        (by_codes, true)
    } else {
        let own = choose(corpus, weighed, &members);
        let is_enough = own.is_enough(rows.len());
        let is_theirs = !is_enough && by_codes.stands_for(rows.len(), QUARTER);
        (if is_theirs { by_codes } else { own }, is_enough || is_theirs)
    };
    let label = label(corpus, &naming, may_name, &nearest, &quotable);
    let rival = (0..corpus.members.len())
        .filter(|&other| other != cluster && !corpus.members[other].is_empty())
        .map(|other| RivalTheme { cluster: id(other), similarity: centres.between(cluster, other) })
        // Of equals the first, which is the larger theme.
        .reduce(|best, other| if other.similarity > best.similarity { other } else { best });
    let proposal = Proposal {
        cluster: id(cluster),
        label: label.text,
        label_coverage: label.n_with_word.map(|n| share(n, rows.len())),
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
    };
    (proposal, naming)
}

/// Makes the labels distinct, then adds the notices, which name the candidate by its label.
pub(super) fn name(proposals: &mut [Proposal], corpus: &Corpus<'_>) {
    let labels = proposals.iter().map(|proposal| proposal.label.clone()).collect();
    let further: Vec<Vec<String>> = proposals
        .iter()
        .map(|proposal| proposal.key_terms.iter().map(|term| term.term.clone()).collect())
        .collect();
    let totals = pronoun_counts(corpus, &corpus.order);
    let asked = question_counts(corpus, &corpus.order);
    for (proposal, label) in proposals.iter_mut().zip(tell_apart(labels, &further)) {
        let rows: Vec<usize> = proposal.members.iter().map(|member| member.segment).collect();
        proposal.notices = notices(&label, &corpus.voices(&rows));
        let pronoun = one_pronoun(corpus, &rows, &totals);
        let question = one_question(corpus, &rows, &asked);
        proposal.notices.extend(pronoun.into_iter().chain(question).map(|fact| Notice::about(&label, fact)));
        proposal.label = label;
    }
}

fn share(n: usize, of: usize) -> f64 {
    n as f64 / of.max(1) as f64
}

fn id(cluster: usize) -> ClusterId {
    ClusterId(u32::try_from(cluster).unwrap_or(u32::MAX))
}
