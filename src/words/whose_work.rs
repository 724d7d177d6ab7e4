//! Says whose work a result holds.

use super::{all_of, count};

/// Says in a sentence whose work a result holds: coders' names, how many others there are, and whether coders see each other's decisions.
#[must_use]
pub fn whose_work(names: &[&str], n_others: usize, is_open: bool) -> String {
    let others = || count(n_others, "other coder", "other coders");
    match (names, n_others) {
        ([], 0) => "The project has no coders: candidates are as the run proposed them.".to_owned(),
        ([], _) => format!("The work of no coder; the {} of this project are not in it.", others()),
        (_, 0) => format!("The work of {}.", all_of(names, " and ")),
        (_, _) if is_open => {
            format!("Only the work of {}, of {} coders.", all_of(names, " and "), names.len() + n_others)
        }
        (_, _) => format!(
            "Only the work of {}: coders work blind to each other until the project is opened for comparison, so that of {} is not in it.",
            all_of(names, " and "),
            others()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_in_it_is_said() {
        assert_eq!(whose_work(&["Ann", "Ben"], 0, true), "The work of Ann and Ben.");
        assert_eq!(whose_work(&["Ann"], 2, true), "Only the work of Ann, of 3 coders.");
        let blind = whose_work(&["Ann"], 1, false);
        assert!(
            blind.contains("blind") && blind.ends_with("so that of 1 other coder is not in it."),
            "{blind}"
        );
    }
}
