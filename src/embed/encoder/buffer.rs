//! Memory aligned to cache lines, so that a vector of 64 bytes never crosses two lines.

use bytemuck::{Pod, Zeroable};

/// One cache line.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
struct Line([u8; 64]);

/// A buffer of numbers that only grows.
#[derive(Default)]
pub(super) struct Buffer {
    lines: Vec<Line>,
}

impl Buffer {
    /// Returns the first `n` numbers, with whatever values they had before.
    pub(super) fn of<T: Pod>(&mut self, n: usize) -> &mut [T] {
        let n_lines = (n * size_of::<T>()).div_ceil(size_of::<Line>());
        if self.lines.len() < n_lines {
            self.lines.resize(n_lines, Line::zeroed());
        }
        &mut bytemuck::cast_slice_mut(&mut self.lines)[..n]
    }

    /// Makes a buffer of `n` numbers and fills it.
    pub(super) fn filled<T: Pod>(n: usize, fill: impl FnOnce(&mut [T])) -> Self {
        let mut buffer = Self::default();
        fill(buffer.of(n));
        buffer
    }

    /// Returns all numbers, up to the end of the last line.
    pub(super) fn as_slice<T: Pod>(&self) -> &[T] {
        bytemuck::cast_slice(&self.lines)
    }
}
