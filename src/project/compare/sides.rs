//! The sides of a comparison: the passages that each coder marked, with labels shared by all.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CandidateRef, CodeId, CodeLevel, Codebook, CodebookEntry, CoderId, LabelKey, MemoTarget, Side, Span,
};
use crate::review::{self, State};

/// A passage that a coder coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) span: Span,
    /// The label: an index into [`Labels::all`].
    pub(super) label: u32,
    /// The label that its coder gave, before codes were matched by hand: an index into [`Labels::own`].
    pub(super) own: u32,
    /// The candidate from which it was accepted; `None` for a coding by hand or from a table.
    pub(super) candidate: Option<CandidateRef>,
    /// The coder's notes on it.
    pub(super) memos: Vec<String>,
}

/// The passages that a coder marked.
pub(super) struct CoderSide {
    pub(super) id: CoderId,
    pub(super) name: String,
    /// By document name, in order of position.
    pub(super) marked: BTreeMap<String, Vec<Marked>>,
    pub(super) n_codings: usize,
    /// How many of them were accepted from candidates, by run.
    pub(super) n_accepted: BTreeMap<u32, usize>,
    /// How many of their codes have no ancestor at the level compared.
    pub(super) n_below: usize,
    pub(super) counted: Counted,
}

/// Which codes of a coder are compared.
#[derive(Default)]
pub(super) struct Counted {
    /// The codes as which codings count, with their labels: indices into [`Labels::all`].
    pub(super) as_itself: BTreeMap<CodeId, u32>,
    /// The codes whose codings count as another code, with the label of that code.
    pub(super) as_other: BTreeMap<CodeId, String>,
}

impl CoderSide {
    pub(super) fn side(&self) -> Side {
        Side::Coder(self.id.clone())
    }
}

/// A label, shared by all coders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) label: String,
    /// The label of the code's parent.
    pub(super) group: Option<String>,
}

/// The labels of all coders: codes of the same name ([`LabelKey`]) are one label, whoever made them. Each is shown in its
/// first spelling.
#[derive(Default)]
pub(super) struct Labels {
    pub(super) all: Vec<Label>,
    /// The labels that coders gave, before codes were matched by hand.
    pub(super) own: Vec<String>,
    places: BTreeMap<LabelKey, u32>,
}

impl Labels {
    fn place(&mut self, label: &str, group: Option<&str>) -> u32 {
        *self.places.entry(LabelKey::of(label)).or_insert_with(|| {
            self.all.push(Label { label: label.trim().to_owned(), group: group.map(str::to_owned) });
            self.own.push(label.trim().to_owned());
            self.all.len() as u32 - 1
        })
    }

    /// Returns the label of this name.
    pub(super) fn find(&self, label: &str) -> Option<u32> {
        self.places.get(&LabelKey::of(label)).copied()
    }

    /// Counts labels as one. `merged` holds for each the name that they get and their places; a label is in one of them at most.
    ///
    /// Returns the new place of each label. A merged label takes the place of its first, and is found by all its names.
    pub(super) fn merge(&mut self, merged: &[(String, BTreeSet<u32>)]) -> Vec<u32> {
        let mut all: Vec<Label> = Vec::new();
        let mut place_of: BTreeMap<usize, u32> = BTreeMap::new();
        let mut new_places = Vec::with_capacity(self.all.len());
        for (at, label) in self.all.drain(..).enumerate() {
            let of = merged.iter().position(|(_, places)| places.contains(&(at as u32)));
            let known = of.and_then(|of| place_of.get(&of)).copied();
            new_places.push(known.unwrap_or(all.len() as u32));
            if known.is_none() {
                let name = of.map_or(label.label, |of| {
                    place_of.insert(of, all.len() as u32);
                    merged[of].0.clone()
                });
                all.push(Label { label: name, group: label.group });
            }
        }
        self.all = all;
        self.places.values_mut().for_each(|place| *place = new_places[*place as usize]);
        for (of, (name, _)) in merged.iter().enumerate() {
            self.places.entry(LabelKey::of(name)).or_insert(place_of[&of]);
        }
        new_places
    }

    /// Returns the names of all labels.
    pub(super) fn names(&self) -> Vec<String> {
        self.all.iter().map(|label| label.label.clone()).collect()
    }
}

