use super::*;

fn read(rtf: &[u8]) -> Result<(String, Vec<String>), IngestError> {
    let mut notices = Vec::new();
    let paragraphs = paragraphs(&Source { name: "i.rtf", bytes: rtf }, Limits::default(), &mut notices)?;
    let lines: Vec<String> = paragraphs.into_iter().map(Paragraph::into_line).collect();
    Ok((lines.join("\n"), notices.into_iter().map(|notice| notice.to_string()).collect()))
}

fn words(rtf: &str) -> String {
    read(rtf.as_bytes()).unwrap().0
}

#[test]
fn paragraphs_and_characters() {
    let rtf = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red0\green0\blue0;}
{\*\generator Writer;}\pard\b Interviewer:\b0  How & \{why\}?\par
P1:\tab f\'fcr\~mich \emdash  na\u239?ve\line two\par
\par
end\par}trailing";
    assert_eq!(words(rtf), "Interviewer: How & {why}?\nP1:\tfür\u{a0}mich — naïve\ntwo\n\nend");
}

#[test]
fn unicode_with_substitutes_and_surrogates() {
    assert_eq!(words(r"{\rtf1\uc1\u1605\'e3\u1606 ?\u-10179?\u-8638?x}"), "من🙂x");
    assert_eq!(words(r"{\rtf1\uc0\u1605 ok{\uc2\u1606 ab}c}"), "مokنc");
    // A lone half of a pair is lost, not a panic.
    assert_eq!(words(r"{\rtf1\u-10179?x}"), "x");
}

#[test]
fn fonts_bring_their_code_pages() {
    let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset178 B;}{\f2\fcharset204 C;}}
\f0 \'e9 \f1\'e3\'e4 {\f2\'e4\'e0} \f0\'e9}";
    assert_eq!(words(rtf), "é من да é");
}

#[test]
fn what_is_no_text_is_left_out_and_counted() {
    let rtf = r"{\rtf1{\info{\title no}}{\header no\par}a{\footnote no}{\deleted no}{\v no}{\field{\*\fldinst PAGE}{\fldrslt b}}\
{\*\unknown no}{\pict\bin4 {{{{ }{\shp{\*\shpinst{\shptxt no}}}c\par}";
    let (text, notices) = read(rtf.as_bytes()).unwrap();
    assert_eq!(text, "ab\nc");
    assert_eq!(
        notices,
        [
            "1 footnote or comment left out",
            "1 text box left out",
            "1 tracked deletion left out",
            "1 stretch of hidden text left out"
        ]
    );
}

#[test]
fn a_table_of_a_transcript_becomes_labelled_lines() {
    let row = |a: &str, b: &str| {
        format!(r"\trowd\cellx1000\cellx5000\pard\intbl {a}\cell\pard\intbl {b}\cell\row ")
    };
    let rtf = format!(
        r"{{\rtf1 Interview\par {}{}\pard after\par}}",
        row("I", "How did it begin?"),
        row("P3", r"We sat down.\par Ten of us.")
    );
    assert_eq!(words(&rtf), "Interview\nI: How did it begin?\nP3: We sat down.\nTen of us.\nafter");
}

#[test]
fn deep_or_cut_off_files_are_refused() {
    let deep = [b"{\\rtf1".to_vec(), vec![b'{'; 1_000_000]].concat();
    assert_eq!(
        read(&deep).unwrap_err().to_string(),
        "i.rtf, byte 262: RTF groups nested deeper than 256; open the file in its program and save it again"
    );
    assert_eq!(
        read(b"{\\rtf1 {\\b some wor").unwrap_err().to_string(),
        "i.rtf, byte 19: the file ends before its 2 open groups are closed, so it is cut off; open the file in its program \
         and save it again"
    );
}

#[test]
fn what_follows_the_end_is_counted() {
    let (text, notices) = read(br"{\rtf1 a}b}").unwrap();
    assert_eq!(text, "a");
    assert_eq!(notices, ["2 bytes after the end of the document left out"]);
    assert_eq!(read(b"{\\rtf1 a}\r\n\0").unwrap().1, Vec::<String>::new());
}

#[test]
fn plain_takes_the_font_back() {
    let rtf = r"{\rtf1{\fonttbl\f3\fcharset128 M;}\f3 \'83\'65\plain \'e4}";
    assert_eq!(words(rtf), "テä");
}
