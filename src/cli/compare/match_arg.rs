//! `--match`: codes of two coders that mean the same, as they are typed.

use crate::domain::Named;
use crate::project::CodeMatch;

/// What to write where the codes cannot be told apart.
const EXAMPLE: &str =
    "write the first coder's code, = and the second coder's code, such as \"Night work=Working at night\"";

/// Reads `A=B`. A code can stand in double quotes, so that its label can hold `=`.
pub(super) fn code_match(typed: &str) -> Result<CodeMatch, String> {
    let (first, rest) = side(typed)?;
    let Some(rest) = rest.strip_prefix('=') else {
        return Err(format!("there is no = between two codes; {EXAMPLE}"));
    };
    let (second, rest) = side(rest)?;
    if rest.starts_with('=') {
        return Err("there are several =; put a label that holds = in double quotes, such as '\"Work = life\"=Balance', or give the \
                    code by its id"
            .to_owned());
    }
    if first.is_empty() || second.is_empty() {
        return Err(format!("a code is missing beside =; {EXAMPLE}"));
    }
    Ok(CodeMatch { first: Named(first.to_owned()), second: Named(second.to_owned()) })
}

/// Reads one code: returns it and what follows, which is nothing or begins with `=`.
fn side(typed: &str) -> Result<(&str, &str), String> {
    let typed = typed.trim_start();
    if let Some(rest) = typed.strip_prefix('"') {
        let (code, rest) =
            rest.split_once('"').ok_or("a double quote is not closed; close it after the label")?;
        let rest = rest.trim_start();
        if !rest.is_empty() && !rest.starts_with('=') {
            return Err(format!("after a label in double quotes comes = or nothing; {EXAMPLE}"));
        }
        return Ok((code.trim(), rest));
    }
    let end = typed.find('=').unwrap_or(typed.len());
    Ok((typed[..end].trim(), &typed[end..]))
}

/// Returns a match as it is typed; `None` where a label cannot be typed, since it holds a double quote besides `=` or begins with one.
pub(super) fn typed(first: &str, second: &str) -> Option<String> {
    let side = |label: &str| -> Option<String> {
        let label = label.trim();
        match (label.contains('='), label.contains('"')) {
            (true, true) => None,
            (true, false) => Some(format!("\"{label}\"")),
            _ => Some(label.to_owned()).filter(|label| !label.starts_with('"')),
        }
    };
    Some(format!("{}={}", side(first)?, side(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<(String, String), String> {
        code_match(typed).map(|found| (found.first.0, found.second.0))
    }

    #[test]
    fn labels_with_equals_signs_and_quotes_are_read_as_they_are_written() {
        for (first, second) in [
            ("Night work", "Working at night"),
            ("Work = life", "Balance"),
            ("a=b", "c = d"),
            ("The \"other\" life", "Nights"),
        ] {
            let typed = typed(first, second).unwrap();
            assert_eq!(read(&typed), Ok((first.to_owned(), second.to_owned())), "{typed}");
        }
        assert_eq!(read(" Nights = \"a = b\" "), Ok(("Nights".to_owned(), "a = b".to_owned())));
        assert_eq!((typed("\"a\"=b", "c"), typed("c", "\"so\"")), (None, None));
    }

    #[test]
    fn what_cannot_be_read_says_how_to_write_it() {
        for (typed, said) in [
            ("Nights", "no ="),
            ("", "no ="),
            ("=Nights", "a code is missing"),
            ("Nights= ", "a code is missing"),
            ("a=b=c", "several =; put a label that holds = in double quotes"),
            ("\"a=b", "not closed"),
            ("\"a\"b=c", "comes = or nothing"),
        ] {
            let found = read(typed).unwrap_err();
            assert!(found.contains(said), "{typed}: {found}");
        }
    }
}
