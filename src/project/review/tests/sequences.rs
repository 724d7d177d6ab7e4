//! Random sequences of decisions, in a file.

use proptest::prelude::*;

use super::study::{Levels, at, reviewed_of};
use crate::domain::CoderId;
use crate::project::Reviewer;
use crate::review::tests::generate;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    // A sequence of decisions has the same result in a file as in memory: undone, redone, replayed from the log, and read
    // again.
    #[test]
    fn a_file_holds_what_the_log_comes_to(
        has_two_levels in any::<bool>(),
        acts in prop::collection::vec((any::<bool>(), prop::array::uniform4(0..10_000_u32)), 1..12)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let levels = if has_two_levels { Levels::Two } else { Levels::One };
        let (mut reviewer, ann, ben) = reviewed_of(folder.path(), levels);
        let mut done: Vec<(u32, CoderId)> = Vec::new();
        for (is_ann, numbers) in acts {
            let coder = if is_ann { &ann } else { &ben };
            let decision = generate::decision(numbers, &reviewer.base, reviewer.state.view(coder));
            let before = reviewer.state.canonical();
            match reviewer.decide(coder, &decision, None, &at(3)) {
                Ok(decided) => done.push((decided.operation.0, coder.clone())),
                Err(_) => prop_assert_eq!(reviewer.state.canonical(), before),
            }
        }
        let last = reviewer.state.canonical();
        let n_log = reviewer.last_operation().0;
        prop_assert_eq!(n_log as usize, 3 + done.len());
        let verified = reviewer.verify().unwrap();
        let again = Reviewer::open(reviewer.path(), None).unwrap();
        prop_assert_eq!(&again.state, &reviewer.state);

        for (operation, coder) in done.iter().rev() {
            prop_assert_eq!(reviewer.undo(coder, None, &at(4)).unwrap().of.unwrap().0, *operation);
        }
        let (of_ann, of_ben) = (reviewer.state.view(&ann), reviewer.state.view(&ben));
        prop_assert!(of_ann.candidates.is_empty() && of_ann.candidate_themes.is_empty() && of_ann.groupings.is_empty());
        prop_assert!(of_ben.codes.is_empty());
        prop_assert_eq!(reviewer.verify().unwrap().n_records, 2, "the coders themselves");
        for (operation, coder) in &done {
            prop_assert_eq!(reviewer.redo(coder, None, &at(5)).unwrap().of.unwrap().0, *operation);
        }
        prop_assert_eq!(reviewer.state.canonical(), last);
        prop_assert_eq!(reviewer.last_operation().0 as usize, n_log as usize + 2 * done.len());
        prop_assert_eq!(reviewer.verify().unwrap().codebook_sha256, verified.codebook_sha256);
    }
}
