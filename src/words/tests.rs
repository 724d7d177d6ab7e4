//! Each kind of fact in words: correct for one and for several, and without options and commands.

use super::unchanged_candidates;
use crate::domain::*;

fn names(n: usize) -> Vec<String> {
    (1..=n).map(|at| format!("P{at}")).collect()
}

/// Returns every notice, about 0, 1 or 2 things.
fn facts(n: usize) -> Vec<NoticeFact> {
    use NoticeFact as F;
    let left_out = [
        LeftOut::Notes,
        LeftOut::NotesOrComments,
        LeftOut::Comments,
        LeftOut::TrackedDeletions,
        LeftOut::TextBoxes,
        LeftOut::TableHeadings,
        LeftOut::BytesAfterEnd,
        LeftOut::PageFurniture,
        LeftOut::LineNumbers,
        LeftOut::SlantedCharacters,
        LeftOut::RepeatedCaptions,
        LeftOut::RepeatedCaptionWords,
        LeftOut::CueNumbers,
        LeftOut::LinesBeforeCues,
        LeftOut::RowsAboveHeadings,
        LeftOut::RepeatedHeadings,
        LeftOut::EmptyRows,
        LeftOut::BlankRows,
        LeftOut::UnreadableTimes,
        LeftOut::ChatMessages,
    ];
    let reasons = [
        AsideReason::CannotOpen { cause: "no such file".to_owned() },
        AsideReason::LinkedFolder,
        AsideReason::NoFile,
        AsideReason::UnknownEnding { ending: "doc".to_owned() },
        AsideReason::UnknownEnding { ending: String::new() },
        AsideReason::SecondParticipantTable,
        AsideReason::SeveralParticipantTables,
        AsideReason::AboutFolder,
        AsideReason::Codings,
        AsideReason::Codebook,
        AsideReason::SameRecording { document: "a.json".to_owned() },
        AsideReason::TakenOut,
    ];
    let text = |text: &str| text.to_owned();
    let mut facts: Vec<F> = left_out.into_iter().map(|what| F::LeftOut { n, what }).collect();
    facts.extend(AsideKind::ALL.iter().map(|&what| F::SetAside { n, what }));
    facts.extend(reasons.into_iter().map(|reason| F::LeftAside { reason }));
    facts.extend([
        F::AssumedEncoding { encoding: text("windows-1252") },
        F::GarbledCharacters { n, first_line: 2 },
        F::GuideLinesKept { n, first_line: 12, words: text("Teamwork") },
        F::ReferencesDecoded { n, first: text("&amp;") },
        F::ReferencesKept { n, first: text("&amp;") },
        F::NoWords,
        F::PagesWithoutText { pages: (1..=n).collect() },
        F::HyphensRemoved { n },
        F::UnnamedCharacters { n },
        F::SheetChosen { sheet: text("Turns"), sheets: names(n) },
        F::SheetUnreadable { sheet: text("Turns"), cause: text("a cell is damaged") },
        F::CellsWithoutHeading { n, sheet: text("Turns") },
        F::QuotationMarksKept,
        F::TableInText,
        F::ColumnsTaken { columns: vec![TakenColumn { field: text("text"), heading: text("Answer") }; n] },
        F::RowsByParticipant,
        F::RowsAreConversations,
        F::QuestionColumn { heading: text("Question") },
        F::LinesBeforeFirstLabel { n },
        F::CuesContinued { n },
        F::NothingToCluster { n_turns: n, n_interviewer: n },
        F::NothingToCluster { n_turns: n + 1, n_interviewer: n },
        F::NothingToCluster { n_turns: n, n_interviewer: 0 },
        F::InterviewerBesideProfession { speaker: text("Ann"), professional: text("Dr. Weiss") },
        F::InterviewerInDoubt { speaker: text("Dan"), n_words: n, n_words_of_others: 9 },
        F::SameWords { document: text("a.txt") },
        F::NobodySpeaks { names: names(n) },
        F::BlankRowsCounted { n },
        F::OtherCodersNamed { named: names(n), coder: text("Ann") },
        F::SpellingsJoined { spellings: names(n), coder: text("Ann") },
        F::ParticipantSpellingsJoined { spellings: names(n), participant: text("P1") },
        F::CategorySpellingsJoined { spellings: names(n), label: text("yes") },
        F::ValuesLookMissing { values: names(n), n },
        F::RowLooksLikeTotal { row: 12, label: text("Total") },
        F::DecimalCommas { n },
        F::NoInterviewer { speakers: names(n) },
        F::NoSpeakersNamed,
        F::SpeakerGoesOn { n },
        F::PassagesWithoutSpeaker { n },
        F::VoicesRenamed { labels: vec![MendedLabel { label: text("S01"), taken_for: text("Maria") }; n] },
        F::NoSpeakerLabels { openings: Vec::new() },
        F::NoSpeakerLabels { openings: vec![RecurringOpening { opening: text("[id1]"), n }; n] },
        F::OneSideLabelled { label: text("Q"), others_ask: false, n },
        F::OneSideLabelled { label: text("Ann"), others_ask: true, n },
        F::QuestionsEmphasised { is_bold: true, n },
        F::QuestionsEmphasised { is_bold: false, n },
        F::VoicesAlternate { n },
        F::LabelForgotten { label: text("Ann"), n },
        F::LabelsMended {
            labels: vec![MendedLabel { label: text("Inteviewer"), taken_for: text("Interviewer") }; n],
        },
        F::ForeignLanguage {
            language: Language::PERSIAN,
            model: text("all-MiniLM-L6-v2"),
            made_for: vec![Language::ENGLISH; n],
        },
        F::LongSegments { n, max_tokens: 256 },
        F::FewSegments { n },
        F::OneThemeOnly { n },
        F::NotConverged { n_iterations: n as u64 },
        F::EmptyClusters { asked: 5, n },
        F::FewerClusters { asked: 5, n },
        F::CodesAtLimit { n, n_segments: 40, without_limit: None },
        F::CodesAtLimit { n, n_segments: 40, without_limit: Some(9) },
        F::ThemesAtLimit { n: 12 },
        F::NoDenseGroup { algorithm: Algorithm::Hdbscan },
        F::NoDenseGroup { algorithm: Algorithm::Dbscan },
        F::Noise { algorithm: Algorithm::Dbscan, n, n_segments: 40 },
        F::NoiseAssigned { algorithm: Algorithm::Dbscan, n, n_segments: 40 },
        F::Overlap { mean_silhouette: 0.125 },
        F::FewSegmentsInTheme { n },
        F::OneSource { source: EvidenceSource::Participant(text("P1")), n, n_segments: 2 },
        F::OneSource { source: EvidenceSource::Document(text("a.txt")), n, n_segments: 2 },
        F::OneSource { source: EvidenceSource::Question(text("Why?")), n, n_segments: 2 },
        F::OnePronoun { pronoun: text("she"), n, n_segments: 2 },
    ]);
    facts
}

