//! Quotation marks of tables in text that are opened and never closed.

/// Returns the line, from 1, on which a cell begins that is opened and never closed.
///
/// A cell is open if the text ends inside it, and if it goes over several lines and other words follow the mark that
/// closes it, since that mark is the one that opens a later cell.
pub(super) fn open_at(text: &str, delimiter: u8) -> Option<u64> {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 1);
    let mut begins = true;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' if begins => {
                let from = line;
                loop {
                    match (bytes.get(at), bytes.get(at + 1)) {
                        (None, _) => return Some(from),
                        (Some(b'"'), Some(b'"')) => at += 1,
                        (Some(b'"'), after) => {
                            let ends = after
                                .is_none_or(|&after| after == delimiter || matches!(after, b'\n' | b'\r'));
                            if !ends && line > from {
                                return Some(from);
                            }
                            at += 1;
                            break;
                        }
                        (Some(b'\n'), _) => line += 1,
                        (Some(_), _) => {}
                    }
                    at += 1;
                }
                begins = false;
            }
            b'\n' => {
                line += 1;
                begins = true;
            }
            b'\r' => begins = true,
            _ => begins = byte == delimiter,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::open_at;

    #[test]
    fn the_line_on_which_an_open_cell_begins_is_told() {
        for (text, line) in [
            ("a,b\n\"x\ny\",\"z \"\"q\"\"\"\n1,2\n", None),
            ("a,b\n5\" tape,he said \"no\"\n", None),
            ("a,b\n\"no\" he said,1\n", None),
            ("a,b\n1,\"open\n", Some(2)),
            ("a,b\n1,\"open,A\n2,\"x, y\",A\n", Some(2)),
            ("a,b\n\"x\ny\",2\n3,\"open\n4,5", Some(4)),
        ] {
            assert_eq!(open_at(text, b','), line, "{text}");
        }
    }
}
