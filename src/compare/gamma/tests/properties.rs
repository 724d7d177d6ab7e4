//! What holds of γ whatever was marked.
