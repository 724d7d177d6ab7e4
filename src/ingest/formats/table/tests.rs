use crate::domain::{Document, Remedy};
use crate::ingest::error::IngestError;
use crate::ingest::params::IngestParams;
use crate::ingest::read::read;
use crate::ingest::read_table;
use crate::ingest::source::Source;

fn csv(text: &str) -> Result<Vec<Document>, IngestError> {
    read(&Source { name: "t/answers.csv", bytes: text.as_bytes() }, &IngestParams::default())
}

fn message(text: &str) -> String {
    csv(text).unwrap_err().to_string()
}

fn told(document: &Document) -> String {
    document.notices.iter().map(|notice| format!("{notice}\n")).collect()
}

fn speakers(document: &Document) -> Vec<&str> {
    document.speakers.iter().map(|speaker| speaker.label.as_str()).collect()
}

#[test]
fn answers_are_told_by_participant_or_by_row() {
    let documents =
        csv("Respondent,Question,Feedback\nR1,Why?,Kind staff\nR2,Why?,\nR3,Why?,\"Long\nwait\"\n").unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].name, "t/answers.csv");
    assert_eq!(documents[0].text, "Why?\nKind staff\nWhy?\nLong\nwait");
    assert_eq!(speakers(&documents[0]), ["Question", "R1", "R3"]);
    let told = told(&documents[0]);
    assert!(told.contains("table read as: text from `Feedback`, participant from `Respondent`"), "{told}");
    assert!(told.contains("the column `Question` says what was asked"), "{told}");
    assert!(told.contains("1 row without words left out"), "{told}");
    let documents = csv("text;category\nfirst;a\nsecond;b\n").unwrap();
    assert_eq!(speakers(&documents[0]), ["row 2", "row 3"]);
}

#[test]
fn a_document_column_splits_the_table_in_order_of_appearance() {
    let documents = csv("meeting|speaker|text|start\nb|Ann|One|0.5\na|Bo|Two|soon\nb|Bo|Three|\n").unwrap();
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(documents[0].text, "One\nThree");
    assert_eq!(speakers(&documents[0]), ["Ann", "Bo"]);
    assert_eq!(documents[0].sha256, documents[1].sha256);
    assert_eq!(documents[0].notices[0].about.as_deref(), Some("b"));
    assert!(told(&documents[0]).contains("1 time that cannot be read left out"));
}

#[test]
fn several_speakers_under_one_participant_make_an_interview() {
    let documents =
        csv("participant,turn,speaker,text\nP1,1,Dan,So?\nP1,2,P1,Yes.\nP2,1,Dan,And?\nP2,2,P2,No.\n")
            .unwrap();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].name, "P2");
    assert!(told(&documents[1]).contains("taken as one interview"));
}

#[test]
fn headings_in_other_languages_are_known() {
    let documents = csv("گوینده,متن\nمصاحبه‌گر,چرا؟\nشرکت‌کننده,چون مهم بود\n").unwrap();
    assert_eq!(speakers(&documents[0]), ["مصاحبه‌گر", "شرکت‌کننده"]);
    for header in ["Sprecherin;Äußerung", "Locuteur;Énoncé", "Hablante;Texto", "Parlante;Testo"] {
        let documents = csv(&format!("{header}\nA;eins\nB;zwei, drei\n")).unwrap();
        assert_eq!(documents[0].text, "eins\nzwei, drei", "{header}");
        assert_eq!(speakers(&documents[0]), ["A", "B"], "{header}");
    }
}

#[test]
fn a_missing_or_doubtful_text_column_is_for_people_to_name() {
    assert_eq!(
        message("id,remark\n1,x\n"),
        "t/answers.csv: no column is recognised as the text; its columns are `id`, `remark`. Choose the column that holds the text"
    );
    assert_eq!(
        message("id,answer,statement\n1,x,y\n"),
        "t/answers.csv: the text could be in `answer`, `statement`; its columns are `id`, `answer`, `statement`. Choose \
         the column that holds the text"
    );
    let mut params = IngestParams::default();
    params.columns.text = vec!["Remark ".to_owned()];
    let source = Source { name: "a.csv", bytes: b"id,remark\n1,x\n" };
    assert_eq!(read(&source, &params).unwrap()[0].text, "x");
    params.columns.speaker = Some("voice".to_owned());
    let error = read(&source, &params).unwrap_err();
    assert_eq!(error.to_string(), "a.csv: no column is called \"voice\"; its columns are `id`, `remark`");
    assert_eq!(error.remedies(), [Remedy::give("speaker_column")]);
}

