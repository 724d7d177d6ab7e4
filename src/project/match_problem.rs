//! Why codes of two coders cannot be matched by hand as asked.

use crate::domain::{CodeLevel, Remedy};
use crate::words::{all_of, did_you_mean};

/// Why codes of two coders cannot be matched by hand as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchProblem {
    /// There are not two coders.
    #[error("codes are matched between two coders, but {} compared. Choose two", match .n_coders {
        1 => "one coder is".to_owned(),
        n => format!("{n} coders are"),
    })]
    NotTwoCoders {
        /// How many there are.
        n_coders: usize,
    },
    /// A coder has no such code.
    #[error("{coder} has no code `{code}`{}", did_you_mean(similar))]
    NoSuchCode {
        /// The coder's name.
        coder: String,
        /// The code as it was named.
        code: String,
        /// Labels of this coder that are like it.
        similar: Vec<String>,
    },
    /// Several codes of a coder are meant.
    #[error("{coder} has several codes `{code}`: {}. Name one by its id", candidates.join(", "))]
    SeveralCodes {
        /// The coder's name.
        coder: String,
        /// The code as it was named.
        code: String,
        /// The codes that are meant.
        candidates: Vec<String>,
    },
    /// The codes were named in the wrong order.
    #[error(
        "`{first}` is a code of {second_coder}, and `{second}` one of {first_coder}. Name the code of {first_coder} first"
    )]
    TurnedRound {
        /// The code that was named first.
        first: String,
        /// The code that was named second.
        second: String,
        /// The name of the first coder.
        first_coder: String,
        /// The name of the second coder.
        second_coder: String,
    },
    /// Nothing is coded with a code.
    #[error("{coder} has coded nothing with `{code}`, so there is nothing to match. Leave this match out")]
    NothingCoded {
        /// The coder's name.
        coder: String,
        /// The label of the code.
        code: String,
    },
    /// At the level compared, the code counts as another.
    #[error(
        "at the level {level}, `{code}` of {coder} counts as `{above}`. Match `{above}`, or compare at another level"
    )]
    CountsAsAnother {
        /// The coder's name.
        coder: String,
        /// The label of the code.
        code: String,
        /// The label of the code as which it counts.
        above: String,
        /// The level compared.
        level: CodeLevel,
    },
    /// Both codes have the same label.
    #[error("`{label}` is a label of both coders, so these codes count as one already. Leave this match out")]
    SameLabel {
        /// The label.
        label: String,
    },
    /// A code to be matched has the same label as another code of the other coder.
    #[error(
        "`{label}` of {coder} was matched with `{with}`, but it already counts as one with `{label}` of {other}. To count all of these as \
         one, match `{label}` with `{label}` too; or give one of them another label"
    )]
    HasItsOwn {
        /// The name of the coder whose code was matched.
        coder: String,
        /// The name of the other coder, who uses the same label.
        other: String,
        /// The label.
        label: String,
        /// The label with which it was matched.
        with: String,
    },
    /// Several codes were matched with several.
    #[error(
        "the matches contradict each other: {} of {first_coder} would count as one with {} of {second_coder}. One code can be matched \
         with several of the other coder, but not several with several",
        listed(first),
        listed(second)
    )]
    SeveralWithSeveral {
        /// The name of the first coder.
        first_coder: String,
        /// The name of the second coder.
        second_coder: String,
        /// The labels of the first coder.
        first: Vec<String>,
        /// The labels of the second coder.
        second: Vec<String>,
    },
}

/// Returns labels in backticks: `a`, `b` and `c`.
fn listed(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    all_of(&labels, " and ")
}

impl MatchProblem {
    /// Returns what the user can do.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        match self {
            Self::NotTwoCoders { .. } => vec![Remedy::give("coders"), Remedy::leave_out("matches")],
            Self::CountsAsAnother { .. } => vec![Remedy::give("matches"), Remedy::give("level")],
            _ => vec![Remedy::give("matches")],
        }
    }
}
