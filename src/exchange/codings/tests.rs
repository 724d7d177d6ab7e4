//! Tables as each program writes them, with invented contents.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{CodeLevel, Remedy};

/// Reads a table with one row per line and `|` between cells; `¶` is a line break in a cell.
pub(super) fn table(lines: &str, params: &CodingParams) -> Result<CodingTable, CodingsError> {
    let cut = |line: &str| line.split('|').map(|cell| cell.trim().replace('¶', "\n")).collect::<Vec<_>>();
    let mut lines = lines.trim().lines().map(cut);
    let headings = lines.next().unwrap();
    let rows: Vec<Vec<String>> = lines.collect();
    let rows = rows.iter().zip(2..).map(|(row, number)| (number, row.as_slice())).collect();
    coding_table(&PlainTable { name: "t.csv", headings: &headings, rows }, params)
}

fn read(lines: &str) -> CodingTable {
    table(lines, &CodingParams::default()).unwrap()
}

fn paths(table: &CodingTable) -> Vec<String> {
    let path =
        |row: &CodedRow| row.code.iter().map(|step| step.label.as_str()).collect::<Vec<_>>().join(" > ");
    table.rows.iter().map(path).collect()
}

#[test]
fn taguette_repeats_a_highlight_for_each_tag() {
    let read =
        read("id|document|tag|content\n7|P1.docx|fear|I was afraid.\n7|P1.docx|shame.old|I was afraid.");
    assert_eq!((read.tool, read.n_rows), (CodingTool::Taguette, 2));
    assert_eq!(paths(&read), ["fear", "shame.old"]);
    assert_eq!(read.rows[1].quote.as_deref(), Some("I was afraid."));
    assert_eq!(read.rows[1].document.as_deref(), Some("P1.docx"));
}

#[test]
fn qualcoder_names_the_nearest_category_first_and_leaves_cells_out() {
    let read = read(
        "File/case|Coder|Coded|Id|Codename|Coded_Memo|Category|Category|FileVar_age\n\
         P1.txt|ann|I was afraid.|ctid:3|fear|look again|feelings|change|52\n\
         P1.txt|ann|I said so.|ctid:4|saying|||acts|52\n\
         P1.txt|bob|image|imid:2|fear||feelings|change|52\n\
         P1.txt|bob|She left.|ctid:5|leaving||acts|52",
    );
    assert_eq!(read.tool, CodingTool::QualCoder);
    assert_eq!(paths(&read), ["change > feelings > fear", "acts > saying", "acts > leaving"]);
    assert_eq!((read.n_not_text, read.rows[2].coder.as_deref()), (1, Some("bob")));
    assert_eq!((read.rows[0].memo.as_deref(), read.rows[1].memo.as_deref()), (Some("look again"), None));
}

#[test]
fn maxqda_is_read_in_its_languages() {
    for headings in [
        "Color|Comment|Document group|Document name|Code|Beginning|End|Weight score|Segment|Modified by|Area",
        "Farbe|Kommentar|Dokumentgruppe|Dokumentname|Code|Anfang|Ende|Gewicht|Segment|Bearbeitet von|Fläche",
        "Couleur|Commentaire|Groupe de documents|Nom du document|Code|Début|Fin|Poids|Segment|Modifié par|Aire",
        "Color|Comentario|Grupo de documentos|Nombre del documento|Código|Inicio|Final|Peso|Segmento|Modificado por|Área",
    ] {
        let read = read(&format!(
            "{headings}\nred|note|G1|P1|Group > Safe|12|13|0|Nothing leaves the room.|ann|20\n\
             red||G1|P2|Fear|3: 120|3: 160|0|I was afraid.|ann|20"
        ));
        assert_eq!((read.tool, read.unit), (CodingTool::Maxqda, Some(OffsetUnit::Paragraph)), "{headings}");
        assert_eq!(paths(&read), ["Group > Safe", "Fear"]);
        let first = &read.rows[0];
        let position = Position { unit: Some(OffsetUnit::Paragraph), start: 12, end: 13 };
        assert_eq!((first.position, first.coder.as_deref()), (Some(position), Some("ann")), "{headings}");
        assert_eq!((first.document.as_deref(), first.memo.as_deref()), (Some("P1"), Some("note")));
        assert_eq!(read.rows[1].position, None, "a page of a PDF is not a paragraph");
    }
}

