//! A simulated analyst who answers from a given coding, without error, and whose decisions are counted.

/// One decision: the segments that it coded, each with its code.
pub(super) type Step = Vec<(usize, usize)>;

/// The simulated analyst's work.
pub(super) struct Analyst<'a> {
    /// The correct code of each segment.
    pub(super) labels: &'a [usize],
    /// The present code of each segment.
    pub(super) coded: Vec<Option<usize>>,
    /// The decisions so far; each costs 1.
    pub(super) steps: Vec<Step>,
    /// Candidates accepted.
    pub(super) n_accepted: usize,
    /// Segments whose code was corrected.
    pub(super) n_corrected: usize,
    /// Segments coded one by one.
    pub(super) n_single: usize,
}

impl<'a> Analyst<'a> {
    pub(super) fn new(labels: &'a [usize]) -> Self {
        Self {
            labels,
            coded: vec![None; labels.len()],
            steps: Vec::new(),
            n_accepted: 0,
            n_corrected: 0,
            n_single: 0,
        }
    }

    /// Returns the most frequent label among segments (on a tie the first in the table), and its share.
    pub(super) fn majority(&self, theme: &[usize]) -> (usize, f64) {
        let mut counts = std::collections::BTreeMap::new();
        for &segment in theme {
            *counts.entry(self.labels[segment]).or_insert(0_usize) += 1;
        }
        let (label, n) =
            counts.into_iter().fold((0, 0), |best, (l, n)| if n > best.1 { (l, n) } else { best });
        (label, n as f64 / theme.len().max(1) as f64)
    }

    /// Accepts a candidate under the label of most of its segments: as a new code, or into the existing one. One decision.
    pub(super) fn accept(&mut self, theme: &[usize]) {
        let (code, _) = self.majority(theme);
        let step: Step = theme.iter().map(|&segment| (segment, code)).collect();
        self.n_accepted += 1;
        self.take(step);
    }

    /// Gives a segment its correct code. One decision; none where it has that code.
    pub(super) fn set_right(&mut self, segment: usize) {
        let code = self.labels[segment];
        match self.coded[segment] {
            Some(known) if known == code => return,
            Some(_) => self.n_corrected += 1,
            None => self.n_single += 1,
        }
        self.take(vec![(segment, code)]);
    }

    /// Returns the segments without a code, in reading order.
    pub(super) fn uncoded(&self) -> Vec<usize> {
        (0..self.coded.len()).filter(|&segment| self.coded[segment].is_none()).collect()
    }

    /// Returns the segments with a wrong code, in reading order.
    pub(super) fn wrong(&self) -> Vec<usize> {
        let is_wrong =
            |&segment: &usize| self.coded[segment].is_some_and(|code| code != self.labels[segment]);
        (0..self.coded.len()).filter(is_wrong).collect()
    }

    /// Returns the coded segments, each with its code.
    pub(super) fn codings(&self) -> Vec<(usize, usize)> {
        self.coded.iter().enumerate().filter_map(|(segment, code)| Some((segment, (*code)?))).collect()
    }

    fn take(&mut self, step: Step) {
        for &(segment, code) in &step {
            self.coded[segment] = Some(code);
        }
        self.steps.push(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_counted_one_by_one() {
        let labels = [0, 0, 1, 1, 1, 2];
        let mut analyst = Analyst::new(&labels);
        assert_eq!(analyst.majority(&[0, 1, 2]), (0, 2.0 / 3.0));
        assert_eq!(analyst.majority(&[1, 2]), (0, 0.5), "on a tie the first");
        analyst.accept(&[0, 1, 2]);
        assert_eq!((analyst.wrong(), analyst.uncoded()), (vec![2], vec![3, 4, 5]));
        analyst.set_right(2);
        analyst.set_right(0);
        analyst.set_right(5);
        assert_eq!(analyst.steps.len(), 3, "what is correct already costs nothing");
        assert_eq!(analyst.coded, [Some(0), Some(0), Some(1), None, None, Some(2)]);
        assert_eq!((analyst.n_accepted, analyst.n_corrected, analyst.n_single), (1, 1, 1));
        assert_eq!(analyst.codings(), [(0, 0), (1, 0), (2, 1), (5, 2)]);
    }
}
