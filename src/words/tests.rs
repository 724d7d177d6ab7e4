//! Every kind of fact in words, and what no sentence may hold.
