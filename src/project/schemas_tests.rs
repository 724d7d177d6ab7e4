//! The JSON schemas of requests and results: what `--json` prints, and what a front end can send. This test shows every change
//! of them.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::domain::*;
use crate::project::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas");

/// Types that are written as one string.
macro_rules! strings {
    ($($of:ident: $description:literal),* $(,)?) => {
        $(impl JsonSchema for $of {
            fn schema_name() -> Cow<'static, str> {
                stringify!($of).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "description": $description})
            }
        })*
    };
}

strings! {
    CoderId: "The id of a coder: letters, digits and hyphens.",
    CodeId: "The id of a code: eight letters and digits.",
    CodingId: "The id of a coding: eight letters and digits.",
    MemoId: "The id of a memo: eight letters and digits.",
    DisagreementId: "The id of a disagreement: eight letters and digits.",
    RecordKey: "The key of a record: its kind and ids, with slashes between them.",
}

/// Types with their own `Serialize`, each with a type that derives the same form.
macro_rules! written_as {
    ($($of:ident as $written:ident),* $(,)?) => {
        $(impl JsonSchema for $of {
            fn schema_name() -> Cow<'static, str> {
                stringify!($of).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                $written::json_schema(generator)
            }
        })*
    };
}

written_as! {
    Agreement as WrittenAgreement,
    Difference as WrittenDifference,
    Notice as WrittenNotice,
}

/// A figure of agreement with its interval, or why it has no value.
#[derive(JsonSchema, Serialize)]
#[allow(dead_code, reason = "only the form counts")]
struct WrittenAgreement {
    /// The value; null where it is undefined.
    value: Option<f64>,
    /// Its interval; null where there is none.
    interval: Option<Interval>,
    /// Why it is undefined, in words; null where it has a value.
    undefined_because: Option<String>,
    /// Why it is undefined: the kind of reason and its facts; absent where it has a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    undefined: Option<Undefined>,
}

/// One record in which two states differ.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only the form counts")]
struct WrittenDifference {
    /// Which record.
    key: RecordKey,
    /// Whose it is; null for what belongs to the project.
    coder: Option<CoderId>,
    /// How they differ.
    kind: DifferenceKind,
    /// What the first state holds; null where it has no such record.
    before: Option<Record>,
    /// What the second state holds; null where it has no such record.
    after: Option<Record>,
    /// The label of the code that a coding has, or that was refused for a segment; null for other records.
    code_label: Option<String>,
    /// The difference in a sentence.
    words: String,
}

/// A fact that a reader of the result must know, and the sentence that says it.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only the form counts")]
struct WrittenNotice {
    /// The kind of fact.
    kind: NoticeKind,
    /// The document, table or candidate that it is about; null for the whole run.
    about: Option<String>,
    /// The fact; absent in files of older programs.
    #[serde(flatten)]
    fact: Option<NoticeFact>,
    /// The sentence.
    message: String,
}

impl<F: JsonSchema> JsonSchema for Said<F> {
    fn schema_name() -> Cow<'static, str> {
        format!("Said{}", F::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        #[derive(JsonSchema)]
        #[allow(dead_code, reason = "only the form counts")]
        struct Written<F> {
            #[serde(flatten)]
            finding: F,
            /// The sentence.
            message: String,
        }
        Written::<F>::json_schema(generator)
    }
}

/// Returns the schemas of some types under their names; shared ones are in `$defs`.
macro_rules! schemas {
    ($settings:expr; $($name:literal: $of:ty),* $(,)?) => {{
        let mut generator: SchemaGenerator = $settings.into_generator();
        let mut found = serde_json::Map::new();
        $(found.insert($name.to_owned(), serde_json::to_value(generator.subschema_for::<$of>()).unwrap());)*
        let definitions = generator.take_definitions(true);
        serde_json::json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": found, "$defs": definitions})
    }};
}

