//! Tables of cells, for sheets and for text with delimiters.

/// A table with headings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its name: that of its sheet, at most 31 characters, without `[ ] : * ? / \`.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How wide it is shown, in characters.
    pub width: u16,
}

impl Column {
    /// Returns a column of some width in characters.
    #[must_use]
    pub fn new(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), width }
    }
}

/// A cell. A text is never a formula, whatever it begins with.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Self {
        Self::Whole(n as u64)
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Self {
        Self::Whole(n)
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Self {
        Self::Whole(n.into())
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Empty }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(n) => n.fmt(f),
            Self::Number(value) => value.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_undefined_is_an_empty_cell() {
        assert_eq!(
            [Cell::from(""), Cell::from(None::<u32>), Cell::from(f64::NAN)],
            [Cell::Empty, Cell::Empty, Cell::Empty]
        );
        let texts =
            [Cell::from(Some("a")), Cell::from(0_usize), Cell::from(0.25)].map(|cell| cell.to_string());
        assert_eq!(texts, ["a", "0", "0.25"]);
    }
}
