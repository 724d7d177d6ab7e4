use super::super::archive::tests::zipped;
use super::*;

const NS: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m""#;

fn docx(body: &str) -> Vec<u8> {
    let part = format!("<?xml version=\"1.0\"?><w:document {NS}><w:body>{body}</w:body></w:document>");
    zipped(&[("word/document.xml", part.as_bytes())])
}

fn read(bytes: &[u8]) -> Result<(String, Vec<String>), IngestError> {
    let mut notices = Vec::new();
    let paragraphs = paragraphs(&Source { name: "i/3.docx", bytes }, Limits::default(), &mut notices)?;
    let lines: Vec<String> = paragraphs.into_iter().map(Paragraph::into_line).collect();
    Ok((lines.join("\n"), notices.into_iter().map(|notice| notice.to_string()).collect()))
}

fn p(words: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_tabs_breaks_and_references() {
    let body = format!(
        "{}\n  <w:p/>{}",
        p("Interviewer: How &amp; why?"),
        "<w:p><w:r><w:t xml:space=\"preserve\">P1: </w:t><w:tab/><w:t>one</w:t><w:br/><w:t>two</w:t><w:softHyphen/>\
         <w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F04A\"/></w:r></w:p>"
    );
    assert_eq!(read(&docx(&body)).unwrap().0, "Interviewer: How & why?\n\nP1: \tone\ntwo\u{2011}");
}

#[test]
fn deletions_codes_and_notes_are_left_out_and_insertions_kept() {
    let body = "<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>c</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom>\
        <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
        <w:r><w:commentReference w:id=\"0\"/></w:r><w:hyperlink><w:r><w:t>e</w:t></w:r></w:hyperlink></w:p>";
    let (text, notices) = read(&docx(body)).unwrap();
    assert_eq!(text, "ace");
    assert_eq!(
        notices,
        ["1 footnote or endnote left out", "1 comment left out", "2 tracked deletions left out"]
    );
}

#[test]
fn a_text_box_is_read_once_and_after_its_paragraph() {
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", p("boxed"));
    let body = format!(
        "<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}\
         </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>{}",
        p("next")
    );
    assert_eq!(read(&docx(&body)).unwrap().0, "before after\nboxed\nnext");
}

#[test]
fn a_transcript_in_a_table_becomes_labelled_lines() {
    let row = |a: &str, b: &str| format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(a), p(b));
    let body = format!(
        "{}<w:tbl><w:tblGrid/>{}{}{}</w:tbl>{}",
        p("Interview 3"),
        row("Speaker", "Text"),
        row("I", "How did it begin?"),
        row("P3", "We sat down, ten of us."),
        p("End")
    );
    let (text, notices) = read(&docx(&body)).unwrap();
    assert_eq!(text, "Interview 3\nI: How did it begin?\nP3: We sat down, ten of us.\nEnd");
    assert_eq!(notices, ["1 heading row of a transcript table left out"]);
}

#[test]
fn the_body_is_found_where_the_package_says() {
    let rels = r#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/other/main.xml"/></Relationships>"#;
    let part = format!("<w:document {NS}><w:body>{}</w:body></w:document>", p("here"));
    let bytes = zipped(&[("_rels/.rels", rels.as_bytes()), ("other/main.xml", part.as_bytes())]);
    assert_eq!(read(&bytes).unwrap().0, "here");
}

#[test]
fn broken_files_are_refused_with_place_and_remedy() {
    let message = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert_eq!(
        message(&zipped(&[("content.xml", b"<a/>")])),
        "i/3.docx, entry word/document.xml: the part that holds the text is missing, so this is not a valid .docx file; save it again as \
         .docx"
    );
    let whole = docx(&p("words").repeat(50));
    assert!(message(&whole[..whole.len() - 40]).starts_with("i/3.docx: the file is cut off or damaged ("));
    let cut = format!("<w:document {NS}><w:body><w:p><w:r><w:t>wor");
    assert!(message(&zipped(&[("word/document.xml", cut.as_bytes())])).contains(
        "the XML ends before its elements are closed; open the file in its program and save it again"
    ));
    let deep = "<w:sdt>".repeat(100_000);
    assert!(message(&docx(&deep)).contains("nested deeper than 256"));
    let doctype = "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><w:document/>";
    assert!(
        message(&zipped(&[("word/document.xml", doctype.as_bytes())])).contains("document type declaration")
    );
}

