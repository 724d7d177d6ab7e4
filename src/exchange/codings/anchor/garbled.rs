//! Repairs quotations whose UTF-8 a program once read as windows-1252.

/// The characters of windows-1252 for the bytes 0x80 to 0x9F; bytes without one are control characters.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns a quotation with `â€™` as `’`, `Ã¼` as `ü` and the like, and then the same repaired once more, since some texts were
/// damaged twice; empty if there is nothing to repair.
pub(super) fn mended(quote: &str) -> Vec<String> {
    let first = once(quote);
    let second = first.as_deref().and_then(once);
    first.into_iter().chain(second).collect()
}

fn once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    while let Some(&c) = chars.get(at) {
        let length = match byte(c) {
            Some(0xC2..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(0xF0..=0xF4) => 4,
            _ => 1,
        };
        let bytes: Option<Vec<u8>> =
            chars.get(at..at + length).map(|c| c.iter().filter_map(|c| byte(*c)).collect());
        let read = bytes.filter(|bytes| bytes.len() == length && length > 1);
        match read.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) {
            Some(read) => {
                out.push_str(read);
                changed = true;
                at += length;
            }
            None => {
                out.push(c);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

/// Returns the byte of a character in windows-1252.
fn byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{9f}' if !HIGH.contains(&c) => None,
        '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        c => HIGH.iter().position(|high| *high == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns what a program makes of a text that it reads as windows-1252 instead of UTF-8.
    fn damaged(text: &str) -> String {
        let read = |byte: u8| match byte {
            0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
            byte => char::from(byte),
        };
        text.bytes().map(read).collect()
    }

    #[test]
    fn what_a_wrong_code_page_did_is_undone() {
        assert_eq!(mended("My sisterâ€™s friend"), ["My sister’s friend"]);
        assert_eq!(mended("â€œfÃ¼râ€\u{9d}"), ["“für”"]);
        assert_eq!(mended(&damaged(&damaged("naïve"))), [damaged("naïve"), "naïve".to_owned()]);
        for fine in ["naïve für Ünal", "plain", "Ça va “ici”", "می‌روم", "€5 – and more…", "ÃO, ÂNGULO"]
        {
            assert_eq!(mended(fine), [""; 0], "{fine}");
        }
    }

    proptest! {
        #[test]
        fn any_text_that_was_damaged_is_repaired(text in "[a-z éüß’“”…–şمیرو🙂一,.]{0,30}") {
            let broken = damaged(&text);
            prop_assert_eq!(mended(&broken).into_iter().next().unwrap_or(broken), text);
        }
    }
}
