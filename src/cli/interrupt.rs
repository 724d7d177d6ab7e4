//! Ctrl-C: the first cancels the running action, the second ends the program at once.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::error::ExitReason;

/// Whether Ctrl-C was pressed while an action ran that can be cancelled.
static IS_CANCELLED: AtomicBool = AtomicBool::new(false);
/// How many such actions are running.
static N_UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// A running action that Ctrl-C cancels. Without one, Ctrl-C ends the program at once.
pub(super) struct Cancellable(());

impl Cancellable {
    /// Begins an action.
    pub(super) fn begin() -> Self {
        static LISTENS: Once = Once::new();
        // Where the signal is ignored, as under `nohup`, it stays ignored. Where no handler can be set, Ctrl-C ends the program at once.
        LISTENS.call_once(|| drop(ctrlc::try_set_handler(pressed)));
        N_UNDER_WAY.fetch_add(1, Ordering::SeqCst);
        Self(())
    }

    /// Tells whether Ctrl-C was pressed.
    pub(super) fn is_cancelled(&self) -> bool {
        IS_CANCELLED.load(Ordering::Relaxed)
    }
}

impl Drop for Cancellable {
    fn drop(&mut self) {
        N_UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
    }
}

fn pressed() {
    let was_cancelled = IS_CANCELLED.swap(true, Ordering::SeqCst);
    if was_cancelled || N_UNDER_WAY.load(Ordering::SeqCst) == 0 {
        std::process::exit(i32::from(ExitReason::Cancelled.code()));
    }
}
