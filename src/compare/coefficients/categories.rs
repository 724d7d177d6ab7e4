//! Categories: the possible values of a unit.

/// The possible values of a unit: a label each and, if the level of measurement needs it, a number or a set of codes.
///
/// They keep the order given by the coder; the ordinal level takes it as the order of rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Categories {
    labels: Vec<String>,
    numbers: Option<Vec<f64>>,
    sets: Option<Sets>,
}

/// Sets of codes, each sorted and without repetition.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sets {
    pub(super) codes: Vec<String>,
    pub(super) members: Vec<Vec<u32>>,
}

impl Categories {
    /// Makes categories with these labels, in their order of rank if they have one.
    #[must_use]
    pub fn named(labels: Vec<String>) -> Self {
        Self { labels, numbers: None, sets: None }
    }

    /// Makes categories that are numbers, with their labels. They are ranked by their numbers if the numbers rise.
    #[must_use]
    pub fn numbered(labels: Vec<String>, numbers: Vec<f64>) -> Self {
        Self { labels, numbers: Some(numbers), sets: None }
    }

    /// Makes categories that are sets of `codes`: the indices of the codes in each set. The empty set is a category like
    /// any other: no code applies.
    #[must_use]
    pub fn sets(codes: Vec<String>, mut members: Vec<Vec<u32>>) -> Self {
        let label = |set: &Vec<u32>| {
            let names: Vec<&str> =
                set.iter().filter_map(|&code| codes.get(code as usize).map(String::as_str)).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(" + ") }
        };
        for set in &mut members {
            set.sort_unstable();
            set.dedup();
        }
        let labels = members.iter().map(label).collect();
        Self { labels, numbers: None, sets: Some(Sets { codes, members }) }
    }

    /// Returns the number of categories.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Tells whether there is no category.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Returns the labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Returns the numbers, if the categories are numbers.
    #[must_use]
    pub fn numbers(&self) -> Option<&[f64]> {
        self.numbers.as_deref()
    }

    /// Returns the codes, if the categories are sets of codes.
    #[must_use]
    pub fn codes(&self) -> Option<&[String]> {
        self.sets.as_ref().map(|sets| sets.codes.as_slice())
    }

    pub(super) fn members(&self) -> Option<&[Vec<u32>]> {
        self.sets.as_ref().map(|sets| sets.members.as_slice())
    }
}
