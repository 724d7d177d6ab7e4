//! Random decisions made from a few numbers; most of them are allowed.

use crate::domain::*;
use crate::review::*;

/// Makes a decision on something that exists.
pub(crate) fn decision(numbers: [u32; 4], base: &RunSnapshot, view: &CoderState) -> Decision {
    let [kind, a, b, c] = numbers;
    let codes = candidate_ids(base, view);
    let id = |n: u32| codes.get(n as usize % codes.len().max(1)).copied().unwrap_or(ProposalId(1));
    // One in four is a candidate theme that holds candidate codes, where there are some.
    let themes = candidate_theme_ids(base, view);
    let theme = |n: u32| match themes.len() {
        0 => base.name(id(n)),
        len => CandidateId::Theme(themes[n as usize / 4 % len]),
    };
    let any = |n: u32| if n.is_multiple_of(4) { theme(n) } else { base.name(id(n)) };
    let several = |n: u32, m: u32| {
        let mut several = vec![any(n), any(m)];
        several.dedup();
        several.truncate(1 + m as usize % 2);
        Candidates(several)
    };
    let segment = |n: u32| SegmentId(n % base.n_segments() as u32 + 1);
    let code = |n: u32| Named(nth(view.codes.keys(), n));
    let coding = |n: u32| Named(nth(view.codings.keys(), n));
    let memo = |n: u32| Named(nth(view.memos.keys(), n));
    let level = |n: u32| CodeLevel::ALL[n as usize % 4];
    let label = |n: u32| format!("label {}", n % 7);
    let into = (b % 3 == 0 && !view.codes.is_empty()).then(|| code(c));
    match kind % 45 {
        0 | 1 => Decision::Accept {
            candidate: several(a, b),
            into,
            label: None,
            level: (c % 3 == 0).then(|| level(c)),
            as_code: c % 5 == 0,
        },
        2 => Decision::Reject { candidate: several(a, b) },
        3 => Decision::Defer { candidate: several(a, b) },
        4 => Decision::Reopen { candidate: several(a, b) },
        5 => Decision::Rename { candidate: any(a), label: label(b) },
        6 if a % 4 == 0 && !themes.is_empty() => {
            let of = themes[a as usize / 4 % themes.len()];
            let codes = codes_of(base, view, of).into_iter().map(CandidateId::Code);
            let part = codes.skip(b as usize % 2).step_by(1 + c as usize % 2).collect();
            Decision::Split { candidate: of.into(), parts: Vec::new(), codes: vec![part] }
        }
        41 | 42 => {
            let to = match c % 4 {
                0 | 1 => Destination::Candidate(theme(b)),
                2 => Destination::New,
                _ => Destination::None,
            };
            let mut codes = vec![base.name(id(a)), base.name(id(b))];
            codes.dedup();
            Decision::MoveCandidate { candidate: Candidates(codes), to }
        }
        6 | 7 => {
            let members: Vec<SegmentId> = members(base, view, id(a)).into_iter().collect();
            let cut = b as usize % members.len().max(1);
            let (left, right) = members.split_at(cut);
            let parts = if c % 2 == 0 { vec![left.to_vec()] } else { vec![left.to_vec(), right.to_vec()] };
            Decision::Split { candidate: base.name(id(a)), parts, codes: Vec::new() }
        }
        8 if b % 2 == 0 => Decision::Merge { candidate: theme(a).into(), into: theme(b) },
        8 | 9 => Decision::Merge { candidate: any(a).into(), into: base.name(id(b)) },
        10 | 11 => {
            let to = match c % 3 {
                0 => Destination::Candidate(any(c / 3)),
                1 => Destination::New,
                _ => Destination::None,
            };
            let mut segments = vec![segment(a), segment(b)];
            segments.dedup();
            Decision::Move { segments, to }
        }
        12 => Decision::Add { segments: vec![segment(a)], candidate: any(b) },
        13 => Decision::Negative { segments: vec![segment(a)], negative: b % 3 > 0 },
        14 | 15 => Decision::CreateCode { label: label(a), level: level(b), under: None },
        16 => Decision::RenameCode { code: code(a), label: label(b) },
        17 => Decision::DefineCode {
            code: code(a),
            definition: Some(label(b)),
            inclusion: (c % 2 == 0).then(|| label(c)),
            exclusion: None,
            example: None,
        },
        18 => Decision::ColourCode { code: code(a), colour: format!("#{:06x}", b % 0xff_ffff).parse().ok() },
        19 | 20 => {
            Decision::NestCode { code: code(a), under: (c % 4 > 0).then(|| code(b)), level: Some(level(c)) }
        }
        21 => Decision::ReorderCode { code: code(a), place: b as usize % 5 },
        22 => Decision::MergeCodes { codes: vec![code(a)], into: code(b) },
        23 => {
            let codings = view.codings.keys().skip(b as usize % 3).step_by(2).map(Named::id);
            Decision::SplitCode {
                code: code(a),
                parts: vec![CodePart { label: label(c), codings: codings.take(2).collect() }],
            }
        }
        24 => Decision::DeleteCode { code: code(a) },
        25 => Decision::CopyCodes { from: CoderId::of_name(["Ann", "Ben"][a as usize % 2]) },
        26 => Decision::Code { code: code(a), segments: vec![segment(b)] },
        27 => {
            let document =
                base.documents.keys().nth(c as usize % base.documents.len()).cloned().unwrap_or_default();
            let start = a as usize % 50;
            Decision::CodeSpan { code: code(b), document, start, end: start + 1 + c as usize % 9 }
        }
        28 => Decision::Uncode { codings: vec![coding(a)] },
        29 => match b % 4 {
            0 => Decision::Condense { coding: coding(a), text: Some(label(c)) },
            1 => Decision::Content { coding: coding(a), content: Some(Content::Latent) },
            2 => Decision::Certainty {
                coding: coding(a),
                certainty: (c % 2 == 0).then_some(Certainty::Unsure),
            },
            _ => Decision::NegativeCoding { coding: coding(a), negative: c % 2 == 0 },
        },
        30 | 31 => {
            let on = match b % 5 {
                0 => MemoTarget::Project,
                1 => MemoTarget::Candidate(CandidateRef { run: base.run, candidate: any(c) }),
                2 => MemoTarget::Segment(SegmentRef { run: base.run, id: segment(c) }),
                3 => code(c).0.parse().map_or(MemoTarget::Project, MemoTarget::Code),
                _ => coding(c).0.parse().map_or(MemoTarget::Project, MemoTarget::Coding),
            };
            Decision::WriteMemo { on, text: label(a) }
        }
        32 if b % 2 == 0 => Decision::EditMemo { memo: memo(a), text: label(c) },
        32 => Decision::DeleteMemo { memo: memo(a) },
        33 | 34 => Decision::NotThisCode { code: code(a), segments: vec![segment(b)] },
        35 | 36 => {
            let mut left: Vec<SegmentId> = vec![segment(a), segment(b)];
            left.dedup();
            let right: Vec<SegmentId> = [segment(c), segment(a + c + 1)]
                .into_iter()
                .filter(|segment| !left.contains(segment))
                .take(1)
                .collect();
            let groups = [left, right].into_iter().filter(|group| !group.is_empty()).collect();
            Decision::SuggestAgain { groups }
        }
        37 => {
            let side = |n: u32| match n % 3 {
                0 => Side::Run(base.run),
                n => Side::Coder(CoderId::of_name(["", "Ann", "Ben"][n as usize])),
            };
            let reading = |n: u32| Reading { side: side(n), labels: vec![label(n)] };
            let document = base.documents.keys().next().cloned().unwrap_or_default();
            let span = Span::new(a as usize % 9, a as usize % 9 + 3);
            let on = Disagreement { document, span, first: reading(b), second: reading(b + 1) };
            let verdict = (c % 4 > 0).then_some(AdjudicationVerdict::Both);
            Decision::Adjudicate { on, verdict }
        }
        43 => {
            let document = nth(base.documents.keys(), a);
            Decision::RemoveDocuments { documents: vec![document] }
        }
        44 => Decision::RestoreDocuments {
            documents: vec![["P0.txt", "P1.txt", "P2.txt"][a as usize % 3].to_owned()],
        },
        38 => Decision::SetApproach { approach: (b % 3 > 0).then_some(Approach::Reflexive) },
        39 => {
            let document = base.documents.keys().next().cloned().unwrap_or_default();
            let codings = (0..b % 3).map(|n| ImportedCoding {
                code: (c % 2) as usize,
                document: document.clone(),
                start: ((a + n) % 40) as usize,
                end: ((a + n) % 40 + 1 + c % 9) as usize,
                anchored: Anchored::Exact,
                memo: (n == 1).then(|| label(a)),
            });
            let above = label(a);
            let codes =
                [(vec![above.clone()], CodeLevel::Category), (vec![above, label(b)], CodeLevel::Code)];
            let codes = codes.map(|(path, level)| ImportedCode { path, level, ..ImportedCode::default() });
            Decision::Import(Import {
                source: "a.csv".to_owned(),
                codes: codes.to_vec(),
                codings: codings.collect(),
                ..Import::default()
            })
        }
        _ if a % 2 == 0 => Decision::Compare { open: b % 2 == 0 },
        _ => Decision::SetCoder { id: (b % 3 > 0).then(|| CoderId::of_name("Ben")) },
    }
}

fn nth<T: std::fmt::Display>(mut ids: impl ExactSizeIterator<Item = T>, n: u32) -> String {
    let len = ids.len().max(1);
    ids.nth(n as usize % len).map(|id| id.to_string()).unwrap_or_default()
}
