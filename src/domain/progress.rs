//! Progress and cancelling of long work: the library prints nothing, a front end listens.

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
    /// Locating the words of imported codings; counted in rows of the tables.
    Anchoring,
    /// Comparing codings; counted in figures, and for γ in documents.
    Comparing,
    /// Simulating an analyst; counted in decisions after which agreement is measured.
    Simulating,
}

/// The error of an action that its listener cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the action was cancelled")]
pub struct Cancelled;

/// Listens to the progress of long work, and can cancel it. Called from several threads.
pub trait Progress: Sync {
    /// Begins a stage with `total` units of work; `None` if the number is unknown, as in a stream.
    fn start(&self, stage: Stage, total: Option<u64>);
    /// Reports that `n` more units of the current stage are done.
    fn advance(&self, n: u64);
    /// Ends the current stage. Not called if the stage fails or is cancelled.
    fn finish(&self);

    /// Tells whether the work is to stop. Called often and from several threads. Once true, it stays true until the action has
    /// returned.
    fn is_cancelled(&self) -> bool {
        false
    }

    /// Returns an error if the work is to stop, so that `?` ends a loop.
    ///
    /// # Errors
    /// [`Cancelled`] if [`Progress::is_cancelled`].
    fn check_cancelled(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

/// Ignores all progress, and never cancels.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn start(&self, _stage: Stage, _total: Option<u64>) {}
    fn advance(&self, _n: u64) {}
    fn finish(&self) {}
}

/// Passes on only whether work is to stop, and no stages: for work that is part of another stage.
#[derive(Clone, Copy)]
pub struct WithoutStages<'a>(pub &'a dyn Progress);

impl Progress for WithoutStages<'_> {
    fn start(&self, _stage: Stage, _total: Option<u64>) {}
    fn advance(&self, _n: u64) {}
    fn finish(&self) {}

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stopped;

    impl Progress for Stopped {
        fn start(&self, _stage: Stage, _total: Option<u64>) {}
        fn advance(&self, _n: u64) {}
        fn finish(&self) {}

        fn is_cancelled(&self) -> bool {
            true
        }
    }

    #[test]
    fn work_goes_on_until_somebody_cancels_it() {
        assert_eq!(NoProgress.check_cancelled(), Ok(()));
        assert_eq!(WithoutStages(&NoProgress).check_cancelled(), Ok(()));
        assert_eq!(Stopped.check_cancelled(), Err(Cancelled));
        assert_eq!(WithoutStages(&Stopped).check_cancelled(), Err(Cancelled));
    }
}
