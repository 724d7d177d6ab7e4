//! How long work reports its steps: the library never prints, a face listens.

/// A stage of the pipeline that may take long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Reading files; counted in files.
    Reading,
    /// Fetching a model; counted in KiB.
    Downloading,
    /// Embedding; counted in segments.
    Embedding,
    /// Clustering; counted in candidate values tried.
    Clustering,
    /// Describing; counted in candidate themes.
    Describing,
}

/// Listens to the progress of long work. Called from several threads.
pub trait Progress: Sync {
    /// A stage begins, with `total` units of work; `None` where nobody knows how many, as in a stream.
    fn start(&self, stage: Stage, total: Option<u64>);
    /// `n` more units of the current stage are done.
    fn advance(&self, n: u64);
    /// The current stage is done.
    fn finish(&self);
}

/// Ignores all progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _stage: Stage, _total: Option<u64>) {}
    fn advance(&self, _n: u64) {}
    fn finish(&self) {}
}
