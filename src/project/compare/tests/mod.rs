//! Comparison of small studies, worked out by hand.
