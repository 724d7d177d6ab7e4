//! Checks what every coefficient of unitizing requires of its documents.

use super::Continuum;
use crate::domain::Undefined;

/// Returns a coder's name for reasons, since the marks hold no names: the first is 1.
pub(in crate::compare) fn coder_name(coder: usize) -> String {
    format!("coder {}", coder + 1)
}

/// Counts the coders; returns an error if there are fewer than two, if documents have different coders, or if a coder
/// marked nothing anywhere.
pub(in crate::compare) fn n_coders(documents: &[Continuum]) -> Result<usize, Undefined> {
    let counts = documents.iter().map(|document| document.coders.len());
    let (Some(fewest), Some(most)) = (counts.clone().min(), counts.max()) else {
        return Err(Undefined::Nothing);
    };
    if fewest != most {
        return Err(Undefined::CodersDiffer { fewest, most });
    }
    if most < 2 {
        return Err(Undefined::TooFewCoders { n_coders: most });
    }
    let marked = |coder: &usize| documents.iter().any(|document| !document.marks(*coder).is_empty());
    match (0..most).find(|coder| !marked(coder)) {
        Some(0) if (1..most).all(|coder| !marked(&coder)) => Err(Undefined::Nothing),
        Some(coder) => Err(Undefined::NothingCoded { coder: coder_name(coder) }),
        None => Ok(most),
    }
}
