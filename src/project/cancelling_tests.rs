//! Cancels each long action after any number of steps: it must report that, and leave the project as it was.

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::json;

use super::*;
use crate::domain::{Algorithm, CoderId, NoProgress, Notice, Progress, Stage, Timestamp};

/// Cancels at the `n`th check, and counts the checks.
struct CancelsAfter {
    n: i64,
    asked: AtomicI64,
}

impl CancelsAfter {
    fn new(n: i64) -> Self {
        Self { n, asked: AtomicI64::new(0) }
    }
}

impl Progress for CancelsAfter {
    fn start(&self, _stage: Stage, _total: Option<u64>) {}
    fn advance(&self, _n: u64) {}
    fn finish(&self) {}

    fn is_cancelled(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst) >= self.n
    }
}

impl Listener for CancelsAfter {
    fn documents(&self, _documents: &[DocumentView]) {}
    fn notices(&self, _notices: &[Notice]) {}
}

/// Performs an action whole, and then cancelled at its first step, at its last, and at some between; each time `check` verifies
/// that nothing changed. Finally runs it whole again and expects the first result.
fn cancel<T: PartialEq + Debug>(
    act: impl Fn(&CancelsAfter) -> Result<T, ProjectError>,
    check: impl Fn(),
) -> T {
    let never = CancelsAfter::new(i64::MAX);
    let expected = act(&never).unwrap();
    let n_steps = never.asked.into_inner();
    assert!(n_steps > 3, "it asks {n_steps} times only");
    let between = [1, 2, 3, 7, 20, n_steps / 3, n_steps / 2, n_steps - 2];
    for n in between.into_iter().chain([0, n_steps - 1]).filter(|&n| n < n_steps) {
        let found = act(&CancelsAfter::new(n));
        let is_cancelled = matches!(&found, Err(ProjectError::Cancelled));
        assert!(is_cancelled, "after {n} of {n_steps} steps: {found:?}");
        assert_eq!(found.unwrap_err().kind(), ErrorKind::Cancelled);
        check();
    }
    // After its full number of steps, the action is done before it is cancelled.
    assert_eq!(act(&CancelsAfter::new(n_steps)).unwrap(), expected);
    expected
}

/// Writes answers of four people to a folder.
fn talks(folder: &Path) -> PathBuf {
    let talks = folder.join("talks");
    std::fs::create_dir_all(&talks).unwrap();
    let things = ["the rota", "my patients", "the relatives", "sleep", "the students", "paperwork"];
    let ways = ["worries me", "has changed", "takes my time"];
    for person in 1..=4 {
        let answers: String = things
            .iter()
            .zip(ways.iter().cycle())
            .map(|(thing, way)| {
                format!("P{person}: I would say that {thing} {way}, and that since {person} winters.\n\n")
            })
            .collect();
        std::fs::write(talks.join(format!("P{person}.txt")), answers).unwrap();
    }
    talks
}

