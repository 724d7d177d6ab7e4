//! The vectors of texts seen lately, so that a text that comes again is not embedded again; bounded, whatever comes.

use std::collections::HashMap;
use std::mem;

use sha2::{Digest, Sha256};

/// What tells one text from another.
pub(super) type TextDigest = [u8; 32];

/// SHA-256 of a text.
pub(super) fn digest(text: &str) -> TextDigest {
    Sha256::digest(text.as_bytes()).into()
}

/// Vectors in two generations: when the young one is full it becomes the old one, and what the old one held and was not
/// asked for since is forgotten.
pub(super) struct Recent {
    young: HashMap<TextDigest, (Box<[f32]>, u32)>,
    old: HashMap<TextDigest, (Box<[f32]>, u32)>,
    /// How many vectors make a generation.
    room: usize,
}

impl Recent {
    /// Room for about so many bytes of vectors of a width.
    pub(super) fn new(n_bytes: usize, dim: usize) -> Self {
        let each = dim * size_of::<f32>() + size_of::<(TextDigest, Box<[f32]>, u32)>();
        Self { young: HashMap::new(), old: HashMap::new(), room: (n_bytes / each / 2).max(1) }
    }

    /// A text's vector and number of windows, where they are still known.
    pub(super) fn get(&mut self, digest: &TextDigest) -> Option<(&[f32], u32)> {
        if !self.young.contains_key(digest)
            && let Some(kept) = self.old.remove(digest)
        {
            self.insert(*digest, kept);
        }
        self.young.get(digest).map(|(vector, n_windows)| (&**vector, *n_windows))
    }

    /// Keeps a text's vector for a while.
    pub(super) fn keep(&mut self, digest: TextDigest, vector: &[f32], n_windows: u32) {
        self.insert(digest, (vector.into(), n_windows));
    }

    fn insert(&mut self, digest: TextDigest, kept: (Box<[f32]>, u32)) {
        if self.young.len() >= self.room {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(digest, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_memory_is_bounded() {
        let each = 2 * 4 + size_of::<(TextDigest, Box<[f32]>, u32)>();
        let mut recent = Recent::new(8 * each, 2);
        recent.keep(digest("often"), &[1.0, 0.0], 3);
        for i in 0..1000 {
            recent.keep(digest(&i.to_string()), &[0.0, 1.0], 1);
            assert_eq!(recent.get(&digest("often")), Some((&[1.0, 0.0][..], 3)));
            assert!(recent.young.len() + recent.old.len() <= 8);
        }
        assert_eq!(recent.get(&digest("0")), None);
        assert_eq!(recent.get(&digest("999")), Some((&[0.0, 1.0][..], 1)));
    }
}