#[test]
fn atlas_puts_several_codes_in_a_cell() {
    let read = read(
        "ID|Document|Quotation Name|Quotation Content|Codes|Comment|Reference|Created by\n\
         1:1|P1|q|I was afraid.|Feelings: Fear¶Saying||3 - 4|Ann\n\
         1:2|P1|q|Nobody asked.|||7|Ann",
    );
    assert_eq!((read.tool, read.n_uncoded), (CodingTool::Atlas, 1));
    assert_eq!(paths(&read), ["Feelings > Fear", "Saying"]);
    let position = Position { unit: Some(OffsetUnit::Paragraph), start: 3, end: 4 };
    assert_eq!((read.rows[0].position, read.rows[1].position), (Some(position), Some(position)));
}

#[test]
fn dedoose_has_a_column_for_each_code() {
    let read = read(
        "Media Title|Excerpt Range|Excerpt Creator|Excerpt Copy|Codes Applied Combined|Code: Group Applied|Code: Group Range|Code: Group\\Safe Applied|Code: Group\\Safe Weight\n\
         P1|0-18|ann|I was afraid there.|Group, Safe|True||True|2\n\
         P2|4-9|ann|again|Group|TRUE||False|",
    );
    assert_eq!(read.tool, CodingTool::Dedoose);
    assert_eq!(paths(&read), ["Group", "Group > Safe", "Group"]);
    assert_eq!(read.rows[0].position, Some(Position { unit: None, start: 0, end: 18 }));
    // Without these columns, the combined column must be used.
    let combined = self::read("Media Title|Excerpt Copy|Codes Applied Combined\nP1|I was.|Group, Safe");
    assert_eq!(paths(&combined), ["Group", "Safe"]);
}

#[test]
fn our_own_columns_say_the_levels() {
    let read = read(
        "document|participant|turn|quote|code|category|theme|coder|memo\n\
         P1.docx|P1|6|I was afraid.|Fear, guilt and shame|Feelings|Change|Mina|why",
    );
    assert_eq!(paths(&read), ["Change > Feelings > Fear, guilt and shame"]);
    let levels: Vec<Option<CodeLevel>> = read.rows[0].code.iter().map(|step| step.level).collect();
    assert_eq!(levels, [Some(CodeLevel::Theme), Some(CodeLevel::Category), None]);
    assert_eq!((read.rows[0].turns, read.rows[0].memo.as_deref()), (Some((6, 6)), Some("why")));
}

#[test]
fn a_theme_beside_a_whole_path_says_the_level_of_its_top() {
    let read = read(
        "segment_id|participant|theme|code_path|first_turn|last_turn|text\n1|P4|Aims|Aims > Seeing|6|7|We see.\n2|P4|Aims|Aims|8|8|Hm.",
    );
    assert_eq!(paths(&read), ["Aims > Seeing", "Aims"]);
    assert_eq!(read.rows[0].code[0].level, Some(CodeLevel::Theme));
    assert_eq!((read.rows[0].turns, read.rows[0].document.as_deref()), (Some((6, 7)), None));
}

#[test]
fn a_column_may_be_a_code() {
    let read = read("سند|نقل قول|ترس|خشم|یادداشت\nP1|ترسیدم.|1||\nP1|داد زدم.|x|TRUE|چرا\nP1|هیچ.|0||");
    assert_eq!(read.code_columns, ["ترس", "خشم"]);
    assert_eq!(paths(&read), ["ترس", "ترس", "خشم"]);
    assert_eq!(read.n_uncoded, 1);
}

#[test]
fn a_column_may_count_and_what_it_does_not_say_is_named() {
    let counted = read("document|quote|A|B|age\nP1|one|2||41\nP1|two||x|63\nP1|three|0|1|52");
    assert_eq!(
        (counted.code_columns.clone(), counted.unread_columns.clone()),
        (vec!["A".to_owned(), "B".to_owned()], vec!["age".to_owned()])
    );
    assert_eq!(paths(&counted), ["A", "B", "B"]);
    let params = CodingParams::default();
    let refused = table("document|quote|A|B\nP1|one|1|maybe\nP1|two||2", &params).unwrap_err().to_string();
    assert!(refused.contains("line 2") && refused.contains("`maybe` in column `B`"), "{refused}");
}

