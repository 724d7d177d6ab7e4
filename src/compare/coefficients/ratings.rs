//! Ratings: what each coder said of each unit.

use super::Categories;

/// No value.
pub(super) const MISSING: u32 = u32::MAX;

/// Units × coders, a category or nothing in each cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    coders: Vec<String>,
    categories: Categories,
    /// Unit by unit.
    values: Vec<u32>,
    weights: Vec<u64>,
    groups: Vec<u32>,
}

/// Why a unit cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingsError {
    /// Not a value for each coder.
    #[error("a unit has {received} values for {n_coders} coders")]
    Length {
        /// How many coders there are.
        n_coders: usize,
        /// How many values came.
        received: usize,
    },
    /// A category that there is not.
    #[error("a value is category {received} of {n_categories}, counted from 0")]
    Category {
        /// How many there are.
        n_categories: usize,
        /// What came.
        received: u32,
    },
    /// A unit that stands for none.
    #[error("a unit must stand for one at least")]
    Weight,
}

impl Ratings {
    /// No units yet.
    #[must_use]
    pub fn new(coders: Vec<String>, categories: Categories) -> Self {
        Self { coders, categories, values: Vec::new(), weights: Vec::new(), groups: Vec::new() }
    }

    /// Adds a unit: the category of each coder in their order, or `None` where a coder said nothing.
    ///
    /// `weight` is how many equal units it stands for, as the characters of a stretch that each coder coded alike. `group` is
    /// the interview: what is drawn as a whole for an interval. Where there are no groups, each unit has its own number.
    ///
    /// # Errors
    /// [`RatingsError`] where the values are not one a coder, are no categories, or the unit stands for none.
    pub fn push(&mut self, values: &[Option<u32>], weight: u64, group: u32) -> Result<(), RatingsError> {
        if values.len() != self.coders.len() {
            return Err(RatingsError::Length { n_coders: self.coders.len(), received: values.len() });
        }
        let n_categories = self.categories.len();
        if let Some(&received) = values.iter().flatten().find(|&&value| value as usize >= n_categories) {
            return Err(RatingsError::Category { n_categories, received });
        }
        if weight == 0 {
            return Err(RatingsError::Weight);
        }
        self.values.extend(values.iter().map(|value| value.unwrap_or(MISSING)));
        self.weights.push(weight);
        self.groups.push(group);
        Ok(())
    }

    /// The coders' names.
    #[must_use]
    pub fn coders(&self) -> &[String] {
        &self.coders
    }

    /// The categories.
    #[must_use]
    pub fn categories(&self) -> &Categories {
        &self.categories
    }

    /// How many rows were added.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.weights.len()
    }

    /// How many units there are: rows, each as often as it stands for one.
    #[must_use]
    pub fn n_units(&self) -> u64 {
        self.weights.iter().sum()
    }

    /// How many interviews or other groups the units are of.
    #[must_use]
    pub fn n_groups(&self) -> usize {
        let mut groups = self.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    }

    /// How many cells hold nothing.
    #[must_use]
    pub fn n_missing(&self) -> u64 {
        self.rows()
            .map(|row| row.weight * row.values.iter().filter(|&&value| value == MISSING).count() as u64)
            .sum()
    }

    /// How many units have values of two coders at least.
    #[must_use]
    pub fn n_paired(&self) -> u64 {
        self.rows()
            .filter(|row| row.values.iter().filter(|&&value| value != MISSING).count() > 1)
            .map(|row| row.weight)
            .sum()
    }

    /// What one coder said of a row.
    #[must_use]
    pub fn value(&self, row: usize, coder: usize) -> Option<u32> {
        self.values
            .get(row * self.coders.len() + coder)
            .copied()
            .filter(|&value| value != MISSING && coder < self.coders.len())
    }

    /// The same units with some of the coders only, given by their numbers; numbers beyond the last are left out.
    #[must_use]
    pub fn of_coders(&self, coders: &[usize]) -> Self {
        let coders: Vec<usize> = coders.iter().copied().filter(|&coder| coder < self.coders.len()).collect();
        let values = self.rows().flat_map(|row| coders.iter().map(move |&coder| row.values[coder]));
        Self {
            coders: coders.iter().map(|&coder| self.coders[coder].clone()).collect(),
            categories: self.categories.clone(),
            values: values.collect(),
            weights: self.weights.clone(),
            groups: self.groups.clone(),
        }
    }

    /// The units that have values of two coders at least. What only one coder gave a value says nothing of agreement, and its
    /// interview is none that an interval could rest on.
    #[must_use]
    pub fn paired(&self) -> Self {
        let is_paired = |row: &Row<'_>| row.values.iter().filter(|&&value| value != MISSING).count() > 1;
        let mut paired = Self {
            coders: self.coders.clone(),
            categories: self.categories.clone(),
            values: Vec::new(),
            weights: Vec::new(),
            groups: Vec::new(),
        };
        for row in self.rows().filter(is_paired) {
            paired.values.extend(row.values);
            paired.weights.push(row.weight);
            paired.groups.push(row.group);
        }
        paired
    }

    /// The same units and coders with other categories: `of` says which one each category becomes.
    pub(super) fn recoded(&self, categories: Categories, of: &[u32]) -> Self {
        let value = |&value: &u32| of.get(value as usize).copied().unwrap_or(MISSING);
        Self {
            coders: self.coders.clone(),
            categories,
            values: self.values.iter().map(value).collect(),
            weights: self.weights.clone(),
            groups: self.groups.clone(),
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.n_rows()).map(|i| self.row(i))
    }

    pub(super) fn row(&self, i: usize) -> Row<'_> {
        let m = self.coders.len();
        Row { values: &self.values[i * m..(i + 1) * m], weight: self.weights[i], group: self.groups[i] }
    }
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// A category or [`MISSING`], a coder each.
    pub(super) values: &'a [u32],
    pub(super) weight: u64,
    pub(super) group: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_cannot_be_are_refused() {
        let mut ratings =
            Ratings::new(vec!["a".into(), "b".into()], Categories::named(vec!["x".into(), "y".into()]));
        assert!(matches!(ratings.push(&[None], 1, 0), Err(RatingsError::Length { .. })));
        assert!(matches!(ratings.push(&[Some(2), None], 1, 0), Err(RatingsError::Category { .. })));
        assert_eq!(ratings.push(&[Some(1), None], 0, 0), Err(RatingsError::Weight));
        ratings.push(&[Some(1), None], 5, 3).unwrap();
        ratings.push(&[Some(1), Some(0)], 2, 3).unwrap();
        assert_eq!((ratings.n_rows(), ratings.n_units(), ratings.n_groups()), (2, 7, 1));
        assert_eq!((ratings.n_missing(), ratings.n_paired()), (5, 2));
        assert_eq!(ratings.of_coders(&[1]).value(1, 0), Some(0));
        assert_eq!((ratings.value(0, 1), ratings.value(0, 2), ratings.value(2, 0)), (None, None, None));
    }
}
