//! Clusters beside codes: two groupings of the same segments.