#[test]
fn hidden_text_is_left_out_and_told() {
    let run = |properties: &str, words: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    };
    let body = format!(
        "<w:p>{}{}{}{}</w:p><w:p>{}</w:p><w:p>{}</w:p>",
        run("<w:b/>", "P1: So "),
        run("<w:vanish/>", "real "),
        run("<w:vanish/><w:i/>", "name "),
        run("<w:vanish w:val=\"0\"/>", "we went."),
        run("<w:vanish/>", "a note alone"),
        run("<w:rStyle w:val=\"Secret\"/>", "hidden by its style")
    );
    let part = format!("<w:document {NS}><w:body>{body}</w:body></w:document>");
    let styles = format!(
        "<w:styles {NS}><w:style w:styleId=\"Secret\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId=\"P\"/></w:styles>"
    );
    let bytes = zipped(&[("word/document.xml", part.as_bytes()), ("word/styles.xml", styles.as_bytes())]);
    let (text, notices) = read(&bytes).unwrap();
    assert_eq!(text, "P1: So we went.");
    assert_eq!(notices, ["2 stretches of hidden text left out"]);
}

#[test]
fn a_shell_around_html_is_refused_with_the_way_to_its_text() {
    let message = read(&docx("<w:altChunk r:id=\"h1\"/>")).unwrap_err().to_string();
    assert_eq!(
        message,
        "i/3.docx: it holds its text as embedded HTML; open it in Word and save it again as .docx"
    );
    let (text, notices) = read(&docx(&format!("{}<w:altChunk r:id=\"h1\"/>", p("words")))).unwrap();
    assert_eq!((text.as_str(), notices.len()), ("words", 1));
}

#[test]
fn a_cell_over_several_columns_keeps_the_others_in_place() {
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", p(words));
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|words| cell(words)).collect::<String>())
    };
    let title =
        format!("<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>{}</w:tc></w:tr>", p("Part 1"));
    let wide = format!(
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>{}</w:tr>",
        p("3"),
        cell("And nobody knew why.")
    );
    let body = format!(
        "<w:tbl>{title}{}{}{wide}</w:tbl>",
        row(&["1", "I", "How did it begin?"]),
        row(&["2", "P3", "We sat down, ten of us."])
    );
    let (text, notices) = read(&docx(&body)).unwrap();
    assert_eq!(text, "I: How did it begin?\nP3: We sat down, ten of us.\nP3: And nobody knew why.");
    assert!(notices[0].contains("1 row without words left out"), "{notices:?}");
}

/// Reads a document with styles and numbering, and lists who says what.
fn said(body: &str, styles: &str, numbering: &str) -> Vec<String> {
    let part = |name: &str, inner: &str| format!("<w:{name} {NS}>{inner}</w:{name}>");
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let bytes = zipped(&[
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", part("styles", styles).as_bytes()),
        ("word/numbering.xml", part("numbering", numbering).as_bytes()),
    ]);
    let made = crate::ingest::read::read(
        &Source { name: "i/3.docx", bytes: &bytes },
        &crate::ingest::params::IngestParams::default(),
    )
    .unwrap()
    .remove(0);
    let index = crate::domain::TextIndex::new(&made.text);
    let label = |turn: &crate::domain::Turn| match turn.speaker {
        Some(at) => format!("{} ({})", made.speakers[at].label, made.speakers[at].role),
        None => "-".to_owned(),
    };
    made.turns.iter().map(|turn| format!("{}: {}", label(turn), index.slice(turn.span).unwrap())).collect()
}

fn styled(properties: &str, run: &str, words: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>")
}

const QUESTIONS: [&str; 3] = ["How did it begin?", "Who came?", "What is left?"];
const ANSWERS: [&str; 3] = ["We sat down, ten of us.", "My sister and her dog.", "The bench by the river."];

