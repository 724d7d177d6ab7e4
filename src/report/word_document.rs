//! A paper as a DOCX file: WordprocessingML in a ZIP container, with real heading styles, tables whose headings repeat on each page, and
//! paragraphs from right to left where the words are.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::error::ReportError;
use super::markup::escaped;
use super::paper::{Block, Grid, Paper, TurnBlock, tint};
use crate::domain::is_right_to_left;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                          xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const STYLES: &str = include_str!("word_styles.xml");
const CONTENT_TYPES: &str = include_str!("word_content_types.xml");
/// A4 in twentieths of a point, its margins, and what is left for text.
const SHORT_SIDE: u32 = 11_906;
const LONG_SIDE: u32 = 16_838;
const MARGIN: u32 = 1_134;
/// How many bytes a turn has that may go on on the next page.
const LONG_TURN: usize = 2_000;
/// The share of the margin's width in a transcript, of 100.
const NOTES_SHARE: u32 = 30;

/// Returns a paper as the bytes of a DOCX document.
///
/// # Errors
/// [`ReportError`] where the container cannot be put together.
pub fn word_document(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inside: &[String]| {
        format!(
            "{DECLARATION}<Relationships xmlns=\"{package}/relationships\">{}</Relationships>",
            inside.concat()
        )
    };
    let of_package = relations(&[
        relation(1, &format!("{office}/officeDocument"), "word/document.xml"),
        relation(2, &format!("{package}/relationships/metadata/core-properties"), "docProps/core.xml"),
    ]);
    let of_document = relations(&[
        relation(1, &format!("{office}/styles"), "styles.xml"),
        relation(2, &format!("{office}/footer"), "footer1.xml"),
    ]);
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", of_package),
        ("docProps/core.xml", properties(paper)),
        ("word/_rels/document.xml.rels", of_document),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", footer()),
        ("word/document.xml", body(paper)),
    ];
    // A fixed time: the same paper gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        container.start_file(name, options)?;
        container.write_all(text.as_bytes())?;
    }
    Ok(container.finish()?.into_inner())
}

fn properties(paper: &Paper) -> String {
    let at = escaped(&paper.as_of);
    let moment = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:{name}>");
    let moments = if at.is_empty() { String::new() } else { moment("created") + &moment("modified") };
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>{moments}</cp:coreProperties>",
        escaped(&paper.title),
    )
}

/// Returns the foot of each page: its number and how many there are.
fn footer() -> String {
    let field =
        |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    format!(
        "{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Note\"/><w:jc w:val=\"center\"/></w:pPr>{}\
         <w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES")
    )
}

fn body(paper: &Paper) -> String {
    let (width, height, turned) = match paper.landscape {
        true => (LONG_SIDE, SHORT_SIDE, " w:orient=\"landscape\""),
        false => (SHORT_SIDE, LONG_SIDE, ""),
    };
    let inner = width - 2 * MARGIN;
    let mut xml = format!("{DECLARATION}<w:document {NAMESPACES}><w:body>");
    xml += &paragraph("Title", &paper.title);
    let mut blocks = paper.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Heading(level, text) => {
                xml += &paragraph(&format!("Heading{}", level.clamp(&1, &3)), text);
            }
            Block::Text(text) => xml += &paragraph("Normal", text),
            Block::Note(text) => xml += &paragraph("Note", text),
            Block::Quote { text, source } => {
                xml += &paragraph("Quote", text);
                xml += &paragraph("Source", source);
            }
            Block::Grid(grid) => xml += &of_grid(grid, inner),
            Block::Turn(turn) => {
                // Turns that follow each other are the rows of one table.
                let mut turns = vec![turn];
                while let Some(Block::Turn(next)) = blocks.next_if(
                    |next| matches!(next, Block::Turn(next) if next.right_to_left == turn.right_to_left),
                ) {
                    turns.push(next);
                }
                xml += &of_turns(&turns, inner);
            }
        }
    }
    xml + &format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" w:footer=\"567\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

/// Returns a paragraph in a style, in the direction of its first letter.
fn paragraph(style: &str, text: &str) -> String {
    aligned(style, text, false)
}

fn aligned(style: &str, text: &str, at_end: bool) -> String {
    let rtl = is_right_to_left(text);
    let direction = if rtl { "<w:bidi/>" } else { "" };
    let place = if at_end { "<w:jc w:val=\"right\"/>" } else { "" };
    let run = if text.is_empty() { String::new() } else { run(text, rtl, "") };
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{direction}{place}</w:pPr>{run}</w:p>")
}

/// Returns words with properties of their own, given as XML. Properties come in the order of the schema: `rtl` is the last.
fn run(text: &str, rtl: bool, properties: &str) -> String {
    let direction = if rtl { "<w:rtl/>" } else { "" };
    let lines = escaped(text).replace('\n', "</w:t><w:br/><w:t xml:space=\"preserve\">");
    format!("<w:r><w:rPr>{properties}{direction}</w:rPr><w:t xml:space=\"preserve\">{lines}</w:t></w:r>")
}

fn table(widths: &[u32], rtl: bool, borders: &str) -> String {
    let whole: u32 = widths.iter().sum();
    let visual = if rtl { "<w:bidiVisual/>" } else { "" };
    let columns: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!(
        "<w:tbl><w:tblPr>{visual}<w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{columns}</w:tblGrid>"
    )
}

fn cell(width: u32, shade: &str, inside: &str) -> String {
    let shade = match shade {
        "" => String::new(),
        fill => format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>"),
    };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>{inside}</w:tc>")
}

const LINES: &str = "<w:top w:val=\"single\" w:sz=\"6\" w:color=\"8b949e\"/><w:bottom w:val=\"single\" w:sz=\"6\" w:color=\"8b949e\"/>\
                     <w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"d5dae0\"/>";