/// Collects the passages that coders marked, with codes at one level, and the labels that they used, in the order of their
/// codebooks.
pub(super) fn coders(state: &State, ids: &[CoderId], level: CodeLevel) -> (Vec<CoderSide>, Labels) {
    let mut labels = Labels::default();
    let sides = ids.iter().map(|id| coder(state, id, level, &mut labels)).collect();
    (sides, labels)
}

fn coder(state: &State, id: &CoderId, level: CodeLevel, labels: &mut Labels) -> CoderSide {
    let codebook = review::codebook(state.view(id));
    let mut memos: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for memo in &codebook.memos {
        if let MemoTarget::Coding(on) = memo.memo.on {
            memos.entry(on).or_default().push(memo.memo.text.clone());
        }
    }
    let (at_level, n_below) = at_level(&codebook, level);
    let (mut place, mut counted) = (BTreeMap::new(), Counted::default());
    for CountsAs { code, counts_as, label, group } in at_level {
        let at = labels.place(&label, group.as_deref());
        place.insert(code, at);
        counted.as_itself.insert(counts_as, at);
        if code != counts_as {
            counted.as_other.insert(code, label);
        }
    }
    let mut side = CoderSide {
        id: id.clone(),
        name: state.coders().get(id).map_or_else(|| id.to_string(), |coder| coder.name.clone()),
        marked: BTreeMap::new(),
        n_codings: 0,
        n_accepted: BTreeMap::new(),
        n_below,
        counted,
    };
    for coding in &codebook.codings {
        let Some(&label) = place.get(&coding.coding.code) else { continue };
        side.n_codings += 1;
        if let Some(from) = coding.coding.candidate {
            *side.n_accepted.entry(from.run.0).or_default() += 1;
        }
        let memos = memos.remove(&coding.id).unwrap_or_default();
        let candidate = coding.coding.candidate;
        let marked = Marked { span: coding.coding.span(), label, own: label, candidate, memos };
        side.marked.entry(coding.coding.document.clone()).or_default().push(marked);
    }
    side.marked.values_mut().for_each(|marked| marked.sort_by_key(|marked| (marked.span, marked.label)));
    side
}

/// A code that a coder used, and the code that it counts as.
struct CountsAs {
    code: CodeId,
    /// Itself or an ancestor.
    counts_as: CodeId,
    /// The label of the code that it counts as.
    label: String,
    /// The label of that code's parent.
    group: Option<String>,
}

/// Maps each code to the nearest code that is of the level or higher: itself or an ancestor. Where there is none, the code
/// stays itself and is counted. Codes are in the order of the codebook.
fn at_level(codebook: &Codebook, level: CodeLevel) -> (Vec<CountsAs>, usize) {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    codebook.codings.iter().for_each(|coding| {
        used.insert(coding.coding.code);
    });
    let mut n_below = 0;
    walk(&codebook.codes, &mut Vec::new(), &mut |above, entry| {
        if !used.contains(&entry.id) {
            return;
        }
        let line: Vec<&CodebookEntry> = above.iter().copied().chain([entry]).collect();
        let at = line.iter().rposition(|entry| entry.code.level >= level);
        n_below += usize::from(at.is_none());
        let at = at.unwrap_or(line.len() - 1);
        let group = at.checked_sub(1).map(|above| line[above].code.label.clone());
        found.push(CountsAs {
            code: entry.id,
            counts_as: line[at].id,
            label: line[at].code.label.clone(),
            group,
        });
    });
    (found, n_below)
}

fn walk<'a>(
    entries: &'a [CodebookEntry],
    above: &mut Vec<&'a CodebookEntry>,
    each: &mut impl FnMut(&[&'a CodebookEntry], &'a CodebookEntry),
) {
    for entry in entries {
        each(above, entry);
        above.push(entry);
        walk(&entry.codes, above, each);
        above.pop();
    }
}

/// Returns the positions in each document where a coding begins or ends.
pub(super) fn bounds(sides: &[CoderSide]) -> BTreeMap<String, BTreeSet<usize>> {
    let mut bounds: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (document, marked) in sides.iter().flat_map(|side| &side.marked) {
        let of = bounds.entry(document.clone()).or_default();
        of.extend(marked.iter().flat_map(|marked| [marked.span.start.0, marked.span.end.0]));
    }
    bounds
}