/// Returns a model with random weights: fast, with arbitrary neighbours.
fn model() -> EmbeddingModel {
    EmbeddingModel::Directory(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/tiny/bert-mean"))
}

fn at() -> Timestamp {
    Timestamp("2026-01-02T08:00:00Z".to_owned())
}

fn request(folder: &Path, project: &str) -> SuggestRequest {
    SuggestRequest {
        paths: vec![talks(folder)],
        participants: None,
        ingest: IngestParams::default(),
        roles_in: Vec::new(),
        language: None,
        segment: SegmentParams::default(),
        context: ContextParams::default(),
        model: model(),
        embed: EmbedParams::default(),
        cluster: ClusterParams { n_clusters: Some(3), ..ClusterParams::default() },
        describe: DescribeParams::default(),
        fresh: false,
        project: folder.join(project),
        at: at(),
    }
}

/// Returns the names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Creates a study with a run and two coders who have coded, open for comparison.
fn study(folder: &Path) -> (PathBuf, CoderId) {
    let project = request(folder, "study.themata");
    drop(Project::suggest(&project, &CancelsAfter::new(i64::MAX)).unwrap());
    let mut reviewer = Reviewer::open(&project.project, None).unwrap();
    let [ann, ben] = ["Ann", "Ben"].map(|name| reviewer.add_coder(name, &at()).unwrap().coder);
    for (coder, segments) in [(&ann, "[1,2,3,7,8,13]"), (&ben, "[1,2,4,7,14]")] {
        for (label, segments) in [("Nights", segments), ("Tea", "[5,10,11,20]")] {
            reviewer.say(coder, &json!({"do": "create-code", "label": label}).to_string());
            reviewer.say(coder, &format!(r#"{{"do":"code","code":"{label}","segments":{segments}}}"#));
        }
    }
    reviewer.say(&ann, r#"{"do":"compare"}"#);
    (project.project, ann)
}

/// Returns a check that a project file has the same bytes as now, and that no other file was left next to it.
fn untouched(path: &Path) -> impl Fn() {
    let (path, folder) = (path.to_owned(), path.parent().unwrap().to_owned());
    let (bytes, beside) = (std::fs::read(&path).unwrap(), names(&folder));
    move || {
        assert_eq!(names(&folder), beside);
        assert!(std::fs::read(&path).unwrap() == bytes, "{} was changed", path.display());
    }
}

#[test]
fn a_first_suggest_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let request = request(folder.path(), "study.themata");
    let suggest = |listener: &CancelsAfter| {
        let suggested = Project::suggest(&request, listener)?;
        assert_eq!(suggested.how, SuggestedHow::Created);
        let view = serde_json::to_value(&suggested.view).unwrap();
        drop(suggested);
        std::fs::remove_file(&request.project).unwrap();
        Ok(view)
    };
    cancel(suggest, || assert_eq!(names(folder.path()), ["talks"]));
}

#[test]
fn a_further_suggest_leaves_log_runs_and_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let beside = names(folder.path());
    let mut request = request(folder.path(), "study.themata");
    request.fresh = true;
    request.segment.unit = crate::domain::SegmentUnit::Sentence;
    request.cluster = ClusterParams::default();
    let suggest = |listener: &CancelsAfter| {
        let suggested = Project::suggest(&request, listener)?;
        let view = serde_json::to_value(&suggested.view).unwrap();
        drop(suggested);
        // Resets the project for the next action.
        std::fs::write(&path, &whole).unwrap();
        Ok(view)
    };
    let check = || {
        let reviewer = Reviewer::open(&path, None).unwrap();
        assert_eq!((reviewer.run(), reviewer.progress(&ann).n_codes), (crate::domain::RunId(1), 2));
        assert_eq!(reviewer.verify().unwrap().n_operations, 12);
        drop(reviewer);
        assert_eq!(names(folder.path()), beside);
        // Vectors that were computed are kept, and would save the next attempt some steps.
        std::fs::write(&path, &whole).unwrap();
    };
    cancel(suggest, check);
}

#[test]
fn looking_at_a_study_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let sensitivity = |progress: &CancelsAfter| Reviewer::open(&path, None)?.sensitivity(progress);
    let found = cancel(sensitivity, untouched(&path));
    assert!(found.changes.iter().all(|change| {
        change.not_made_because.as_deref().is_none_or(|reason| !reason.contains("cancelled"))
    }));
    for with_run in [false, true] {
        let request = CompareRequest { beside_run: Some(with_run), ..CompareRequest::default() };
        let compare = |progress: &CancelsAfter| {
            let view = Reviewer::open(&path, None)?.compare(&ann, &request, progress)?;
            Ok(serde_json::to_value(&view).unwrap())
        };
        cancel(compare, untouched(&path));
    }
    let again = |progress: &CancelsAfter| {
        Reviewer::open(&path, None)?.suggest_again(&ann, &ClusterParams::default(), progress)
    };
    cancel(again, untouched(&path));
}

#[test]
fn an_import_brings_in_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = study(folder.path());
    let table = folder.path().join("codings.csv");
    let rows: String = (1..=4)
        .map(|person| format!("P{person}.txt,Relatives,I would say that the relatives takes my time\nP{person}.txt,Sleep,sleep worries me\n"))
        .collect();
    std::fs::write(&table, format!("document,code,quote\n{rows}")).unwrap();
    let request = ImportRequest {
        tables: vec![table.clone(), table],
        coder: Some("Eve".to_owned()),
        ..ImportRequest::default()
    };
    let whole = std::fs::read(&path).unwrap();
    let import = |progress: &CancelsAfter| {
        let mut reviewer = Reviewer::open(&path, None)?;
        let before = reviewer.last_operation();
        let report = reviewer.import(&request, &at(), progress).and_then(ImportOutcome::into_result);
        if report.is_err() {
            assert_eq!(reviewer.last_operation(), before, "what is in memory is as it was, too");
            assert_eq!(reviewer.coders().len(), 2);
        }
        let report = serde_json::to_value(report?).unwrap();
        drop(reviewer);
        std::fs::write(&path, &whole).unwrap();
        Ok(report)
    };
    cancel(import, untouched(&path));
}

/// Writes a table of texts with labels.
fn table(folder: &Path) -> LabelledTable {
    let path = folder.join("labelled.csv");
    let rows: String = (0..40)
        .map(|i| {
            format!(
                "I say {} of {i} and {},{}\n",
                ["tea", "nights", "rounds"][i % 3],
                i * 7,
                ["a", "b", "c"][i % 3]
            )
        })
        .collect();
    std::fs::write(&path, format!("text,label\n{rows}")).unwrap();
    LabelledTable {
        table: path,
        format: TextFormat::Csv,
        scratch: folder.to_owned(),
        text_column: "text".to_owned(),
        label_column: "label".to_owned(),
        group_column: None,
        context_column: None,
        context: ContextParams::default(),
    }
}

#[test]
fn measuring_against_a_coding_ends_where_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let clock = || Duration::ZERO;
    let request = EvaluateRequest {
        table: table(folder.path()),
        algorithms: Algorithm::ALL.to_vec(),
        n_clusters: None,
        as_many_as_labels: false,
        seed: 1,
        model: model(),
        embed: EmbedParams::default(),
    };
    cancel(|progress| evaluate(&request, &clock, progress), || ());
    let request = SimulateRequest {
        table: table(folder.path()),
        methods: SimulationMethod::ALL.to_vec(),
        seed: 1,
        model: model(),
        embed: EmbedParams::default(),
    };
    cancel(|progress| simulate(&request, progress), || ());
}

#[test]
fn nothing_is_asked_where_nobody_cancels() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ann) = study(folder.path());
    let reviewer = Reviewer::open(&path, None).unwrap();
    let by = |progress: &dyn Progress| {
        serde_json::to_value(reviewer.compare(&ann, &CompareRequest::default(), progress).unwrap()).unwrap()
    };
    assert_eq!(by(&NoProgress), by(&CancelsAfter::new(i64::MAX)));
}
