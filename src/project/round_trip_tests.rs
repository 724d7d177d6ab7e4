//! Imports what was taken out of a study.

use std::collections::BTreeSet;

use super::review::tests::study::{at, reviewed};
use super::{ExportPart, ImportRequest, Reviewer, StudyExportRequest, StudyFormat};
use crate::domain::{CoderId, NoProgress};

/// Returns the paths of a coder's codes.
fn codes(reviewer: &Reviewer, coder: &CoderId) -> BTreeSet<Vec<String>> {
    let view = reviewer.state.view(coder);
    view.codes.keys().map(|&code| view.path_of(code)).collect()
}

#[test]
fn codes_and_coders_that_begin_like_a_formula_are_not_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reviewer, ..) = reviewed(folder.path());
    let eve = reviewer.add_coder("=Eve", &at(2)).unwrap().coder;
    for (label, segment) in [("- no, never", 1), ("'- no", 2), ("''=1", 3), ("@home", 4), ("'quoted'", 5)] {
        reviewer.say(&eve, &format!(r#"{{"do":"create-code","label":"{label}","level":"code"}}"#));
        reviewer.say(&eve, &format!(r#"{{"do":"code","code":"{label}","segments":[{segment}]}}"#));
    }
    let before = codes(&reviewer, &eve);
    for format in [StudyFormat::Csv, StudyFormat::Xlsx] {
        let request = StudyExportRequest { part: ExportPart::Codings, ..StudyExportRequest::default() };
        let bytes =
            reviewer.as_coder(&eve).unwrap().export_study(&request).unwrap().to_bytes(format).unwrap();
        let table = folder.path().join(format!("codings.{format}"));
        std::fs::write(&table, bytes).unwrap();
        let request = ImportRequest { tables: vec![table], ..ImportRequest::default() };
        let report = reviewer.import(&request, &at(3), &NoProgress).unwrap().into_result().unwrap();
        assert_eq!((report.tables[0].placed.n(), report.n_unplaced()), (5, 0), "{format}");
        assert_eq!(codes(&reviewer, &eve), before, "{format}");
        assert_eq!((before.len(), reviewer.state.view(&eve).codings.len()), (5, 5), "{format}");
        assert_eq!(reviewer.coders().len(), 3, "{format}");
    }
}
