//! How far the candidates follow the interview guide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::cluster::{self, ClusteringOutcome, DbscanParams};
use crate::domain::{Contingency, Embeddings, adjusted_mutual_info};

use super::ProjectError;
use super::context::Questions;
use super::run_texts::RunTexts;

/// Questions whose vectors have at least this cosine are one question in other words.
const SAME_QUESTION: f64 = 0.75;
/// Beyond this many different questions, only those with the same words are one.
const MOST_QUESTIONS: usize = 20_000;
/// With fewer segments that answer a question of the guide, nothing is measured.
const FEWEST_SEGMENTS: usize = 10;

/// How far the candidates of a run follow the interview guide.
///
/// A question of the guide is one that was asked in at least two documents, in the same words or in others of the same meaning. The measure
/// covers the segments that answer one and that are in a candidate. It is the adjusted mutual information of candidates and questions
/// ([`adjusted_mutual_info`]): 1 where the candidates are the questions again, 0 where they have nothing to do with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GuideView {
    /// How many questions were asked in at least two documents.
    pub n_questions: usize,
    /// How many segments answer one of them.
    pub n_segments: usize,
    /// The adjusted mutual information of candidate codes and questions; null in a run of one level, and where there are fewer than two
    /// questions or ten segments.
    pub ami_codes: Option<f64>,
    /// The adjusted mutual information of candidate themes and questions; null where there are fewer than two questions or ten segments.
    pub ami_themes: Option<f64>,
}

/// The questions of a study, those of one meaning taken together.
#[derive(Debug)]
pub(super) struct Guide {
    /// For each segment, the number of the question that it answers.
    pub(super) of_row: Vec<Option<usize>>,
    /// The shortest wording of each question.
    pub(super) wordings: Vec<String>,
    /// The questions that were asked in at least two documents.
    shared: BTreeSet<usize>,
}

impl Guide {
    /// Takes questions together: `vectors` has a row for each of the different questions.
    ///
    /// # Errors
    /// [`ProjectError::Parameter`] or [`ProjectError::Cluster`].
    pub(super) fn of(
        texts: &RunTexts,
        questions: &Questions<'_>,
        vectors: &Embeddings,
    ) -> Result<Self, ProjectError> {
        let number = same(questions, vectors)?;
        let mut documents: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let of_row: Vec<Option<usize>> =
            questions.of_row.iter().map(|text| text.map(|text| number[text])).collect();
        for (row, question) in texts.rows().iter().zip(&of_row) {
            if let Some(question) = question {
                documents.entry(*question).or_default().insert(row.document);
            }
        }
        let mut wordings: Vec<String> = vec![String::new(); number.iter().max().map_or(0, |most| most + 1)];
        for (text, &number) in questions.texts.iter().zip(&number) {
            let known = &mut wordings[number];
            if known.is_empty() || (text.chars().count(), &**text) < (known.chars().count(), known.as_str()) {
                *known = text.to_string();
            }
        }
        let shared = documents
            .into_iter()
            .filter(|(_, documents)| documents.len() > 1)
            .map(|(question, _)| question)
            .collect();
        Ok(Self { of_row, wordings, shared })
    }

    /// Measures how far the candidates of an outcome follow the guide; `None` where no question was asked in two documents.
    pub(super) fn measure(&self, outcome: &ClusteringOutcome) -> Option<GuideView> {
        let mut answers = Vec::new();
        for (question, cluster) in self.of_row.iter().zip(&outcome.clustering.assignments) {
            if let (Some(question), Some(cluster)) = (question.filter(|of| self.shared.contains(of)), cluster)
            {
                answers.push((question, cluster.0 as usize));
            }
        }
        if self.shared.is_empty() {
            return None;
        }
        let coarse = outcome.tree.coarse.as_ref();
        let is_enough = answers.len() >= FEWEST_SEGMENTS && self.shared.len() > 1;
        let ami = |group: &dyn Fn(usize) -> usize| {
            let (asked, found): (Vec<usize>, Vec<usize>) =
                answers.iter().map(|&(question, cluster)| (question, group(cluster))).unzip();
            is_enough.then(|| adjusted_mutual_info(&Contingency::new(&asked, &found)))
        };
        Some(GuideView {
            n_questions: self.shared.len(),
            n_segments: answers.len(),
            ami_codes: coarse.and_then(|_| ami(&|cluster| cluster)),
            ami_themes: ami(&|cluster| coarse.map_or(cluster, |coarse| coarse.group_of[cluster])),
        })
    }
}

/// Numbers the questions: those with the same words, in whatever case and punctuation, and those that are neighbours by their vectors have
/// one number.
fn same(questions: &Questions<'_>, vectors: &Embeddings) -> Result<Vec<usize>, ProjectError> {
    let mut by_words: BTreeMap<String, usize> = BTreeMap::new();
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    let mut number: Vec<usize> = questions
        .texts
        .iter()
        .map(|text| {
            let next = by_words.len();
            *by_words.entry(words(text)).or_insert(next)
        })
        .collect();
    if (2..=MOST_QUESTIONS).contains(&questions.texts.len()) {
        let params = DbscanParams { tolerance: 1.0 - SAME_QUESTION, min_points: 2 }.check()?;
        let found = cluster::dbscan(vectors, &params)?;
        let mut first: BTreeMap<u32, usize> = BTreeMap::new();
        for (number, cluster) in number.iter_mut().zip(&found.assignments) {
            if let Some(cluster) = cluster {
                *number = *first.entry(cluster.0).or_insert(*number);
            }
        }
    }
    // Numbered without gaps, in order of first appearance.
    let mut numbers = BTreeMap::new();
    for number in &mut number {
        let next = numbers.len();
        *number = *numbers.entry(*number).or_insert(next);
    }
    Ok(number)
}
