//! Categories: what a value can be.

/// What a value can be: a label each and, where the level of measurement asks for it, a number or a set of codes.
///
/// The order is the coder's own; the ordinal level takes it as the order of rank.
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
    /// Categories by their labels, in their order of rank where they have one.
    #[must_use]
    pub fn named(labels: Vec<String>) -> Self {
        Self { labels, numbers: None, sets: None }
    }

    /// Categories that are numbers, with their labels. They are ranked by their numbers where the numbers rise.
    #[must_use]
    pub fn numbered(labels: Vec<String>, numbers: Vec<f64>) -> Self {
        Self { labels, numbers: Some(numbers), sets: None }
    }

    /// Categories that are sets of `codes`: the numbers of the codes in each. The empty set is a category as any other: nothing
    /// applies.
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

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The labels.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The numbers, where the categories are numbers.
    #[must_use]
    pub fn numbers(&self) -> Option<&[f64]> {
        self.numbers.as_deref()
    }

    /// The codes of which the categories are sets; `None` where they are no sets.
    #[must_use]
    pub fn codes(&self) -> Option<&[String]> {
        self.sets.as_ref().map(|sets| sets.codes.as_slice())
    }

    pub(super) fn members(&self) -> Option<&[Vec<u32>]> {
        self.sets.as_ref().map(|sets| sets.members.as_slice())
    }
}