/// Checks that a sentence is plain: no option, no command, no leftover of a number without its noun.
fn check(sentence: &str) {
    assert!(!sentence.is_empty() && !sentence.contains("--") && !sentence.contains("themata "), "{sentence}");
    for wrong in [
        " 1 were",
        " 1 are",
        " 1 have",
        "1 segments",
        "2 segment ",
        "1 lines",
        "1 rows",
        "1 words",
        "1 units",
    ] {
        assert!(!format!(" {sentence}").contains(wrong), "{wrong}: {sentence}");
    }
}

#[test]
fn notices_are_plain_sentences() {
    for notice in (0..3).flat_map(facts).map(Notice::of_run) {
        check(&notice.to_string());
    }
    let said = |fact: NoticeFact| Notice::of_run(fact).to_string();
    for (fact, sentence) in [
        (NoticeFact::LeftOut { n: 1, what: LeftOut::Comments }, "1 comment left out"),
        (NoticeFact::LeftOut { n: 2, what: LeftOut::Comments }, "2 comments left out"),
        (
            NoticeFact::LinesBeforeFirstLabel { n: 1 },
            "1 line before the first speaker's label belongs to no turn",
        ),
        (
            NoticeFact::LinesBeforeFirstLabel { n: 2 },
            "2 lines before the first speaker's label belong to no turn",
        ),
        (
            NoticeFact::Noise { algorithm: Algorithm::Dbscan, n: 1, n_segments: 40 },
            "1 of 40 segments (2 %) is in no candidate: dbscan left it out as noise",
        ),
        (
            NoticeFact::Noise { algorithm: Algorithm::Dbscan, n: 20, n_segments: 40 },
            "20 of 40 segments (50 %) are in no candidate: dbscan left them out as noise",
        ),
        (
            NoticeFact::NobodySpeaks { names: names(12) },
            "these participants do not speak in the documents read: P1, P2, P3, P4, P5, P6, P7, P8, P9, P10 and 2 more",
        ),
    ] {
        assert_eq!(said(fact), sentence);
    }
}

