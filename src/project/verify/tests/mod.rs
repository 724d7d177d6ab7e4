//! Alters project files in many ways: every alteration is found and named.

mod bits;
mod recording;
mod study;
mod tampering;
mod upgrading;

use super::differing;

#[test]
fn records_that_differ_are_named_once() {
    let list = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    };
    let expected = list(&[("b", "1"), ("c", "1"), ("d", "1"), ("f", "1")]);
    let found = list(&[("a", "1"), ("b", "1"), ("c", "2"), ("e", "1"), ("f", "1"), ("g", "1")]);
    assert_eq!(differing(expected.clone(), found), ["a", "c", "d", "e", "g"]);
    assert!(differing(expected.clone(), expected).is_empty());
}
