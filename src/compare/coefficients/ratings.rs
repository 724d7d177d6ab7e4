//! Ratings: the value of each coder for each unit.

use super::Categories;

/// No value.
pub(super) const MISSING: u32 = u32::MAX;

/// Units × coders, with a category or nothing in each cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    coders: Vec<String>,
    categories: Categories,
    /// The values, unit by unit.
    values: Vec<u32>,
    weights: Vec<u64>,
    groups: Vec<u32>,
}

/// Why a unit cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingsError {
    /// The number of values differs from the number of coders.
    #[error("a unit has {received} values, but there are {n_coders} coders")]
    Length {
        /// How many coders there are.
        n_coders: usize,
        /// How many values were given.
        received: usize,
    },
    /// The category does not exist.
    #[error("a value has category {received} (counted from 0), but there are {n_categories} categories")]
    Category {
        /// How many there are.
        n_categories: usize,
        /// The category that was given.
        received: u32,
    },
    /// The weight of a unit is 0.
    #[error("a unit must have a weight of at least 1")]
    Weight,
}

impl Ratings {
    /// Makes ratings without units.
    #[must_use]
    pub fn new(coders: Vec<String>, categories: Categories) -> Self {
        Self { coders, categories, values: Vec::new(), weights: Vec::new(), groups: Vec::new() }
    }

    /// Adds a unit: the category given by each coder in their order, or `None` if a coder gave none.
    ///
    /// `weight` is the number of equal units that it represents, for example the characters of a stretch that each coder
    /// coded in one way. `group` is the interview, which is drawn as a whole for an interval. Without groups, each unit
    /// has a number of its own.
    ///
    /// # Errors
    /// [`RatingsError`] if there is not one value per coder, if a value is not a category, or if the weight is 0.
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

    /// Returns the coders' names.
    #[must_use]
    pub fn coders(&self) -> &[String] {
        &self.coders
    }

    /// Returns the categories.
    #[must_use]
    pub fn categories(&self) -> &Categories {
        &self.categories
    }

    /// Counts the rows that were added.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.weights.len()
    }

    /// Counts the units: the rows, each with its weight.
    #[must_use]
    pub fn n_units(&self) -> u64 {
        self.weights.iter().sum()
    }

    /// Counts the interviews or other groups of the units.
    #[must_use]
    pub fn n_groups(&self) -> usize {
        let mut groups = self.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    }

    /// Counts the cells without a value.
    #[must_use]
    pub fn n_missing(&self) -> u64 {
        self.rows()
            .map(|row| row.weight * row.values.iter().filter(|&&value| value == MISSING).count() as u64)
            .sum()
    }

    /// Counts the units with values of at least two coders.
    #[must_use]
    pub fn n_paired(&self) -> u64 {
        self.rows()
            .filter(|row| row.values.iter().filter(|&&value| value != MISSING).count() > 1)
            .map(|row| row.weight)
            .sum()
    }

    /// Returns a coder's value for a row.
    #[must_use]
    pub fn value(&self, row: usize, coder: usize) -> Option<u32> {
        self.values
            .get(row * self.coders.len() + coder)
            .copied()
            .filter(|&value| value != MISSING && coder < self.coders.len())
    }

    /// Returns the same units with only some of the coders, given by their indices; indices beyond the last coder are
    /// ignored.
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

    /// Returns the units with values of at least two coders. A unit with a value of only one coder says nothing about
    /// agreement, and its interview must not count for an interval.
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

    /// Returns the same units and coders with other categories: `of` gives the new index of each category.
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
    /// The category of each coder, or [`MISSING`].
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