fn of_grid(grid: &Grid, inner: u32) -> String {
    let whole: u32 = grid.columns.iter().map(|column| column.share).sum::<u32>().max(1);
    let widths: Vec<u32> = grid.columns.iter().map(|column| inner * column.share / whole).collect();
    let mut xml = table(&widths, false, LINES);
    let row = |properties: &str, cells: String| format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>");
    let headings = grid.columns.iter().zip(&widths);
    let headings = headings.map(|(column, &width)| {
        cell(width, "eef1f4", &aligned("CellHeading", &column.heading, column.numbers))
    });
    xml += &row("<w:cantSplit/><w:tblHeader/>", headings.collect());
    for texts in &grid.rows {
        let cells = texts.iter().zip(&grid.columns).zip(&widths);
        let cells =
            cells.map(|((text, column), &width)| cell(width, "", &aligned("Cell", text, column.numbers)));
        xml += &row("<w:cantSplit/>", cells.collect());
    }
    xml + "</w:tbl>" + &paragraph("Normal", "")
}

fn of_turns(turns: &[&TurnBlock], inner: u32) -> String {
    let rtl = turns.iter().any(|turn| turn.right_to_left);
    let notes = inner * NOTES_SHARE / 100;
    let widths = [inner - notes, notes];
    let mut xml = table(&widths, rtl, "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"e5e9ed\"/>");
    for turn in turns {
        let said = cell(widths[0], "", &(paragraph("TurnHead", &turn.head) + &said(turn)));
        let mut margin: String = turn.notes.iter().map(note).collect();
        if margin.is_empty() {
            margin = paragraph("Cell", "");
        }
        // A turn stays on one page unless it is long.
        let n_characters: usize = turn.pieces.iter().map(|piece| piece.text.chars().count()).sum();
        let whole = if n_characters < LONG_TURN { "<w:trPr><w:cantSplit/></w:trPr>" } else { "" };
        xml += &format!("<w:tr>{whole}{said}{}</w:tr>", cell(widths[1], "", &margin));
    }
    xml + "</w:tbl>" + &paragraph("Normal", "")
}

/// Returns the words of a turn, coloured where they have codes, with the numbers of the codes where these end.
fn said(turn: &TurnBlock) -> String {
    let all: String = turn.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let rtl = is_right_to_left(&all);
    let direction = if rtl { "<w:bidi/>" } else { "" };
    let ink = if turn.pale { "<w:color w:val=\"5b636c\"/>" } else { "" };
    let mut xml = format!("<w:p><w:pPr><w:pStyle w:val=\"Said\"/>{direction}</w:pPr>");
    for piece in &turn.pieces {
        let shade = piece.colour.as_ref().map_or_else(String::new, |colour| {
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", tint(colour))
        });
        xml += &run(&piece.text, rtl, &format!("{ink}{shade}"));
        for number in &piece.ends {
            xml += &run(&number.to_string(), rtl, "<w:b/><w:vertAlign w:val=\"superscript\"/>");
        }
    }
    xml + "</w:p>"
}

fn note(note: &super::paper::MarginNote) -> String {
    let rtl = is_right_to_left(&note.label);
    let (direction, side) = if rtl { ("<w:bidi/>", "right") } else { ("", "left") };
    let ink = note.colour.to_string();
    let ink = ink.trim_start_matches('#');
    let detail = match note.detail.as_str() {
        "" => String::new(),
        detail => run(
            &format!(" {detail}"),
            is_right_to_left(detail),
            "<w:color w:val=\"5b636c\"/><w:sz w:val=\"16\"/>",
        ),
    };
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"MarginNote\"/><w:pBdr><w:{side} w:val=\"single\" w:sz=\"24\" w:space=\"4\" w:color=\"{ink}\"/></w:pBdr>\
         {direction}</w:pPr>{}{}{detail}</w:p>",
        run(&format!("{} ", note.number), rtl, "<w:b/>"),
        run(&note.label, rtl, "")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{GridColumn, Piece};

    #[test]
    fn words_from_right_to_left_are_set_so() {
        let xml = paragraph("Quote", "شب <ها>\nدراز");
        assert!(xml.contains("<w:bidi/>") && xml.contains("<w:rtl/>"), "{xml}");
        assert!(xml.contains("شب &lt;ها&gt;</w:t><w:br/>"), "{xml}");
        assert!(!paragraph("Quote", "Nights").contains("w:bidi"));
    }

    #[test]
    fn turns_that_follow_each_other_are_one_table() {
        let turn = |rtl| {
            let pieces = vec![Piece { text: "words".to_owned(), colour: None, ends: vec![1] }];
            Block::Turn(TurnBlock { right_to_left: rtl, pieces, ..TurnBlock::default() })
        };
        let paper = Paper { blocks: vec![turn(false), turn(false), turn(true)], ..Paper::default() };
        let xml = body(&paper);
        assert_eq!((xml.matches("<w:tbl>").count(), xml.matches("<w:bidiVisual/>").count()), (2, 1));
        assert!(xml.contains("superscript"), "{xml}");
    }

    #[test]
    fn the_same_paper_gives_the_same_bytes() {
        let grid = Grid { columns: vec![GridColumn::text("a", 1)], rows: vec![vec!["b".to_owned()]] };
        let paper = Paper { blocks: vec![Block::Grid(grid)], landscape: true, ..Paper::default() };
        assert_eq!(word_document(&paper).unwrap(), word_document(&paper).unwrap());
        assert!(body(&paper).contains("w:orient=\"landscape\"") && body(&paper).contains("<w:tblHeader/>"));
    }
}
