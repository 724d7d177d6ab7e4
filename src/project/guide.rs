//! How far the candidates follow the interview guide.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::cluster::{self, DbscanParams};
use crate::describe::DescribedSegment;
use crate::domain::{ClusterId, Contingency, Embeddings, adjusted_mutual_info};

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

    /// Gives each segment the wording of its question.
    pub(super) fn put_to<'g>(&'g self, segments: &mut [DescribedSegment<'g>]) {
        for (segment, question) in segments.iter_mut().zip(&self.of_row) {
            segment.question = question.map(|question| self.wordings[question].as_str());
        }
    }

    /// Measures how far clusters follow the guide, and their groups where there are two levels: `group_of` has the group of each cluster.
    /// `None` where no question was asked in two documents.
    pub(super) fn measure(
        &self,
        clusters: &[Option<ClusterId>],
        group_of: Option<&[usize]>,
    ) -> Option<GuideView> {
        if self.shared.is_empty() {
            return None;
        }
        let asked: Vec<Option<usize>> =
            self.of_row.iter().map(|question| question.filter(|of| self.shared.contains(of))).collect();
        let found: Vec<Option<usize>> = clusters.iter().map(|id| id.map(|id| id.0 as usize)).collect();
        let n_segments =
            asked.iter().zip(&found).filter(|(asked, found)| asked.is_some() && found.is_some()).count();
        let is_enough = n_segments >= FEWEST_SEGMENTS && self.shared.len() > 1;
        let ami = |groups: &[Option<usize>]| follows(&asked, groups).filter(|_| is_enough);
        let groups: Option<Vec<Option<usize>>> = group_of
            .map(|group_of| found.iter().map(|cluster| cluster.map(|cluster| group_of[cluster])).collect());
        Some(GuideView {
            n_questions: self.shared.len(),
            n_segments,
            ami_codes: groups.as_ref().and_then(|_| ami(&found)),
            ami_themes: ami(groups.as_ref().unwrap_or(&found)),
        })
    }
}

/// Returns the adjusted mutual information of questions and groups, over the rows that have both; `None` where no row has. Each row gives
/// its question and its group by number.
pub(super) fn follows(questions: &[Option<usize>], groups: &[Option<usize>]) -> Option<f64> {
    let both = questions.iter().zip(groups).filter_map(|(question, group)| Some(((*question)?, (*group)?)));
    let (questions, groups): (Vec<usize>, Vec<usize>) = both.unzip();
    (!questions.is_empty()).then(|| adjusted_mutual_info(&Contingency::new(&questions, &groups)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;
    use crate::ingest::{self, IngestParams, Source};
    use crate::project::run_texts::Row;

    /// Returns an interview of these questions, each with an answer.
    fn interview(name: &str, questions: &[&str]) -> crate::domain::Document {
        let turns = questions.iter().enumerate().map(|(i, question)| {
            format!("Interviewer: {question}\n\nAna: This is my answer, and its number here is {i}.\n\n")
        });
        let text: String = turns.collect();
        ingest::read(&Source { name, bytes: text.as_bytes() }, &IngestParams::default()).unwrap().remove(0)
    }

    /// Returns the guide of interviews in which every answer is a segment. Questions that begin alike have one vector.
    fn guide(interviews: &[Vec<&str>]) -> Guide {
        let documents: Vec<_> =
            interviews.iter().enumerate().map(|(i, asked)| interview(&format!("P{i}.txt"), asked)).collect();
        let mut rows = Vec::new();
        for (document, read) in documents.iter().enumerate() {
            for (turn, of) in read.turns.iter().enumerate().skip(1).step_by(2) {
                let span: Span = of.span;
                rows.push(Row { document, turn, span, participant: None });
            }
        }
        let n_rows = rows.len();
        let texts = RunTexts::new(documents).with_rows(rows);
        let questions = Questions::of(&texts, 0..n_rows).unwrap();
        let directions = ["How", "What", "Why"];
        let vector = |text: &str| {
            let at = directions.iter().position(|start| text.starts_with(start)).unwrap();
            (0..directions.len()).map(move |i| f32::from(u8::from(i == at)))
        };
        let values: Vec<f32> = questions.texts.iter().flat_map(|text| vector(text)).collect();
        Guide::of(&texts, &questions, &Embeddings::new(values, directions.len()).unwrap()).unwrap()
    }

    #[test]
    fn contexts_by_hand() {
        let all = |values: &[usize]| values.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(follows(&all(&[0, 0, 1, 1]), &all(&[1, 1, 0, 0])), Some(1.0));
        // A text without a context or a group does not count.
        assert_eq!(
            follows(
                &[Some(0), Some(0), Some(1), Some(1), None, Some(0)],
                &[Some(1), Some(1), Some(0), Some(0), Some(0), None]
            ),
            Some(1.0)
        );
        assert_eq!(follows(&[None, None], &all(&[0, 1])), None);
    }

    #[test]
    fn questions_of_one_meaning_are_one_and_follow_up_questions_are_none_of_the_guide() {
        let guide = guide(&[
            vec!["How did it begin for you?", "What did the others say?"],
            vec!["How has it all begun?", "Why did you leave so soon?"],
        ]);
        assert_eq!(guide.of_row, [Some(0), Some(1), Some(0), Some(2)]);
        assert_eq!(
            guide.wordings,
            ["How has it all begun?", "What did the others say?", "Why did you leave so soon?"]
        );
        assert_eq!(guide.shared, BTreeSet::from([0]));
        let view = guide.measure(&[Some(ClusterId(0)); 4], None).unwrap();
        assert_eq!(
            (view.n_questions, view.n_segments, view.ami_themes),
            (1, 2, None),
            "too little to measure"
        );
    }

    #[test]
    fn candidates_that_are_the_questions_again_have_an_information_of_1() {
        let asked = vec!["How did it begin for you?", "What did the others say?"];
        let guide = guide(&std::iter::repeat_n(asked, 6).collect::<Vec<_>>());
        let clusters: Vec<Option<ClusterId>> = (0..12).map(|row| Some(ClusterId(row % 2))).collect();
        let view = guide.measure(&clusters, None).unwrap();
        assert_eq!((view.n_questions, view.n_segments), (2, 12));
        assert_eq!((view.ami_codes, view.ami_themes), (None, Some(1.0)));
        // Four candidate codes in two candidate themes: half of each question, and both questions in each theme.
        let clusters: Vec<Option<ClusterId>> =
            (0..12).map(|row| Some(ClusterId(row % 2 + 2 * (row / 6)))).collect();
        let view = guide.measure(&clusters, Some(&[0, 0, 1, 1])).unwrap();
        assert!(view.ami_codes.unwrap() > 0.4, "{view:?}");
        assert!(view.ami_themes.unwrap() < 0.05, "{view:?}");
        // A segment in no candidate does not count.
        let noise = [&clusters[..11], &[None]].concat();
        assert_eq!(guide.measure(&noise, None).unwrap().n_segments, 11);
    }
}