#[test]
fn a_separator_is_never_empty() {
    for (separator, path_separator, parameter) in
        [(Some(""), None, "separator"), (None, Some(""), "path_separator")]
    {
        let params = CodingParams {
            separator: separator.map(str::to_owned),
            path_separator: path_separator.map(str::to_owned),
            ..CodingParams::default()
        };
        let refused = table("document|quote|code\nP1|yes|Fear", &params).unwrap_err();
        assert_eq!(refused.remedies(), [Remedy::give(parameter)]);
    }
    let params = CodingParams { separator: Some("none".to_owned()), ..CodingParams::default() };
    assert_eq!(paths(&table("document|quote|code\nP1|yes|a;b", &params).unwrap()), ["a;b"]);
}

#[test]
fn categories_may_be_numbered() {
    let read = read(
        "File|Coder|Coded|Id|Codename|Coded_Memo|Category 1|Category 2\nP1|ann|I was.|ctid:3|fear||feelings|change",
    );
    assert_eq!(paths(&read), ["change > feelings > fear"]);
}

#[test]
fn what_a_table_lacks_is_named_with_the_parameter_that_says_it() {
    let error = |lines: &str| table(lines, &CodingParams::default()).unwrap_err();
    let refused = |lines: &str| error(lines).to_string();
    let no_code = error("document|quote|number\nP1|yes|7");
    assert!(no_code.to_string().contains("`number`"), "{no_code}");
    assert_eq!(no_code.remedies(), [Remedy::give("code_column")]);
    assert_eq!(error("quote|code\nyes|a").remedies(), [Remedy::give("document_column")]);
    assert_eq!(error("document|code\nP1|a").remedies(), [Remedy::give("quote_column")]);
    assert!(refused("document|quote|code\nP1|yes|").contains("no row with a code"));
    assert!(refused("document|quote|code|code\nP1|yes|a|b").contains("several columns"));
    let two_separators = error("document|quote|code\nP1|yes|a > b\nP1|yes|a\\b");
    assert_eq!(two_separators.remedies(), [Remedy::give("path_separator")]);
    let mut params = CodingParams::default();
    params.columns.code = Some("Etikett".to_owned());
    let refused = table("document|quote|code\nP1|yes|a", &params).unwrap_err();
    assert_eq!(refused.remedies(), [Remedy::give("code_column")]);
    let refused = refused.to_string();
    assert!(refused.contains("no column is called `Etikett`") && refused.contains("`quote`"), "{refused}");
    params.columns.code = None;
    params.columns.start = Some("from".to_owned());
    params.columns.end = Some("to".to_owned());
    let refused = table("document|from|to|code\nP1|3|x|a", &params).unwrap_err().to_string();
    assert!(refused.contains("line 2") && refused.contains("`x` in column `to`"), "{refused}");
    params = CodingParams { one_document: true, ..CodingParams::default() };
    assert!(table("quote|code\nyes|a", &params).is_ok(), "the only document need not be named");
}

#[test]
fn a_user_may_name_columns_and_signs() {
    let mut params = CodingParams { separator: Some("+".to_owned()), ..CodingParams::default() };
    params.path_separator = Some("/".to_owned());
    params.columns.quote = Some("passage".to_owned());
    let read = table("document|Passage|text|code\nP1|yes|no|a/b + c", &params).unwrap();
    assert_eq!(paths(&read), ["a > b", "c"]);
    assert_eq!(read.rows[0].quote.as_deref(), Some("yes"));
    params.path_separator = Some("none".to_owned());
    assert_eq!(paths(&table("document|Passage|code\nP1|yes|a > b", &params).unwrap()), ["a > b"]);
}

#[test]
fn nvivo_writes_a_text_for_each_code() {
    let text = "<Files\\\\Talks\\\\P1> - § 2 references coded  [6.78% Coverage]\n\nReference 1 - 5.80% Coverage\n\nI was\nafraid.\n\nReference 2 - 0.98% Coverage\n\nAgain.\n\nFiles\\\\P2 - § 1 reference coded  [1.00% Coverage]\n\nReference 1 - 1.00% Coverage\n\nNever.\n";
    assert!(is_nvivo(text) && !is_nvivo("Interviewer: Reference 1 - 5% Coverage"));
    let read = nvivo_rows("Fear.txt", text).unwrap();
    assert_eq!((paths(&read), read.rows.len()), (vec!["Fear".to_owned(); 3], 3));
    assert_eq!(read.rows[0].quote.as_deref(), Some("I was\nafraid."));
    assert_eq!(read.rows[2].document.as_deref(), Some("Files\\\\P2"));
    let named = nvivo_rows("x.docx", &format!("Codes\\\\Feelings\\\\Fear\n\n{text}")).unwrap();
    assert_eq!(paths(&named)[0], "Feelings > Fear");
    assert!(nvivo_rows("x.txt", "Files\\\\P2 - § 1 reference coded\n").is_err());
    assert!(nvivo_rows("x.txt", "").unwrap_err().to_string().contains("NVivo"));
}