#[test]
fn notices_are_read_as_they_were_written() {
    for fact in (0..3).flat_map(facts) {
        for notice in [Notice::of_run(fact.clone()), Notice::about("a.txt", fact)] {
            let text = serde_json::to_string(&notice).unwrap();
            assert_eq!(serde_json::from_str::<Notice>(&text).unwrap(), notice, "{text}");
            assert!(!text.contains("\"message\""), "a file keeps facts, not words: {text}");
        }
    }
}

#[test]
fn printed_notices_hold_kind_facts_and_message() {
    #[derive(serde::Serialize)]
    struct View(#[serde(serialize_with = "Notice::with_messages")] Vec<Notice>);
    let notice = Notice::about("a.txt", NoticeFact::LeftOut { n: 2, what: LeftOut::Comments });
    let reason = AsideReason::UnknownEnding { ending: "doc".to_owned() };
    let printed =
        serde_json::to_value(View(vec![notice, Notice::about("b.doc", NoticeFact::LeftAside { reason })]));
    assert_eq!(
        printed.unwrap(),
        serde_json::json!([
            {"kind": "reading", "about": "a.txt", "fact": "left-out", "n": 2, "what": "comments", "message": "2 comments left out"},
            {
                "kind": "left-aside",
                "about": "b.doc",
                "fact": "left-aside",
                "reason": "unknown-ending",
                "ending": "doc",
                "message": "set aside: a .doc file cannot be read; save it as .docx in its program"
            }
        ])
    );
}

#[test]
fn notices_of_older_files_keep_their_sentence() {
    let old = r#"{"kind":"window","about":null,"message":"2 segments are longer"}"#;
    let notice: Notice = serde_json::from_str(old).unwrap();
    assert_eq!((notice.kind(), notice.is_lasting()), (NoticeKind::Window, true));
    assert_eq!(notice.to_string(), "2 segments are longer");
    assert_eq!(
        serde_json::to_string(&notice).unwrap(),
        old,
        "to the byte: a document's digest is made of it"
    );
}

#[test]
fn kinds_say_whether_they_last() {
    let lasting = [NoticeKind::Language, NoticeKind::Window, NoticeKind::Evidence];
    let others = [NoticeKind::Reading, NoticeKind::LeftAside, NoticeKind::Roles];
    assert!(lasting.iter().all(|kind| kind.is_lasting()) && !others.iter().any(|kind| kind.is_lasting()));
}

#[test]
fn what_can_be_done_is_data() {
    let guessed = Notice::of_run(NoticeFact::AssumedEncoding { encoding: "windows-1252".to_owned() });
    assert_eq!(guessed.remedies(), [Remedy::give("encoding")]);
    let none = Notice::of_run(NoticeFact::NoDenseGroup { algorithm: Algorithm::Hdbscan });
    let remedies = [
        Remedy::give("min_cluster_size"),
        Remedy::give("min_points"),
        Remedy::give_value("algorithm", "auto"),
    ];
    assert_eq!(none.remedies(), remedies);
    let unknown = Refusal::NoSuch { what: "code", name: "tea".to_owned(), similar: Vec::new() };
    assert_eq!(unknown.remedies(), [Remedy::take(Action::ListCodes)]);
}

fn refusals(n: usize) -> Vec<Refusal> {
    use Refusal as R;
    let (code, run, segment) = (CandidateId::Code(ProposalId(3)), RunId(1), SegmentId(7));
    let theme = CandidateId::Theme(CandidateThemeId(2));
    let known: Vec<CandidateId> = (1..=n as u32)
        .map(|at| CandidateThemeId(at).into())
        .chain((1..=2 * n as u32).map(|at| ProposalId(at).into()))
        .collect();
    let text = |text: &str| text.to_owned();
    let coder = || CoderId::of_name("Ann");
    let settled =
        |candidate, verdict, merged_into| R::Settled { candidate, verdict, code: None, merged_into };
    vec![
        R::NoSuchCoder { coder: text("Eve"), known: names(n) },
        R::CoderKnown(coder()),
        R::NoName,
        R::NoSuchCandidate { candidate: code, run, known: known.clone() },
        R::NoSuchCandidate { candidate: theme, run, known },
        R::TwoLevels { first: theme, other: code },
        R::WrongLevel { candidate: theme, needs: NeedsLevel::Segments },
        R::WrongLevel { candidate: code, needs: NeedsLevel::ThemeOfCodes },
        R::WrongLevel { candidate: theme, needs: NeedsLevel::Code },
        R::NothingOpen(theme),
        R::OneLabel { n_candidates: n },
        R::NoSuchSegment { segment, run, n_segments: 4 },
        R::OtherRun { asked: RunId(2), run },
        settled(code, CandidateStatus::Accepted, None),
        settled(theme, CandidateStatus::Accepted, None),
        settled(code, CandidateStatus::Merged, None),
        settled(code, CandidateStatus::Merged, Some(ProposalId(1).into())),
        settled(theme, CandidateStatus::Merged, Some(CandidateThemeId(1).into())),
        settled(code, CandidateStatus::Rejected, None),
        settled(theme, CandidateStatus::Emptied, None),
        R::Empty(code),
        R::Nothing("segment"),
        R::Twice { what: "segment", name: text("7") },
        R::Itself { what: "code", name: text("tea") },
        R::Elsewhere { segment, candidate: code, found: None },
        R::Elsewhere { segment, candidate: code, found: Some(ProposalId(1).into()) },
        R::CodeElsewhere { code, theme, found: None },
        R::CodeElsewhere { code, theme, found: Some(CandidateThemeId(1).into()) },
        R::InCandidate { segment, candidate: code },
        R::InNoCandidate(segment),
        R::NoSuch { what: "memo", name: text("x"), similar: names(n) },
        R::NotOfCode { coding: text("x"), label: text("tea") },
        R::NotImported { code: 3, n_codes: n },
        R::NothingAbove { path: names(n) },
        R::Ambiguous { what: "code", name: text("t"), candidates: names(n) },
        R::NoText("label"),
        R::Level { level: CodeLevel::Theme, under: CodeLevel::Code, label: text("tea") },
        R::Cycle(text("tea")),
        R::NoSuchDocument { name: text("a.txt"), similar: names(n) },
        R::NoSuchTurn { document: text("a.txt"), turn: 9, n_turns: n },
        R::NothingToFind { typed: text("…") },
        R::Ambiguous { what: "document", name: text("P"), candidates: names(n) },
        R::NoSuchParticipant { name: text("P9"), similar: names(n) },
        R::LabelTaken { label: text("tea"), code: "23456789".parse().unwrap() },
        R::NoSuchSpan { document: text("a.txt"), start: 1, end: 0, length: n },
        R::Coded { place: text("segment 7"), label: text("tea") },
        R::NothingCoded(text("tea")),
        R::NoChange,
        R::NothingToUndo(coder()),
        R::NothingToRedo(coder()),
        R::ChangedSince { operation: 4, key: text("project/comparison") },
    ]
}

#[test]
fn refusals_are_plain_sentences_and_data() {
    for refusal in (0..3).flat_map(refusals) {
        check(&refusal.to_string());
        let value = serde_json::to_value(&refusal).unwrap();
        assert!(value["kind"].is_string(), "{value}");
    }
}

#[test]
fn refusals_name_the_level_of_a_candidate_and_what_there_is() {
    let known = |themes: u32, codes: u32| -> Vec<CandidateId> {
        let themes = (1..=themes).map(|at| CandidateId::Theme(CandidateThemeId(at)));
        themes.chain((1..=codes).map(|at| ProposalId(at).into())).collect()
    };
    let candidate = CandidateId::Theme(CandidateThemeId(27));
    for (known, end) in [
        (known(0, 0), ""),
        (known(4, 0), "; its candidate themes are A to D"),
        (known(2, 15), "; its candidate themes are A to B, and its candidate codes are 1 to 15"),
        (known(1, 1), "; its only candidate theme is A, and its only candidate code is 1"),
    ] {
        let said = Refusal::NoSuchCandidate { candidate, run: RunId(1), known }.to_string();
        assert_eq!(said, format!("there is no candidate theme AA in run 1{end}"));
    }
    let code = Refusal::Empty(ProposalId(15).into());
    assert_eq!(code.to_string(), "candidate code 15 has no segments; move or add some first");
    let value = serde_json::to_value(&code).unwrap();
    assert_eq!(value, serde_json::json!({"kind": "empty", "facts": 15}));
    let value = serde_json::to_value(Refusal::NothingOpen(candidate)).unwrap();
    assert_eq!(value, serde_json::json!({"kind": "nothing-open", "facts": "AA"}));
}

/// Returns what may come out of a comparison, with `n` of everything.
fn summaries(n: usize) -> impl Iterator<Item = ComparisonSummary> {
    let m = n as u64;
    let two = move |share_labels, with_shares, n_matched| ComparisonSummary::TwoCoders {
        first: "Ann".to_owned(),
        second: "Ben".to_owned(),
        unit: ComparisonUnit::Segment,
        n_any: 2 * m,
        n_both: m.saturating_sub(1),
        n_same: m / 2,
        n_partly: m / 3,
        share_labels,
        n_matched,
        with_shares,
    };
    let several = move |least| ComparisonSummary::SeveralCoders {
        n_coders: 3,
        unit: ComparisonUnit::Turn,
        n_any: m,
        n_all: m,
        least,
        most: least,
    };
    let beside = move |matched: Option<f64>| ComparisonSummary::CoderAndRun {
        coder: "Ann".to_owned(),
        run: RunId(1),
        n_coded: n,
        matched,
        by_chance: matched,
    };
    [two(true, true, 0), two(true, false, n), two(true, true, n), two(false, true, 0)].into_iter().chain([
        several(None),
        several(Some(0.5)),
        beside(None),
        beside(Some(0.5)),
    ])
}

fn findings(n: usize) -> Vec<String> {
    use AgreementFinding as A;
    use ComparisonNotice as C;
    use PartitionFinding as P;
    let text = |text: &str| text.to_owned();
    let m = n as u64;
    let parts = vec![SharePart { label: text("theme 3"), share: 0.5 }; n];
    let never = NeverGiven { coder: text("Ann"), category: text("tea"), n_by_others: 3 };
    let mut said: Vec<String> = Vec::new();
    let agreement = [
        A::Prevalence {
            coefficient: "cohen_kappa",
            name: "Cohen's κ",
            value: 0.1,
            agreement: 0.9,
            category: None,
            share: 0.9,
            by_chance: 0.8,
            gwet_ac1: Some(0.9),
        },
        A::Bias {
            first: text("Ann"),
            second: text("Ben"),
            category: text("tea"),
            first_share: 0.7,
            second_share: 0.3,
            of_codes: n > 0,
            n_coders: 2 + n,
        },
        A::NeverGiven { categories: vec![never; 7] },
        A::Missing { share: 0.1, n_unpaired: m, n_units: 20 },
        A::FewUnits { n_units: m + 1 },
        A::LowCode { code: text("tea"), kappa: 0.2, n_both: m, n_any: 3, n_units: 20 },
        A::MoreLowCodes { n, below: 0.5 },
        A::SegmentationBasis { n_documents: n },
    ];
    said.extend(agreement.map(|finding| Said(Finding::Agreement(finding)).to_string()));
    let partition = [
        P::SplitCode { code: text("tea"), n_segments: n, parts: parts.clone() },
        P::MergedCodes { cluster: text("theme 3"), n_coded: n, parts },
        P::MissedCode { code: text("tea"), n_segments: 2, cluster: None, n_there: n },
        P::UnmatchedCluster {
            cluster: text("theme 3"),
            n_segments: 9,
            n_coded: 2,
            code: Some(text("tea")),
            n_with_code: n,
        },
        P::UnmatchedCluster {
            cluster: text("theme 3"),
            n_segments: n,
            n_coded: 0,
            code: None,
            n_with_code: 0,
        },
        P::MeasuredSegments { n, n_segments: 20 },
        P::SeveralCodes { n },
        P::NoCode { n, counted: n > 1 },
        P::NoCluster { n, counted: n == 0 },
        P::MatchingByChance { accuracy: 0.3, by_chance: 0.4 },
        P::MayBeChance { low: -0.1, high: 0.4 },
    ];
    said.extend(partition.map(|finding| Said(Finding::Partition(finding)).to_string()));
    let comparison = [
        C::NotWorkedOn { coder: text("Ann"), documents: names(n) },
        C::OutsideUnits { coder: text("Ann"), n, n_codings: 12 },
        C::NoCodeOfLevel { coder: text("Ann"), n },
        C::AcceptedFromRun { coder: text("Ann"), n, n_codings: 12, run: RunId(1) },
        C::AcceptedByBoth { first: text("Ann"), second: text("Ben"), n, n_candidates: n },
        C::MatchedByHand { codes: names(n) },
        C::SeveralVerdicts { n },
    ];
    said.extend(comparison.map(|notice| notice.to_string()));
    said.extend(summaries(n).map(|summary| summary.to_string()));
    let over = |n_reached, low: Option<f64>, high: Option<f64>| SaturationFinding::OverOrders {
        n_orders: 1000,
        n_reached,
        n_undefined: n,
        reached_after: Some(4.0),
        low,
        median: low,
        high,
    };
    let saturation = [
        SaturationFinding::Reached {
            label: text("≤5 % at 6+2"),
            after: n,
            run_length: 2,
            n_new: n,
            n_base_codes: 37,
            base: 4,
        },
        SaturationFinding::NotReached {
            reason: Undefined::NotReached { n_interviews: 8 },
            last_ratio: Some(0.5),
        },
        over(n, Some(4.0), Some(6.0)),
        over(1000 - n, Some(4.0), Some(4.0)),
        SaturationFinding::CodesOfPersonOnly,
        SaturationFinding::Reflexive,
    ];
    said.extend(saturation.map(|finding| finding.to_string()));
    let sensitivity = [
        SensitivityFinding::RestsOnInterview {
            candidate: ProposalId(3).into(),
            label: text("tea"),
            with: text("without P03"),
            share: 0.4,
            jaccard: (n > 0).then_some(0.3),
            least_over_seeds: (n > 1).then_some(0.8),
        },
        SensitivityFinding::RestsOnNoInterview,
        SensitivityFinding::RestingRule { below: 0.5, below_seeds: 0.2 },
        SensitivityFinding::Reading,
    ];
    said.extend(sensitivity.map(|finding| finding.to_string()));
    said.push(unchanged_candidates(n));
    said.push(ProgramOperation::Suggested { n_themes: n, n_documents: n }.to_string());
    said.push(ProgramOperation::Added { n_documents: n, n_candidates: n }.to_string());
    for how in [SuccessorHow::WithoutRemoved { n_documents: n }, SuccessorHow::Pseudonymised { n_names: n }] {
        said.push(ProgramOperation::Succeeded { how, n_operations: n as u32 }.to_string());
    }
    said.push(ProgramOperation::Joined { n_joined: n, n_set_aside: n }.to_string());
    said
}

#[test]
fn findings_are_plain_sentences() {
    (0..3).flat_map(findings).for_each(|sentence| check(&sentence));
}

#[test]
fn findings_hold_kind_facts_and_message() {
    let found = Said(Finding::Partition(PartitionFinding::SeveralCodes { n: 2 }));
    assert_eq!(
        serde_json::to_value(found).unwrap(),
        serde_json::json!({
            "kind": "several-codes",
            "n": 2,
            "message": "2 segments have several codes: B³ and the matching include them, the other figures cannot"
        })
    );
    let undefined = Agreement::new(Err(Undefined::TooMuch { what: Excess::Marks { n: 9 }, limit: 3 }));
    let undefined = serde_json::to_value(undefined).unwrap();
    assert_eq!(
        undefined["undefined_because"],
        "there are 9 marks on one document; it is computed for 3 at most"
    );
    assert_eq!(undefined["undefined"]["kind"], "too-much");
    assert_eq!(undefined["undefined"]["what"], serde_json::json!({"of": "marks", "n": 9}));
}