/// Returns the schemas of what each command prints with `--json`.
fn results() -> serde_json::Value {
    schemas! {
        SchemaSettings::draft2020_12().for_serialize();
        "agree": Agreed,
        "apply": Applied,
        "approach": ApproachView,
        "candidate list": CandidateList,
        "candidate show": CandidateDetail,
        "candidate split --dry-run": SplitView,
        "code list": CodebookView,
        "code show": CodeDetail,
        "coder list": CoderList,
        "codings": CodingList,
        "compare": ComparisonView,
        "copy": CopyReport,
        "pseudonymise": Pseudonymised,
        "diff": DifferenceList,
        "disagreements": DisagreementList,
        "embed": EmbedSummary,
        "evaluate": Evaluation,
        "export": ExportView,
        "find": FoundWords,
        "find --meaning": FoundByMeaning,
        "export WHAT": StudyExport,
        "import": ImportReport,
        "join": JoinReport,
        "log": LogView,
        "log verify": Verified,
        "memo list": MemoList,
        "model check": Check,
        "model list": Vec<ModelView>,
        "progress": ProgressView,
        "queue": QueueView,
        "read": InterviewList,
        "read INTERVIEW": InterviewView,
        "participant list": ParticipantList,
        "document unplaced": Vec<UnplacedCoding>,
        "saturation": SaturationView,
        "speaker list": Vec<DocumentView>,
        "sensitivity": SensitivityView,
        "set-aside": SetAsideView,
        "simulate": Simulation,
        "suggest": SuggestView,
        "suggest --again": ReclusterRequest,
        "suggest --for": CodeSuggestions,
        "undo --dry-run": UndoPreview,
        "a decision": Decided,
        "a decision --dry-run": Preview,
    }
}

/// Returns the schemas of what a front end can send.
fn requests() -> serde_json::Value {
    schemas! {
        SchemaSettings::draft2020_12().for_deserialize();
        "agree": AgreeRequest,
        "codings": CodingFilter,
        "compare": CompareRequest,
        "decision": Decision,
        "evaluate": EvaluateRequest,
        "find words": FindWordsRequest,
        "export WHAT": StudyExportRequest,
        "import": ImportRequest,
        "log": LogFilter,
        "moment": LogPosition,
        "queue": QueueOrder,
        "read": ReadPlace,
        "saturation": SaturationRequest,
        "simulate": SimulateRequest,
        "speaker role": RolesRequest,
        "copy --without-removed": WithoutRemovedRequest,
        "pseudonymise": PseudonymiseRequest,
        "suggest": SuggestRequest,
    }
}

#[test]
fn schemas_are_as_kept() {
    for (name, found) in [("results.json", results()), ("requests.json", requests())] {
        let path = format!("{FOLDER}/{name}");
        let text = format!("{}\n", serde_json::to_string_pretty(&found).unwrap());
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all(FOLDER).unwrap();
            std::fs::write(&path, &text).unwrap();
            continue;
        }
        let kept: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let keys = |value: &serde_json::Value, of: &str| -> Vec<String> {
            value[of].as_object().unwrap().keys().cloned().collect()
        };
        let mut changed = Vec::new();
        for of in ["properties", "$defs"] {
            let mut all = keys(&kept, of);
            all.extend(keys(&found, of));
            all.retain(|name| kept[of][name] != found[of][name]);
            changed.extend(all);
        }
        assert!(
            changed.is_empty(),
            "the JSON of {changed:?} differs from tests/schemas/{name}. If the change is meant, tell users in CHANGELOG.md \
             and run UPDATE_FIXTURES=1 cargo test --lib schemas_are_as_kept"
        );
    }
}

// A request needs only the fields without a default.
#[test]
fn requests_are_read_from_json_with_defaults() {
    let suggest: SuggestRequest = serde_json::from_str(
        r#"{"paths": ["interviews"], "project": "study.themata", "at": "2026-11-26T09:00:00Z", "cluster": {"n_clusters": 7},
            "segment": {"unit": "sentence"}, "embed": {"precision": "bf16"}, "ingest": {"roles": {"I": "interviewer"}}}"#,
    )
    .unwrap();
    assert_eq!((suggest.cluster.n_clusters, suggest.segment.min_words), (Some(7), 25));
    let compare: CompareRequest =
        serde_json::from_str(r#"{"coders": ["ann"], "unit": "turn", "filter": {"undecided": true}}"#)
            .unwrap();
    assert!(compare.filter.undecided && compare.unit == ComparisonUnit::Turn);
    let queue: QueueOrder = serde_json::from_str(r#"{"blind": {"seed": 3}}"#).unwrap();
    assert_eq!(queue, QueueOrder::Blind { seed: 3 });
    let saturation: SaturationRequest = serde_json::from_str(r#"{"of": "ann"}"#).unwrap();
    assert_eq!(saturation.params, SaturationParams::default());
    let log: LogFilter = serde_json::from_str(r#"{"kind": "merge"}"#).unwrap();
    assert_eq!(log.kind.as_deref(), Some("merge"));
    let misspelt = serde_json::from_str::<CompareRequest>(r#"{"coder": ["ann"]}"#).unwrap_err();
    assert!(misspelt.to_string().contains("unknown field `coder`"), "{misspelt}");
}
