//! Imports of codings that the coder made in another program.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{
    Code, CodeId, CodePointOffset, Coding, CodingId, CodingSource, Import, ImportedCode, ImportedCoding,
    LabelKey, Memo, MemoTarget, SegmentId, SegmentRef, Span,
};

use super::codes::check_levels;
use super::text;
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

/// The labels from the top down, in the form in which they are compared.
type Path = Vec<LabelKey>;

impl ChangeSet<'_> {
    /// Imports codings. A code is created if the coder has none with the same path; a path of one label is also the coder's
    /// only code of that label, anywhere in the tree. A coding that already exists is not made again. What the import says
    /// about an existing code only fills empty fields.
    pub(super) fn import(&mut self, import: &Import) -> Result<(), Refusal> {
        text("file's name", &import.source)?;
        let codes = self.import_codes(&import.codes)?;
        let mut there: HashMap<(CodeId, &str, Span), CodingId> = HashMap::new();
        for (id, coding) in &self.view.codings {
            there.entry((coding.code, coding.document.as_str(), coding.span())).or_insert(*id);
        }
        let mut segments: HashMap<(&str, Span), SegmentId> = HashMap::new();
        for id in self.base.present() {
            if let Some(segment) = self.base.segment(id) {
                segments.entry((segment.document.as_ref(), segment.span)).or_insert(id);
            }
        }
        let mut memos: BTreeSet<(CodingId, &str)> = BTreeSet::new();
        memos.extend(self.view.memos.values().filter_map(|memo| match memo.on {
            MemoTarget::Coding(id) => Some((id, memo.text.as_str())),
            _ => None,
        }));
        for coding in &import.codings {
            let code = *codes
                .get(coding.code)
                .ok_or(Refusal::NotImported { code: coding.code, n_codes: codes.len() })?;
            let span = self.imported_span(coding)?;
            let id = match there.get(&(code, coding.document.as_str(), span)) {
                Some(&id) => id,
                None => {
                    let segment = segments.get(&(coding.document.as_str(), span)).copied();
                    if let Some(segment) = segment {
                        self.forget_fit(code, segment);
                    }
                    let id = self.new_coding(Coding {
                        code,
                        document: coding.document.clone(),
                        start: CodePointOffset(coding.start),
                        end: CodePointOffset(coding.end),
                        segment: segment.map(|id| SegmentRef { run: self.base.run, id }),
                        candidate: None,
                        condensed: None,
                        content: None,
                        certainty: None,
                        negative: false,
                        source: Some(CodingSource { file: import.source.clone(), anchored: coding.anchored }),
                    });
                    there.insert((code, coding.document.as_str(), span), id);
                    id
                }
            };
            let memo = coding.memo.as_deref().map(str::trim).filter(|memo| !memo.is_empty());
            if let Some(memo) = memo.filter(|memo| memos.insert((id, memo))) {
                self.new_memo(Memo { on: MemoTarget::Coding(id), text: memo.to_owned() });
            }
        }
        Ok(())
    }

    fn imported_span(&self, coding: &ImportedCoding) -> Result<Span, Refusal> {
        let ImportedCoding { document, start, end, .. } = coding;
        let (start, end) = (*start, *end);
        let length = self.base.length_of(document)?;
        if start < end && end <= length {
            Ok(Span::new(start, end))
        } else {
            Err(Refusal::NoSuchSpan { document: document.clone(), start, end, length })
        }
    }

    /// Returns the coder's code for each code of the import, in its order.
    fn import_codes(&mut self, codes: &[ImportedCode]) -> Result<Vec<CodeId>, Refusal> {
        let mut known: BTreeMap<Path, (CodeId, Code)> = BTreeMap::new();
        let mut below: Vec<(Path, Option<CodeId>)> = vec![(Path::new(), None)];
        while let Some((path, parent)) = below.pop() {
            for (id, code) in self.view.children(parent) {
                let mut path = path.clone();
                path.push(LabelKey::of(&code.label));
                below.push((path.clone(), Some(id)));
                // If several codes have the same path, the first is used for all.
                known.entry(path).or_insert_with(|| (id, code.clone()));
            }
        }
        let mut called: BTreeMap<LabelKey, Vec<Path>> = BTreeMap::new();
        for path in known.keys() {
            called.entry(path.last().cloned().unwrap_or_default()).or_default().push(path.clone());
        }
        // A code that is named only by its label, as in tables without categories, is the only one with that label.
        let only = |path: &Path| {
            let [label] = path.as_slice() else { return None };
            let [only] = called.get(label)?.as_slice() else { return None };
            (!stands_above(codes, label)).then(|| only.clone())
        };
        let mut ids = Vec::with_capacity(codes.len());
        for code in codes {
            let labels: Vec<&str> =
                code.path.iter().map(|label| text("label", label)).collect::<Result<_, _>>()?;
            let path: Path = labels.iter().map(|label| LabelKey::of(label)).collect();
            let Some((&label, above)) = labels.split_last() else { return Err(Refusal::NoText("label")) };
            if !known.contains_key(&path)
                && let Some((id, there)) = only(&path).and_then(|only| known.get_mut(&only))
            {
                // The import does not name its parent here, so the level stays unknown too.
                let before = there.clone();
                fill(there, code);
                if *there != before {
                    self.set_code(*id, there.clone());
                }
                ids.push(*id);
                continue;
            }
            if let Some((id, there)) = known.get_mut(&path) {
                let before = there.clone();
                fill(there, code);
                there.level = there.level.max(code.level);
                if *there != before {
                    self.set_code(*id, there.clone());
                }
                let (id, raised) = (*id, there.clone());
                if let Some((_, above)) = known.get(&path[..above.len()]) {
                    check_levels(raised.level, above)?;
                }
                ids.push(id);
                continue;
            }
            let parent = match above {
                [] => None,
                _ => {
                    let (id, parent) = known.get(&path[..above.len()]).ok_or_else(|| {
                        Refusal::NothingAbove { path: above.iter().map(|&label| label.to_owned()).collect() }
                    })?;
                    check_levels(code.level, parent)?;
                    Some(*id)
                }
            };
            let mut new = Code { label: label.to_owned(), level: code.level, parent, ..Code::default() };
            fill(&mut new, code);
            let id = self.new_code(new.clone());
            known.insert(path, (id, new));
            ids.push(id);
        }
        Ok(ids)
    }
}

/// Tells whether an import lists codes below a top-level code with this label.
fn stands_above(codes: &[ImportedCode], label: &LabelKey) -> bool {
    let is_above = |code: &ImportedCode| code.path.first().is_some_and(|top| LabelKey::of(top) == *label);
    codes.iter().any(|code| code.path.len() > 1 && is_above(code))
}

/// Fills the empty fields of a code from the import.
fn fill(there: &mut Code, from: &ImportedCode) {
    for (field, given) in [
        (&mut there.definition, &from.definition),
        (&mut there.inclusion, &from.inclusion),
        (&mut there.exclusion, &from.exclusion),
        (&mut there.example, &from.example),
    ] {
        if field.is_empty() {
            given.trim().clone_into(field);
        }
    }
    if there.colour.is_none() {
        there.colour.clone_from(&from.colour);
    }
}
