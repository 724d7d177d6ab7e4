//! The words stored in project files: a new one needs a new file version; otherwise an older program calls the file damaged.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Visitor};

use crate::cluster::UsedParameters;
use crate::domain::*;
use crate::project::candidate_themes::{Likeness, StoredTheme};
use crate::project::load_view::ProposalDetail;
use crate::project::successor_detail::{GivenNumbers, KeptCoding, KeptMemo, LogEnd, SuccessorDetail};
use crate::project::tree::TreeView;
use crate::project::view::{
    DocumentView, RunCounts, RunParameters, RunView, SilhouetteView, SpeakerView, UsedDescribeParameters,
    UsedSegmentParameters,
};
use crate::store::{
    CandidateDigests, ContentDigests, DocumentDigests, FILE_VERSION, ParticipantDigests, RunDigests,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/stored_vocabulary.json");

/// The words by the type that they belong to.
type Words = BTreeMap<String, Vec<String>>;

/// Records what a type tells serde about itself, the names of its fields or variants, without reading a value.
struct Probe<'a>(&'a mut Option<&'static [&'static str]>);

#[derive(Debug)]
struct Done;

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("done")
    }
}

impl std::error::Error for Done {}

impl de::Error for Done {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = Done;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Done> {
        Err(Done)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Done> {
        *self.0 = Some(fields);
        Err(Done)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Done> {
        *self.0 = Some(variants);
        Err(Done)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// Returns the fields of a struct or the variants of an enum, as serde derives them.
fn words_of<T: for<'de> Deserialize<'de>>() -> Vec<String> {
    let mut names = None;
    let _ = T::deserialize(Probe(&mut names));
    let of = std::any::type_name::<T>();
    let names = names.unwrap_or_else(|| panic!("{of} tells serde no names: list its words by a value of it"));
    names.iter().map(|&name| name.to_owned()).collect()
}

macro_rules! words_of {
    ($($of:ident),* $(,)?) => {
        BTreeMap::from([$((stringify!($of).to_owned(), words_of::<$of>())),*])
    };
}

/// Returns the fields of a value as written; for types whose fields serde does not tell.
fn fields_of(value: &impl serde::Serialize) -> Vec<String> {
    serde_json::to_value(value).unwrap().as_object().unwrap().keys().cloned().collect()
}

/// Returns the names in an error of serde: "unknown variant `?`, expected one of `a`, `b`".
fn expected<T: de::DeserializeOwned + fmt::Debug>(json: &str) -> Vec<String> {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    let names = error.split_once("expected").unwrap_or_else(|| panic!("{json}: {error}")).1;
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the form of a key. The compiler asks for each new form here; add it to [`keys`] too.
fn form(key: &RecordKey) -> &'static str {
    match key {
        RecordKey::Coder(_) => "coder/ID",
        RecordKey::Comparison => "project/comparison",
        RecordKey::DefaultCoder => "project/coder",
        RecordKey::Approach => "project/approach",
        RecordKey::Removed(_) => "project/removed/NAME",
        RecordKey::CandidateCode(..) => "ID/candidate/RUN/NO",
        RecordKey::CandidateTheme(..) => "ID/candidate-theme/RUN/LETTERS",
        RecordKey::Grouping(..) => "ID/grouping/RUN/NO",
        RecordKey::Place(..) => "ID/place/RUN/SEGMENT",
        RecordKey::Code(..) => "ID/code/CODE",
        RecordKey::Coding(..) => "ID/coding/CODING",
        RecordKey::Fit(..) => "ID/fit/CODE/RUN/SEGMENT",
        RecordKey::Memo(..) => "ID/memo/MEMO",
        RecordKey::Adjudication(..) => "ID/verdict/DISAGREEMENT",
    }
}

/// Returns one key of each form.
fn keys() -> Vec<RecordKey> {
    let keys = [
        "coder/a",
        "project/comparison",
        "project/coder",
        "project/approach",
        "a/candidate/1/1",
        "a/candidate-theme/1/A",
        "a/grouping/1/1",
        "a/place/1/1",
        "a/code/0123abcd",
        "a/coding/0123abcd",
        "a/fit/0123abcd/1/1",
        "a/memo/0123abcd",
        "a/verdict/0123abcd",
    ];
    keys.iter().map(|key| key.parse().unwrap()).collect()
}

fn vocabulary() -> Words {
    let mut words = words_of![
        AdjudicationVerdict,
        Algorithm,
        Anchored,
        Approach,
        CandidateDigests,
        Certainty,
        Code,
        CodeLevel,
        CodePart,
        Coder,
        Coding,
        CodingSource,
        Comparison,
        Content,
        ContentDigests,
        DefaultCoder,
        Destination,
        DocumentDigests,
        DocumentFormat,
        DocumentView,
        CodeFit,
        Grouping,
        Import,
        ImportedCode,
        ImportedCoding,
        Joined,
        KeyTerm,
        Likeness,
        MadeBy,
        Memo,
        MemoTarget,
        Merge,
        ModelFingerprint,
        NoticeKind,
        OperationKind,
        ParticipantDigests,
        Placement,
        ProposalDetail,
        Reading,
        ReviewDetail,
        Role,
        RunCounts,
        RunDigests,
        RunParameters,
        RemovedDocument,
        RunView,
        SegmentRef,
        SegmentUnit,
        Side,
        SilhouetteView,
        Span,
        SpeakerView,
        StoredTheme,
        StudyApproach,
        CodingMade,
        GivenNumbers,
        KeptCoding,
        KeptMemo,
        LogEnd,
        SuccessorDetail,
        SuccessorHow,
        ThemeMadeBy,
        CandidateEvidence,
        CandidateRef,
        ThemeStability,
        TreeView,
        UsedDescribeParameters,
        UsedParameters,
        UsedSegmentParameters,
        CandidateStatus,
    ];
    let decisions = expected::<Decision>(r#"{"do":"?"}"#);
    for decision in &decisions {
        let fields = expected::<Decision>(&format!(r#"{{"do":"{decision}","?":0}}"#));
        words.insert(format!("Decision {decision}"), fields);
    }
    words.insert("Decision".to_owned(), decisions);
    words.insert("NoticeFact".to_owned(), expected::<NoticeFact>(r#"{"fact":"?"}"#));
    words.insert("RecordKey".to_owned(), keys().iter().map(|key| form(key).to_owned()).collect());
    // Their fields are written flat, among those of another type.
    let (label, code) = (String::new(), Some("0123abcd".parse().unwrap()));
    let evidence = CandidateEvidence { key_terms: Vec::new(), cohesion: None, n_participants: 0 };
    let candidate = CandidateCode {
        label: label.clone(),
        verdict: CandidateStatus::Open,
        code,
        merged_into: Some(ProposalId(1)),
        made_by: Some(MadeBy::SuggestedAgain),
        evidence: evidence.clone(),
    };
    words.insert("CandidateCode".to_owned(), fields_of(&candidate));
    let (merged_into, made_by) = (Some(CandidateThemeId(1)), Some(ThemeMadeBy::MovedFrom(Vec::new())));
    let theme = CandidateTheme { label, code, merged_into, made_by, evidence };
    words.insert("CandidateTheme".to_owned(), fields_of(&theme));
    let reading = || Reading { side: Side::Run(RunId(1)), labels: Vec::new() };
    let adjudication = Adjudication {
        disagreement: Disagreement {
            document: String::new(),
            span: Span::new(0, 1),
            first: reading(),
            second: reading(),
        },
        verdict: AdjudicationVerdict::First,
        because: String::new(),
        at: Timestamp(String::new()),
    };
    words.insert("Adjudication".to_owned(), fields_of(&adjudication));
    words
}

// Vocabulary and file version must go together.
#[test]
fn a_new_stored_word_needs_a_new_file_version() {
    let words = vocabulary();
    assert_eq!(keys().iter().map(form).collect::<std::collections::BTreeSet<_>>().len(), keys().len());
    let now = serde_json::json!({"file_version": FILE_VERSION, "words": words});
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(FIXTURE, format!("{}\n", serde_json::to_string_pretty(&now).unwrap())).unwrap();
        return;
    }
    let read = std::fs::read_to_string(FIXTURE).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&read).unwrap();
    let again = "regenerate it: UPDATE_FIXTURES=1 cargo test --lib stored_vocabulary";
    if kept["words"] != now["words"] {
        let old: Words = serde_json::from_value(kept["words"].clone()).unwrap();
        let differ: Vec<&String> = words
            .keys()
            .chain(old.keys())
            .filter(|of| words.get(*of) != old.get(*of))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        assert!(
            kept["file_version"] != now["file_version"],
            "the words stored for {differ:?} differ from tests/fixtures/stored_vocabulary.json, and the file version is still \
             {FILE_VERSION}. A program of that version cannot read the new ones: add src/store/schema/{:04}.sql to \
             UPGRADES in src/store/upgrade.rs, even if it changes no table, then {again}. Only while no release \
             wrote files of version {FILE_VERSION}, regenerating is enough",
            FILE_VERSION + 1
        );
    }
    assert_eq!(kept, now, "tests/fixtures/stored_vocabulary.json is of another version; {again}");
}
