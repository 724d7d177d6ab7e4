//! The types with which Arrow holds text.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_schema::{ArrowError, DataType};
use arrow_select::take::take;

/// Tells whether values of a type are texts. A column with only nulls may hold texts.
pub(super) fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Returns the type of a column's values without its dictionary encoding.
pub(super) fn plain_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => plain_type(values),
        other => other,
    }
}

/// Returns a column's values without their dictionary encoding.
pub(super) fn plain(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.as_any_dictionary_opt() {
        None => Ok(array.clone()),
        Some(dictionary) => plain(&take(dictionary.values(), dictionary.keys(), None)?),
    }
}

/// Texts of any of these types.
pub(super) enum TextArray {
    Utf8(StringArray),
    Large(arrow_array::LargeStringArray),
    View(arrow_array::StringViewArray),
    /// Only nulls.
    Null,
}

impl TextArray {
    /// Takes a column for which [`is_text`] is true.
    pub(super) fn new(array: &ArrayRef) -> Result<Self, ArrowError> {
        let array = plain(array)?;
        match array.data_type() {
            DataType::Utf8 => Ok(Self::Utf8(array.as_string().clone())),
            DataType::LargeUtf8 => Ok(Self::Large(array.as_string().clone())),
            DataType::Utf8View => Ok(Self::View(array.as_string_view().clone())),
            DataType::Null => Ok(Self::Null),
            other => Err(ArrowError::SchemaError(format!("the column of texts changed its type to {other}"))),
        }
    }

    /// Returns a row's text.
    pub(super) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Null => None,
        }
    }
}
