//! Coefficients of agreement between coders on the same units.