#[test]
fn a_codebook_gives_definitions_and_what_stands_above() {
    let headings = ["code", "category", "theme", "definition", "inclusion", "exclusion"].map(str::to_owned);
    let row = ["Fear", "Feelings", "Change", "Being afraid.", "in", "out"].map(str::to_owned);
    let book =
        codebook_rows(&PlainTable { name: "b", headings: &headings, rows: vec![(2, &row)] }, None).unwrap();
    let rows = self::read("document|quote|code\nP1|yes|fear\nP1|yes|Hope").rows;
    let (codes, of_rows) = code_tree(&rows.iter().map(|row| row.code.clone()).collect::<Vec<_>>(), &book);
    let shown: Vec<(String, CodeLevel)> =
        codes.iter().map(|code| (code.path.join(">"), code.level)).collect();
    assert_eq!(
        shown,
        [
            ("Change".to_owned(), CodeLevel::Theme),
            ("Hope".to_owned(), CodeLevel::Code),
            ("Change>Feelings".to_owned(), CodeLevel::Category),
            ("Change>Feelings>Fear".to_owned(), CodeLevel::Code),
        ]
    );
    assert_eq!((codes[3].definition.as_str(), codes[3].exclusion.as_str()), ("Being afraid.", "out"));
    assert_eq!(of_rows, [3, 1]);
    let headings = ["tag", "description", "colour"].map(str::to_owned);
    let row = ["a::b", "What it is.", "#AABBCC"].map(str::to_owned);
    let book =
        codebook_rows(&PlainTable { name: "b", headings: &headings, rows: vec![(2, &row)] }, None).unwrap();
    assert_eq!((book[0].code.len(), book[0].definition.as_str()), (2, "What it is."));
    assert_eq!(book[0].colour.clone().unwrap().to_string(), "#aabbcc");
    let headings = ["colour".to_owned()];
    assert!(codebook_rows(&PlainTable { name: "b", headings: &headings, rows: Vec::new() }, None).is_err());
}

#[test]
fn labels_that_look_the_same_are_one_code() {
    let read =
        read("document|quote|code\nP1|yes|caf\u{e9}\nP1|yes|cafe\u{301}\nP1|yes|می\u{200c}رود\nP1|yes|میرود");
    let (codes, of_rows) = code_tree(&read.rows.iter().map(|row| row.code.clone()).collect::<Vec<_>>(), &[]);
    assert_eq!((codes.len(), of_rows), (2, vec![0, 0, 1, 1]));
}

#[test]
fn levels_rise_with_what_stands_below() {
    let path = |labels: &str| labels.split('>').map(code_path::step).collect::<CodePath>();
    let levels = |paths: &[&str]| {
        let (codes, of) = code_tree(&paths.iter().map(|labels| path(labels)).collect::<Vec<_>>(), &[]);
        assert_eq!(of.len(), paths.len());
        let all: BTreeSet<(String, CodeLevel)> =
            codes.iter().map(|code| (code.path.join(">"), code.level)).collect();
        for code in &codes {
            if let Some(at) =
                codes.iter().position(|above| above.path[..] == code.path[..code.path.len() - 1])
            {
                assert!(codes[at].level > code.level, "{:?} under {:?}", code, codes[at]);
            }
        }
        all.into_iter().map(|(_, level)| level).collect::<Vec<_>>()
    };
    use CodeLevel as L;
    assert_eq!(levels(&["A>B"]), [L::Category, L::Code]);
    assert_eq!(levels(&["A>B>C", "A>D", "E"]), [L::Theme, L::Category, L::Code, L::Code, L::Code]);
    assert_eq!(levels(&["A>B>C>D"]), [L::Theme, L::Category, L::SubCategory, L::Code]);
    assert_eq!(levels(&["A>B>C>D>E", "A>x"]), [L::Theme, L::Category, L::SubCategory, L::Code, L::Code]);
    let (codes, _) = code_tree(&[path("A>B>C>D>E")], &[]);
    assert_eq!(codes[3].path, ["A", "B", "C", "D > E"]);
}