#[test]
fn ragged_rows_and_open_quotes_are_refused_with_their_line() {
    assert_eq!(
        message("speaker,text\nA,one\n\nB,two, or three\n"),
        "t/answers.csv, line 4: 3 cells where the heading has 2; put quotation marks around a cell that holds the delimiter \
         ','"
    );
    assert_eq!(
        message("speaker,text\nA,one\nB,\"two\nC,three\nD,four\n"),
        "t/answers.csv, line 3: a quotation mark is opened and never closed; close it, or double the marks inside a cell"
    );
    assert_eq!(
        message("\n\n"),
        "t/answers.csv: the table is empty; its first row must name the columns, one of them the text"
    );
}

#[test]
fn a_separator_line_and_unquoted_tabs_are_understood() {
    let documents = csv("sep=;\nspeaker;text\nA;one, two\n").unwrap();
    assert_eq!(documents[0].text, "one, two");
    let text = "speaker\ttext\nA\t\"Yes\", she said\nB\t\"no\nC\tfine\n";
    let source = Source { name: "a.tsv", bytes: text.as_bytes() };
    let documents = read(&source, &IngestParams::default()).unwrap();
    assert_eq!(documents[0].text, "\"Yes\", she said\n\"no\nfine");
    assert!(told(&documents[0]).contains("quotation marks read as characters"));
}

#[test]
fn a_heading_alone_gives_a_document_without_words() {
    let documents = csv("speaker,text\n").unwrap();
    assert_eq!(documents[0].text, "");
    assert!(told(&documents[0]).contains("holds no words"));
}

#[test]
fn rows_of_whole_conversations_are_documents_of_their_own() {
    let talk = "\"Doctor: How long?\nPatient: A week.\nDoctor: Any pain?\nPatient: No.\"";
    let documents = csv(&format!("ID,dialogue\n7,{talk}\n8,{talk}\n")).unwrap();
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(names, ["t/answers.csv, 7", "t/answers.csv, 8"]);
    assert_eq!(speakers(&documents[0]), ["Doctor", "Patient"]);
    assert!(told(&documents[1]).contains("each row holds a whole conversation"));
}

#[test]
fn answers_have_no_interviewer_to_look_for() {
    let documents = csv("id,answer\n1,Why would I?\n2,How so?\n").unwrap();
    assert!(
        documents[0].speakers.iter().all(|speaker| speaker.role_reason == "gives an answer in the table")
    );
    assert!(!told(&documents[0]).contains("interviewer"));
}

#[test]
fn a_table_is_given_as_it_stands_with_rows_that_end_early() {
    let open = |name, text: &str, sheet| {
        read_table(&Source { name, bytes: text.as_bytes() }, sheet, &|_| true, &IngestParams::default())
    };
    let table = open("c.csv", "a;b;c\n1;\"x\ny\"\n\n2;;3\n", None).unwrap();
    assert_eq!(table.headings, ["a", "b", "c"]);
    let rows: Vec<(u64, Vec<&str>)> =
        table.rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(rows, [(2, vec!["1", "x\ny"]), (5, vec!["2", "", "3"])]);
    assert_eq!(table.rows[1].row, 4, "a spreadsheet shows the cell of two lines in one row");
    assert_eq!(open("c.csv", "a,b\n1,2,,\n", None).unwrap().rows[0].cells, ["1", "2"]);
    let message = |name, text, sheet| open(name, text, sheet).unwrap_err().to_string();
    assert!(message("c.csv", "a,b\n1,2,3\n", None).starts_with("c.csv, line 2: 3 cells"));
    assert!(message("c.csv", "", None).contains("empty"));
    assert!(message("c.csv", "a\n", Some("One")).contains("no sheet is called \"One\""));
    assert!(message("c.txt", "a\n", None).starts_with("c.txt"));
}

mod workbooks {
    use super::super::super::archive::tests::zipped;
    use super::*;
    use crate::ingest::participants::participants;

    fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
        let entries: String = (1..=sheets.len())
            .map(|i| format!("<sheet name=\"{}\" sheetId=\"{i}\" r:id=\"r{i}\"/>", sheets[i - 1].0))
            .collect();
        let workbook = format!("<workbook xmlns:r=\"r\"><sheets>{entries}</sheets></workbook>");
        let relations: String = (1..=sheets.len())
            .map(|i| {
                format!(
                    "<Relationship Id=\"r{i}\" Type=\"http://x/worksheet\" Target=\"worksheets/s{i}.xml\"/>"
                )
            })
            .collect();
        let relations = format!("<Relationships>{relations}</Relationships>");
        let root = "<Relationships><Relationship Id=\"r0\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
                    relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
        let mut parts: Vec<(String, Vec<u8>)> = vec![
            ("_rels/.rels".to_owned(), root.as_bytes().to_vec()),
            ("xl/workbook.xml".to_owned(), workbook.into_bytes()),
            ("xl/_rels/workbook.xml.rels".to_owned(), relations.into_bytes()),
        ];
        for (i, (_, rows)) in sheets.iter().enumerate() {
            let part = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/s{}.xml", i + 1), part.into_bytes()));
        }
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(entry, bytes)| (entry.as_str(), bytes.as_slice())).collect();
        zipped(&parts)
    }

    fn row(number: usize, cells: &[&str]) -> String {
        let cells: String = cells
            .iter()
            .zip('A'..)
            .map(|(words, column)| {
                format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
            })
            .collect();
        format!("<row r=\"{number}\">{cells}</row>")
    }

    fn open(bytes: &[u8]) -> Result<Vec<Document>, IngestError> {
        read(&Source { name: "w.xlsx", bytes }, &IngestParams::default())
    }

    #[test]
    fn the_sheet_that_names_a_text_is_read() {
        let turns = row(1, &["speaker", "text"]) + &row(2, &["I", "How?"]) + &row(9, &["P1", "So.", "stray"]);
        let bytes = xlsx(&[("About", &row(1, &["made", "by hand"])), ("Turns", &turns)]);
        let documents = open(&bytes).unwrap();
        assert_eq!(documents[0].text, "How?\nSo.");
        assert_eq!(speakers(&documents[0]), ["I", "P1"]);
        let told = told(&documents[0]);
        assert!(told.contains("read from sheet `Turns` of `About`, `Turns`"), "{told}");
        assert!(told.contains("1 cell of sheet `Turns` left out"), "{told}");
    }

    #[test]
    fn sheets_with_the_same_headings_are_a_document_each() {
        let talk = |who: &str, said: &str| {
            row(1, &["Speaker", "Text"]) + &row(2, &["I", "How?"]) + &row(3, &[who, said])
        };
        let (one, two, other) = (talk("P1", "So."), talk("P1", "Well."), row(1, &["code", "memo"]));
        let documents = open(&xlsx(&[("P01", &one), ("Codes", &other), ("P02", &two)])).unwrap();
        let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["w.xlsx: P01", "w.xlsx: P02"]);
        assert_eq!(documents[1].text, "How?\nWell.");
        assert!(
            told(&documents[1]).contains("read from sheet `P02` of `P01`, `Codes`, `P02`"),
            "{}",
            told(&documents[1])
        );
    }

    #[test]
    fn a_sheet_that_cannot_be_read_is_told_and_the_others_are_read() {
        let talk = row(1, &["Speaker", "Text"]) + &row(2, &["I", "How?"]) + &row(3, &["P1", "So."]);
        for damaged in [
            "<row r=\"1\"><c r=\"??\" t=\"inlineStr\"><is><t>So",
            "<row r=\"1\"><c r=\"A1\"><v>1</w></c></row>",
        ] {
            for sheets in
                [[("Talk", talk.as_str()), ("Bad", damaged)], [("Bad", damaged), ("Talk", talk.as_str())]]
            {
                let documents = open(&xlsx(&sheets)).unwrap();
                assert_eq!(documents[0].text, "How?\nSo.", "{damaged}");
                let told = told(&documents[0]);
                assert!(told.contains("sheet `Bad` cannot be read and is left out"), "{told}");
            }
            assert!(open(&xlsx(&[("Bad", damaged)])).is_err());
        }
    }

    #[test]
    fn an_interview_in_two_sheets_is_two_documents_with_names_of_their_own() {
        let talk = |said: &str| {
            row(1, &["Interview", "Speaker", "Text"])
                + &row(2, &["North", "I", "How?"])
                + &row(3, &["North", "P1", said])
        };
        let (one, two) = (talk("So."), talk("Well."));
        let documents = open(&xlsx(&[("May", &one), ("June", &two)])).unwrap();
        let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
        assert_eq!(names, ["North (May)", "North (June)"]);
        assert!(documents[1].notices.iter().all(|notice| notice.about.as_deref() != Some("North")));
    }

    #[test]
    fn a_column_for_each_speaker_is_read_in_a_workbook_too() {
        let talk = row(1, &["Time", "Interviewer", "Ben"])
            + &row(2, &["0:01", "How did it begin?", "We dug up a car park in one summer."])
            + &row(3, &["0:09", "And then?", "Then came the neighbours with seeds."]);
        let documents = open(&xlsx(&[("Talk", &talk)])).unwrap();
        assert_eq!(speakers(&documents[0]), ["Interviewer", "Ben"]);
        assert_eq!(documents[0].turns.len(), 4);
    }

    #[test]
    fn the_sheet_that_is_named_or_recognised_is_given_as_it_stands() {
        let codings = row(1, &["code", "quote"]) + &row(3, &["a", "So."]);
        let bytes = xlsx(&[("About", &row(1, &["made", "by hand"])), ("Codings", &codings)]);
        let open = |sheet, wanted: &str| {
            let known = |headings: &[String]| headings.iter().any(|heading| heading == wanted);
            read_table(&Source { name: "w.xlsx", bytes: &bytes }, sheet, &known, &IngestParams::default())
        };
        let table = open(None, "code").unwrap();
        assert_eq!((table.sheet.as_deref(), table.rows[0].number), (Some("Codings"), 3));
        assert!(table.notices[0].to_string().contains("read from sheet `Codings` of `About`, `Codings`"));
        assert_eq!(open(None, "nothing").unwrap().sheet.as_deref(), Some("About"));
        assert_eq!(open(Some("Codings"), "made").unwrap().headings, ["code", "quote"]);
        let error = open(Some("Other"), "code").unwrap_err().to_string();
        assert!(
            error.contains("no sheet is called \"Other\"") && error.contains("`About`, `Codings`"),
            "{error}"
        );
    }

    #[test]
    fn titles_above_recognised_headings_are_left_out() {
        let sheet = row(1, &["Codings of May"]) + &row(3, &["code", "quote"]) + &row(4, &["a", "So."]);
        let bytes = xlsx(&[("S", &sheet)]);
        let open = |wanted: &str| {
            let known = |headings: &[String]| headings.iter().any(|heading| heading == wanted);
            read_table(&Source { name: "w.xlsx", bytes: &bytes }, None, &known, &IngestParams::default())
                .unwrap()
        };
        let table = open("code");
        assert_eq!(table.headings, ["code", "quote"]);
        assert_eq!((table.rows.len(), table.rows[0].row), (1, 4));
        assert_eq!(table.notices[0].to_string(), "1 row above the headings left out");
        assert_eq!(open("nothing").headings, ["Codings of May"]);
    }

    #[test]
    fn a_merged_cell_holds_for_its_rows_and_nothing_is_assumed() {
        let rows = row(1, &["Participant", "Answer"])
            + &row(2, &["P1", "One."])
            + &row(3, &["", "Two."])
            + &row(4, &["", "Three."])
            + &row(5, &["P2", "Four."]);
        let merged = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A2:A4\"/></mergeCells><sheetData>";
        let documents = open(&xlsx(&[("S", &(rows.clone() + merged))])).unwrap();
        assert_eq!(speakers(&documents[0]), ["P1", "P2"]);
        assert!(!told(&documents[0]).contains("no participant"), "{}", told(&documents[0]));
        let documents = open(&xlsx(&[("S", &rows)])).unwrap();
        assert_eq!(speakers(&documents[0]), ["P1", "P2"]);
        assert!(told(&documents[0]).contains("2 rows name no participant"), "{}", told(&documents[0]));
    }

    #[test]
    fn a_cell_far_out_costs_nothing() {
        let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
        let bytes = xlsx(&[("S", &(row(1, &["text"]) + &row(2, &["words"]) + far))]);
        assert_eq!(open(&bytes).unwrap()[0].text, "words");
    }

    #[test]
    fn a_cell_reference_beyond_all_columns_is_damage_and_no_panic() {
        let cell = "<row r=\"2\"><c r=\"befragtenr\" t=\"str\"><v>So.</v></c></row>";
        // Whether the reader counts past its range or wraps around depends on how it was built.
        if let Err(error) = open(&xlsx(&[("S", &(row(1, &["text"]) + cell))])) {
            assert!(error.to_string().starts_with("w.xlsx"), "{error}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_sheet() {
        let message = |bytes: &[u8]| open(bytes).unwrap_err().to_string();
        assert_eq!(
            message(&xlsx(&[("One", &row(1, &["a", "b"]))])),
            "w.xlsx, sheet One: no column is recognised as the text; its columns are `a`, `b`. Choose the column that holds the text"
        );
        assert!(message(&xlsx(&[("One", "")])).starts_with("w.xlsx: the table is empty"));
        assert!(
            message(&zipped(&[("word/document.xml", b"<a/>")]))
                .starts_with("w.xlsx: the workbook cannot be read (")
        );
        let whole = xlsx(&[("One", &row(1, &["text"]))]);
        assert!(message(&whole[..whole.len() - 9]).starts_with("w.xlsx: the file is cut off or damaged ("));
        let bomb = zipped(&[("xl/workbook.xml", &vec![b' '; 30 << 20])]);
        assert!(message(&bomb).contains("more than 200 times its size"));
    }

    #[test]
    fn participants_are_read_from_a_workbook_too() {
        let rows = row(1, &["name", "age"]) + &row(2, &["P1", "40"]) + &row(5, &["P1", "41"]);
        let bytes = xlsx(&[("People", &rows)]);
        let error =
            participants(&Source { name: "participants.xlsx", bytes: &bytes }, &IngestParams::default());
        assert_eq!(
            error.unwrap_err().to_string(),
            "participants.xlsx, sheet People, row 5: \"P1\" is here and in sheet People, row 2; keep one row for each \
             participant"
        );
    }
}
