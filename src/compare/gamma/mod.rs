//! γ: agreement of coders who also choose the units, by the best alignment of what they marked.
