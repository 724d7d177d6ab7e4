//! Memory that begins where a cache line begins: a vector of 64 bytes then never lies across two lines.

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
    /// The first `n` numbers, whatever they were before.
    pub(super) fn of<T: Pod>(&mut self, n: usize) -> &mut [T] {
        let n_lines = (n * size_of::<T>()).div_ceil(size_of::<Line>());
        if self.lines.len() < n_lines {
            self.lines.resize(n_lines, Line::zeroed());
        }
        &mut bytemuck::cast_slice_mut(&mut self.lines)[..n]
    }

    /// A buffer that holds these numbers, and how to read them.
    pub(super) fn filled<T: Pod>(n: usize, fill: impl FnOnce(&mut [T])) -> Self {
        let mut buffer = Self::default();
        fill(buffer.of(n));
        buffer
    }

    /// All numbers, up to the end of the last line.
    pub(super) fn as_slice<T: Pod>(&self) -> &[T] {
        bytemuck::cast_slice(&self.lines)
    }
}