#[test]
fn words_of_a_numbering_belong_to_the_paragraph() {
    let list =
        |number: &str| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
    let level = |id: u8, format: &str, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl></w:abstractNum><w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>"
        )
    };
    let talk = |asks: &str, answers: &str| {
        let turn =
            |(question, answer): (&&str, &&str)| styled(asks, "", question) + &styled(answers, "", answer);
        QUESTIONS.iter().zip(&ANSWERS).map(turn).collect::<String>()
    };
    let wanted = |asks: &str, answers: &str| -> Vec<String> {
        let turn = |(question, answer)| {
            [format!("{asks} (interviewer): {question}"), format!("{answers} (participant): {answer}")]
        };
        QUESTIONS.iter().zip(&ANSWERS).flat_map(turn).collect()
    };
    let numbering = level(8, "none", "I:") + &level(9, "none", "R:");
    assert_eq!(said(&talk(&list("8"), &list("9")), "", &numbering), wanted("I", "R"));
    let styles =
        "<w:style w:styleId=\"Ask\"><w:pPr><w:numPr><w:numId w:val=\"8\"/></w:numPr></w:pPr></w:style>";
    let asks = "<w:pStyle w:val=\"Ask\"/>";
    assert_eq!(said(&talk(asks, &list("9")), styles, &numbering), wanted("I", "R"));
    // A number and a bullet are no words.
    let numbers = level(8, "decimal", "%1.") + &level(9, "bullet", "o");
    assert_eq!(said(&talk(&list("8"), &list("9")), "", &numbers)[1], "-: We sat down, ten of us.");
    let mut counted =
        Numbering::read(Xml::new("i", "n", &format!("<n>{}</n>", level(8, "decimal", "Frage %1:")), 9))
            .unwrap();
    assert_eq!(
        [counted.words("8", "0"), counted.words("8", "0")],
        [Some("Frage 1:".to_owned()), Some("Frage 2:".to_owned())]
    );
}

#[test]
fn emphasis_headings_and_styles_tell_who_speaks() {
    let talk = |properties: &str, run: &str| {
        let turn =
            |(question, answer): (&&str, &&str)| styled(properties, run, question) + &styled("", "", answer);
        QUESTIONS.iter().zip(&ANSWERS).map(turn).collect::<String>()
    };
    let voices = |asks: &str| -> Vec<String> {
        let turn = |(question, answer)| {
            [format!("{asks} (interviewer): {question}"), format!("(plain) (participant): {answer}")]
        };
        QUESTIONS.iter().zip(&ANSWERS).flat_map(turn).collect()
    };
    assert_eq!(said(&talk("", "<w:b/>"), "", ""), voices("(bold)"));
    assert_eq!(said(&talk("", "<w:i/>"), "", ""), voices("(italic)"));
    let styles = "<w:style w:styleId=\"Ask\"><w:basedOn w:val=\"Loud\"/></w:style>\
        <w:style w:styleId=\"Loud\"><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:styleId=\"H\"><w:name w:val=\"heading 1\"/><w:rPr><w:b/></w:rPr></w:style>";
    assert_eq!(said(&talk("<w:pStyle w:val=\"Ask\"/>", ""), styles, ""), voices("(bold)"));
    // A style in bold is plain where the words say so.
    assert_eq!(said(&talk("<w:pStyle w:val=\"Ask\"/>", "<w:b w:val=\"0\"/>"), styles, "").len(), 6);
    // A heading is nobody's.
    let headed = said(&talk("<w:pStyle w:val=\"H\"/>", ""), styles, "");
    assert_eq!(headed, ANSWERS.map(|answer| format!("-: {answer}")));
    // A name as a heading is a label.
    let named: String = QUESTIONS
        .iter()
        .zip(&ANSWERS)
        .map(|(question, answer)| {
            let name = |name: &str| styled("<w:pStyle w:val=\"H\"/>", "", name);
            name("Dana") + &styled("", "", question) + &name("Mike") + &styled("", "", answer)
        })
        .collect();
    assert_eq!(
        said(&named, styles, "")[..2],
        ["Dana (interviewer): How did it begin?", "Mike (participant): We sat down, ten of us."]
    );
}
