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
            let n_coders = names.len() + n_others;
            format!("Only the work of {}; the project has {n_coders} coders.", all_of(names, " and "))
        }
        (_, _) => format!(
            "Only the work of {}: coders work blind to each other until the project is opened for comparison, so the work of {} is left out.",
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
        assert_eq!(whose_work(&["Ann"], 2, true), "Only the work of Ann; the project has 3 coders.");
        let blind = whose_work(&["Ann"], 1, false);
        assert!(
            blind.contains("blind") && blind.ends_with("so the work of 1 other coder is left out."),
            "{blind}"
        );
    }
}
