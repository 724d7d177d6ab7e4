//! Decodes bytes to text: finds the encoding and unifies line ends.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE};

use super::error::IngestError;
use super::mac_roman;
use crate::domain::{Notice, NoticeFact};

/// A text with LF line ends and no byte order mark, and what was assumed to get it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) notices: Vec<Notice>,
}

/// Decodes a text file.
///
/// A byte order mark decides; then the given label; then UTF-16, if every second byte suggests it; then UTF-8, if all
/// bytes are valid; then Mac Roman, if its letters fit; then the code page that chardetng (the detector of Firefox) finds likeliest.
/// Each guess is told in a notice.
pub(super) fn decode(name: &str, bytes: &[u8], label: Option<&str>) -> Result<Decoded, IngestError> {
    let mut notices = Vec::new();
    let text = if let Some((encoding, n)) = Encoding::for_bom(bytes) {
        strictly(name, &bytes[n..], encoding, n)?
    } else if let Some(label) = label {
        let encoding = mac_roman::by_label(label)
            .ok_or_else(|| IngestError::UnknownEncoding { name: name.to_owned(), label: label.to_owned() })?;
        strictly(name, bytes, encoding, 0)?
    } else if let Some(encoding) = utf16_without_mark(bytes) {
        let text = strictly(name, bytes, encoding, 0)?;
        notices.push(assumed(name, encoding));
        text
    } else if let Err(error) = std::str::from_utf8(bytes) {
        if mostly_utf8(bytes) {
            let byte = error.valid_up_to();
            return Err(IngestError::Undecodable { name: name.to_owned(), encoding: UTF_8.name(), byte });
        }
        let encoding = if mac_roman::is_likely(bytes) { MACINTOSH } else { likeliest_code_page(bytes) };
        let text = strictly(name, bytes, encoding, 0)?;
        notices.push(assumed(name, encoding));
        text
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    let text = with_lf(text);
    notices.extend(damage(name, &text));
    // Joining files may leave a second mark behind the first.
    let text = match text.trim_start_matches('\u{feff}') {
        rest if rest.len() < text.len() => rest.to_owned(),
        _ => text,
    };
    Ok(Decoded { text, notices })
}

/// Converts CRLF and CR to LF.
pub(super) fn with_lf(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Returns the encoding of UTF-16 without a byte order mark: one byte of nearly every pair is the number of one of the
/// blocks that our languages use, and the other is not.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let n_pairs = head.len() / 2;
    // Latin, Cyrillic, Arabic and general punctuation.
    let is_block = |byte: &u8| matches!(byte, 0x00 | 0x01 | 0x04 | 0x06 | 0x20);
    let n_even = head.iter().step_by(2).filter(|byte| is_block(byte)).count();
    let n_odd = head.iter().skip(1).step_by(2).filter(|byte| is_block(byte)).count();
    let has_zero = head.contains(&0) || head.contains(&6);
    let encoding = match (n_even * 10 >= n_pairs * 9, n_odd * 10 >= n_pairs * 9) {
        (false, true) if n_even * 2 < n_pairs => UTF_16LE,
        (true, false) if n_odd * 2 < n_pairs => UTF_16BE,
        _ => return None,
    };
    (has_zero && encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some())
        .then_some(encoding)
}

fn strictly(
    name: &str,
    bytes: &[u8],
    encoding: &'static Encoding,
    n_skipped: usize,
) -> Result<String, IngestError> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let byte = n_skipped + first_undecodable(bytes, encoding);
    Err(IngestError::Undecodable { name: name.to_owned(), encoding: encoding.name(), byte })
}

fn first_undecodable(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = vec![0; 8192];
    let mut at = 0;
    loop {
        let (result, n_read, _) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut buffer, true);
        at += n_read;
        match result {
            DecoderResult::InputEmpty => return at,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(n_bad, n_after) => {
                return at.saturating_sub(usize::from(n_bad) + usize::from(n_after));
            }
        }
    }
}

/// Tells whether a text that is not valid UTF-8 nearly is: then a few bytes are damaged, and a code page would turn all the
/// rest into nonsense.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|ch| !ch.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good >= 4 * n_bad
}

