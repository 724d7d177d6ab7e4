use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Result<(String, Vec<String>), IngestError> {
    let mut notices = Vec::new();
    let text = text(&Source { name: "i/3.pdf", bytes }, Limits::default(), &mut notices)?;
    Ok((text, notices.into_iter().map(|notice| notice.to_string()).collect()))
}

fn problem(bytes: &[u8]) -> PdfProblem {
    match read(bytes).unwrap_err() {
        IngestError::Pdf { problem, .. } => problem,
        other => panic!("{other}"),
    }
}

/// Makes a PDF of the given objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    bytes.extend(
        format!("{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
            .bytes(),
    );
    bytes
}

/// Pages with the content given, in Helvetica as `/F`.
fn pages_of(contents: &[String], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", contents.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (i, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            5 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf(&objects, trailer)
}

/// Makes a page of lines of 11 points, 14 apart, between a header and a number.
fn page(number: usize, lines: &[&str]) -> String {
    let mut content = format!("BT /F 9 Tf 72 800 Td (Study of houses, part {number}) Tj ET\n");
    content.push_str("BT /F 11 Tf 14 TL 72 760 Td\n");
    for line in lines {
        content.push_str(&format!("({line}) Tj T*\n"));
    }
    content.push_str(&format!("ET\nBT /F 9 Tf 300 30 Td ({number}) Tj ET"));
    content
}

fn interview() -> Vec<u8> {
    let first = page(
        1,
        &[
            "Interviewer: When did you come to live in the old house beside the river, and who",
            "came with you?",
            "M\\374ller: It was the winter after the flood. My sister came along, and we had under-",
            "stood by then that nobody else would look after the garden. We stayed there for a",
        ],
    );
    let second = page(2, &["long time.", "Interviewer: Why?", "M\\374ller: It was quiet."]);
    pages_of(&[first, second], "")
}

const INTERVIEW: &str = "Interviewer: When did you come to live in the old house beside the river, and who came with you?\n\
    Müller: It was the winter after the flood. My sister came along, and we had understood by then that nobody else \
    would look after the garden. We stayed there for a long time.\nInterviewer: Why?\nMüller: It was quiet.";

#[test]
fn an_interview_over_two_pages() {
    let (text, notices) = read(&interview()).unwrap();
    assert_eq!(text, INTERVIEW);
    assert_eq!(
        notices,
        [
            "4 lines of page headers, footers or page numbers left out",
            "1 word joined that a hyphen had split at the end of a line"
        ]
    );
}

#[test]
fn words_by_place_and_by_kerning() {
    let content = "BT /F 10 Tf 1 0 0 1 72 700 Tm [(How)-300(are y)20(ou)] TJ 1 0 0 1 150 700 Tm (today) Tj ET \
        BT /F 10 Tf 0 1 -1 0 20 400 Tm (stamp) Tj ET";
    let (text, notices) = read(&pages_of(&[content.to_owned()], "")).unwrap();
    assert_eq!(text, "How are you today");
    assert_eq!(notices, ["5 characters that are not upright left out"]);
}

#[test]
fn a_scan_is_refused_with_the_way_to_its_text() {
    let content = "q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{1} EI Q".to_owned();
    let scan = pages_of(&[content.clone(), content.clone()], "");
    assert_eq!(problem(&scan), PdfProblem::Scan { n_pages: 2 });
    assert!(read(&scan).unwrap_err().to_string().contains("ocrmypdf"));
    let half = pages_of(&[content, page(1, &["Ann: Yes."])], "");
    assert!(read(&half).unwrap().1[0].starts_with("page 1 holds only pictures and no text;"));
}

#[test]
fn a_locked_file_is_refused() {
    let hex = "ab".repeat(32);
    let id = "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]";
    let locked =
        format!("/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{hex}> /U <{hex}> >> {id}");
    assert_eq!(problem(&pages_of(&[page(1, &["Ann: Yes."])], &locked)), PdfProblem::Encrypted);
    let strange = format!("/Encrypt << /Filter /Standard /V 99 /R 99 /P -4 /O <{hex}> /U <{hex}> >> {id}");
    assert_eq!(problem(&pages_of(&[page(1, &["Ann: Yes."])], &strange)), PdfProblem::UnknownEncryption);
}

#[test]
fn broken_files_are_refused() {
    assert_eq!(problem(b""), PdfProblem::Damaged);
    assert_eq!(problem(b"%PDF-1.4\nnothing of the kind"), PdfProblem::Damaged);
    assert_eq!(problem(&interview()[..300]), PdfProblem::Damaged);
    let mut cut = interview();
    cut.truncate(cut.len() - 200);
    assert_eq!(read(&cut).unwrap().0, INTERVIEW, "without its table of contents the file is still whole");
}

#[test]
fn too_many_pages_are_refused() {
    let limits = Limits { max_n_pages: 1, ..Limits::default() };
    let source = Source { name: "i.pdf", bytes: &interview() };
    let error = text(&source, limits, &mut Vec::new()).unwrap_err().to_string();
    assert_eq!(error, "i.pdf: the PDF has 2 pages, above the limit of 1; split it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..16),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = interview();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let _ = read(&bytes);
    }
}

#[test]
fn labels_that_hang_left_of_the_words() {
    let mut content = String::new();
    let mut y = 760;
    for (label, lines) in [
        ("INT", &["How did it begin?"][..]),
        (
            "R1",
            &[
                "We sat down, all ten of us, in the room by the river, and",
                "nobody said a word until my sister laughed.",
            ],
        ),
        ("INT", &["Who came?"]),
        ("R1", &["My sister, and her dog, and then the man with the shed full of", "tools."]),
        ("INT", &["What is left?"]),
        ("R1", &["The bench."]),
    ] {
        content.push_str(&format!("BT /F 11 Tf 70 {y} Td ({label}) Tj ET\n"));
        for line in lines {
            content.push_str(&format!("BT /F 11 Tf 130 {y} Td ({line}) Tj ET\n"));
            y -= 18;
        }
    }
    let (text, _) = read(&pages_of(&[content], "")).unwrap();
    let wanted = [
        "INT\tHow did it begin?",
        "R1\tWe sat down, all ten of us, in the room by the river, and nobody said a word until my sister laughed.",
        "INT\tWho came?",
        "R1\tMy sister, and her dog, and then the man with the shed full of tools.",
        "INT\tWhat is left?",
        "R1\tThe bench.",
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), wanted);
}
