//! Compares sentence boundaries with the gold sentences of three treebanks, and with the plain Unicode rules.
//!
//! The treebanks hold sentences in order, without white space between them; they are joined by one space. A boundary is
//! the byte at which a sentence begins; the beginning of a text does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use themata::segment::sentences;
use unicode_segmentation::UnicodeSegmentation;

/// The treebanks, their files, and the required F1.
const TREEBANKS: &[(&str, &str, f64)] = &[
    ("ud-french-parisstories", "fr_parisstories-ud-test.conllu", 0.0),
    ("ud-persian-seraji", "fa_seraji-ud-test.conllu", 0.985),
    ("ud-spanish-coser", "es_coser-ud-test.conllu", 0.96),
];

/// Counts of found and actual boundaries.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Boundaries in the gold text.
    pub(crate) n_gold: usize,
    /// Boundaries found.
    pub(crate) n_found: usize,
    /// Boundaries found that are in the gold text.
    pub(crate) n_right: usize,
}

impl Figures {
    /// Returns the share of the found boundaries that are right.
    pub(crate) fn precision(&self) -> f64 {
        self.n_right as f64 / self.n_found.max(1) as f64
    }

    /// Returns the share of the gold boundaries that are found.
    pub(crate) fn recall(&self) -> f64 {
        self.n_right as f64 / self.n_gold.max(1) as f64
    }

    /// Returns the harmonic mean of precision and recall.
    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.n_right as f64 / (self.n_found + self.n_gold).max(1) as f64
    }

    fn add(&mut self, gold: &BTreeSet<usize>, found: &BTreeSet<usize>) {
        self.n_gold += gold.len();
        self.n_found += found.len();
        self.n_right += gold.intersection(found).count();
    }
}

/// One treebank's figures.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// The treebank's folder.
    pub(crate) treebank: &'static str,
    /// The figures of this program.
    pub(crate) ours: Figures,
    /// The figures of the plain rules of UAX #29.
    pub(crate) unicode: Figures,
}

/// Measures every treebank that exists below `root`, prints a Markdown table, and checks the thresholds.
pub(crate) fn measure(root: &Path) -> Vec<Measured> {
    let mut all = Vec::new();
    for &(treebank, file, threshold) in TREEBANKS {
        let Ok(conllu) = std::fs::read_to_string(root.join(treebank).join(file)) else {
            continue;
        };
        let mut measured = Measured { treebank, ours: Figures::default(), unicode: Figures::default() };
        for gold in texts(&conllu).values() {
            let text = gold.join(" ");
            let mut at = 0;
            let mut starts = BTreeSet::new();
            for sentence in &gold[..gold.len() - 1] {
                at += sentence.len() + 1;
                starts.insert(at);
            }
            let ours = sentences(&text).iter().skip(1).map(|range| range.start).collect();
            let unicode = text.split_sentence_bound_indices().skip(1).map(|(at, _)| at).collect();
            measured.ours.add(&starts, &ours);
            measured.unicode.add(&starts, &unicode);
        }
        all.push((measured, threshold));
    }
    let mut table =
        "| treebank | boundaries | cutter | precision | recall | F1 |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for (measured, _) in &all {
        for (name, figures) in [("themata", &measured.ours), ("UAX #29", &measured.unicode)] {
            table.push_str(&format!(
                "| {} | {} | {name} | {:.3} | {:.3} | {:.3} |\n",
                measured.treebank,
                figures.n_gold,
                figures.precision(),
                figures.recall(),
                figures.f1()
            ));
        }
    }
    // The test does not fail if the table cannot be printed.
    let _ = std::io::stdout().write_all(table.as_bytes());
    for (measured, threshold) in &all {
        let Measured { treebank, ours, unicode } = measured;
        assert!(ours.f1() >= *threshold, "{treebank}: F1 {:.3} is below {threshold}", ours.f1());
        assert!(ours.f1() >= unicode.f1(), "{treebank}: worse than the plain Unicode rules");
    }
    all.into_iter().map(|(measured, _)| measured).collect()
}

/// Returns the gold sentences of each text of a treebank: a text's sentences have ids that differ only in the last
/// number.
fn texts(conllu: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut id = "";
    for line in conllu.lines() {
        if let Some(value) = line.strip_prefix("# sent_id = ") {
            id = value.trim_end_matches(|c: char| c.is_ascii_digit());
        } else if let Some(value) = line.strip_prefix("# text = ") {
            texts.entry(id).or_default().push(value.trim());
        }
    }
    texts
}