fn likeliest_code_page(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn assumed(name: &str, encoding: &'static Encoding) -> Notice {
    Notice::about(name, NoticeFact::AssumedEncoding { encoding: encoding.name().to_owned() })
}

/// Sequences that appear where UTF-8 was once read as a code page and saved again.
const MOJIBAKE: [&str; 16] = [
    "â€™",
    "â€œ",
    "â€\u{9d}",
    "â€“",
    "â€”",
    "â€¦",
    "Ã¤",
    "Ã¶",
    "Ã¼",
    "ÃŸ",
    "Ã©",
    "Ã¨",
    "Ã±",
    "Ã³",
    "Ã§",
    "Ø§Ù",
];

fn damage(name: &str, text: &str) -> Option<Notice> {
    if text.is_ascii() {
        return None;
    }
    let count = |what: &str| text.matches(what).count();
    let first = |what: &str| text.find(what);
    let n_garbled: usize = MOJIBAKE.iter().map(|what| count(what)).sum();
    let n_lost = count("\u{fffd}");
    if n_garbled + n_lost == 0 {
        return None;
    }
    let at = MOJIBAKE.iter().filter_map(|what| first(what)).chain(first("\u{fffd}")).min().unwrap_or(0);
    let first_line = 1 + text[..at].matches('\n').count();
    Some(Notice::about(name, NoticeFact::GarbledCharacters { n: n_garbled + n_lost, first_line }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Remedy;

    fn text(bytes: &[u8]) -> String {
        decode("a.txt", bytes, None).unwrap().text
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn utf8_loses_its_mark_and_its_carriage_returns_and_nothing_else() {
        assert_eq!(
            text("\u{feff}\u{feff}P1: ja\r\nnein\rgut\n &amp; \u{feff}".as_bytes()),
            "P1: ja\nnein\ngut\n &amp; \u{feff}"
        );
        assert_eq!(text(b""), "");
    }

    #[test]
    fn utf16_is_read_with_and_without_a_mark() {
        for words in ["P1: I was heard.", "شرکت‌کننده: گوش دادند، و این مهم بود."]
        {
            for little in [true, false] {
                let bytes = utf16(words, little);
                let decoded = decode("a.txt", &bytes, None).unwrap();
                assert_eq!(decoded.text, words);
                assert!(
                    decoded.notices[0].to_string().starts_with("read as UTF-16"),
                    "{:?}",
                    decoded.notices
                );
                assert_eq!(text(&utf16(&format!("\u{feff}{words}"), little)), words);
            }
        }
    }

    #[test]
    fn a_code_page_is_found_and_named() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(
            "Befragte: Für mich hat sich die Zusammenarbeit natürlich geändert – größtenteils schön.",
        );
        let decoded = decode("b.txt", &bytes, None).unwrap();
        assert!(decoded.text.contains("geändert – größtenteils"));
        assert_eq!(decoded.notices.len(), 1);
        assert!(decoded.notices[0].to_string().contains("windows-1252"), "{:?}", decoded.notices);
        assert_eq!(decoded.notices[0].about.as_deref(), Some("b.txt"));
    }

    #[test]
    fn mac_roman_is_found_by_its_line_ends_and_letters() {
        let decoded =
            decode("m.txt", b"Enqu\x90teur : Et ?\r\x83lodie : J\xd5ai \x8et\x8e l\x88.\r", None).unwrap();
        assert_eq!(decoded.text, "Enquêteur : Et ?\nÉlodie : J’ai été là.\n");
        assert!(decoded.notices[0].to_string().contains("macintosh"), "{:?}", decoded.notices);
        assert_eq!(decode("m.txt", b"\x8e", Some("mac-roman")).unwrap().text, "é");
    }

    #[test]
    fn a_label_overrides_the_guess_and_an_unknown_one_is_refused() {
        let (bytes, ..) = encoding_rs::WINDOWS_1256.encode("گروه");
        assert_eq!(decode("c.txt", &bytes, Some("windows-1256")).unwrap().text, "گروه");
        let error = decode("c.txt", &bytes, Some("latin-99")).unwrap_err();
        assert!(error.to_string().starts_with("c.txt: no encoding is called \"latin-99\""), "{error}");
    }

    #[test]
    fn one_bad_byte_in_utf8_is_named() {
        let mut bytes = "é".repeat(20).into_bytes();
        bytes.insert(10, 0xff);
        let error = decode("d.txt", &bytes, None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "d.txt: byte 10 cannot be read as UTF-8; save the file as UTF-8, or name its encoding"
        );
        assert_eq!(error.remedies(), [Remedy::give("encoding")]);
        let error = decode("d.txt", b"\xff\xfea\0\0\xd8b\0", None).unwrap_err();
        assert!(error.to_string().contains("byte 4 cannot be read as UTF-16LE"), "{error}");
    }

    #[test]
    fn garbled_characters_are_left_and_told() {
        let decoded = decode("e.txt", "one\nit wasnâ€™t".as_bytes(), None).unwrap();
        assert_eq!(decoded.text, "one\nit wasnâ€™t");
        assert!(
            decoded.notices[0].to_string().starts_with("1 character was garbled"),
            "{:?}",
            decoded.notices
        );
        assert!(decoded.notices[0].to_string().contains("line 2"));
    }
}
