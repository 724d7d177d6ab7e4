//! Digits of several scripts.

/// Returns the value of a digit in Latin, Arabic or Persian script.
pub(super) const fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '۰'..='۹' => '۰',
        '٠'..='٩' => '٠',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}
