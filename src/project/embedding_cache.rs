//! A bounded cache of the vectors of recent texts, so that a repeated text is not embedded again.

use std::collections::HashMap;
use std::mem;

use sha2::{Digest, Sha256};

/// The key of a text in the cache.
pub(super) type TextDigest = [u8; 32];

/// Computes the SHA-256 of a text.
pub(super) fn digest(text: &str) -> TextDigest {
    Sha256::digest(text.as_bytes()).into()
}

/// Vectors in two generations. When the young one is full it becomes the old one, and the vectors of the old one that were not
/// used since are dropped. The memory of a generation is allocated once and reused.
pub(super) struct EmbeddingCache {
    young: Generation,
    old: Generation,
    /// How many vectors a generation holds.
    room: usize,
    dim: usize,
}

#[derive(Default)]
struct Generation {
    places: HashMap<TextDigest, usize>,
    vectors: Vec<f32>,
    n_windows: Vec<u32>,
}

impl EmbeddingCache {
    /// Creates a cache of at most this many bytes of vectors of this width.
    pub(super) fn new(n_bytes: usize, dim: usize) -> Self {
        let room = (n_bytes / (dim * size_of::<f32>()).max(1) / 2).max(1);
        Self { young: Generation::default(), old: Generation::default(), room, dim }
    }

    /// Copies a text's vector to `out` if it is in the cache, and returns its number of windows.
    pub(super) fn copy(&mut self, digest: &TextDigest, out: &mut [f32]) -> Option<u32> {
        let (generation, place) = match self.young.places.get(digest) {
            Some(&place) => (&self.young, place),
            None => (&self.old, *self.old.places.get(digest)?),
        };
        out.copy_from_slice(&generation.vectors[place * self.dim..(place + 1) * self.dim]);
        let n_windows = generation.n_windows[place];
        self.keep(*digest, out, n_windows);
        Some(n_windows)
    }

    /// Adds a text's vector.
    pub(super) fn keep(&mut self, digest: TextDigest, vector: &[f32], n_windows: u32) {
        if self.young.places.contains_key(&digest) {
            return;
        }
        if self.young.n_windows.len() >= self.room {
            mem::swap(&mut self.young, &mut self.old);
            self.young.places.clear();
            self.young.vectors.clear();
            self.young.n_windows.clear();
        }
        self.young.vectors.reserve_exact(if self.young.vectors.is_empty() {
            self.room * self.dim
        } else {
            0
        });
        self.young.places.insert(digest, self.young.n_windows.len());
        self.young.vectors.extend_from_slice(vector);
        self.young.n_windows.push(n_windows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_memory_is_bounded() {
        let mut recent = EmbeddingCache::new(8 * 2 * 4, 2);
        let mut out = [0.0; 2];
        recent.keep(digest("often"), &[1.0, 0.0], 3);
        for i in 0..1000 {
            recent.keep(digest(&i.to_string()), &[0.0, i as f32], 1);
            assert_eq!((recent.copy(&digest("often"), &mut out), out), (Some(3), [1.0, 0.0]));
            assert!(recent.young.n_windows.len() + recent.old.n_windows.len() <= 8);
            assert!(recent.young.vectors.capacity() + recent.old.vectors.capacity() <= 8 * 2);
        }
        assert_eq!(recent.copy(&digest("0"), &mut out), None);
        assert_eq!((recent.copy(&digest("999"), &mut out), out), (Some(1), [0.0, 999.0]));
    }
}
