//! Combines paths of codes into one tree, with a level for each code.

use std::collections::BTreeMap;

use super::code_path::{CodePath, CodeStep};
use super::codebook::CodebookRow;
use crate::domain::{CodeLevel, ImportedCode, LabelKey};

/// The most codes from the top of the tree to the bottom: one for each level.
const DEEPEST: usize = CodeLevel::ALL.len();

/// The labels of a path in the form used for comparison.
type Key = Vec<LabelKey>;

struct Node {
    labels: Vec<String>,
    level: Option<CodeLevel>,
    /// The greatest number of codes below it on one path.
    height: usize,
}

/// Returns the codes of some paths and of a codebook, each after its parent, and for each path the index of its code.
///
/// A level that no path gives follows from the number of codes below: a code above codes is a category, above categories
/// a theme; in a path of four codes, the second lowest is a sub-category. A path of more than four codes is shortened to
/// four by joining the lowest labels, as `C > D`. A path of one label becomes the code of that label in the codebook, if
/// there is only one.
#[must_use]
pub fn code_tree(paths: &[CodePath], codebook: &[CodebookRow]) -> (Vec<ImportedCode>, Vec<usize>) {
    let paths: Vec<CodePath> = paths.iter().map(|path| folded(in_codebook(path, codebook))).collect();
    let book: Vec<CodePath> = codebook.iter().map(|row| folded(row.code.clone())).collect();
    let mut nodes: BTreeMap<Key, Node> = BTreeMap::new();
    let mut order: Vec<Key> = Vec::new();
    // The codebook keeps the order that its author chose.
    for path in book.iter().chain(&paths) {
        for n in 1..=path.len() {
            let key = key(&path[..n]);
            let node = nodes.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                let labels = path[..n].iter().map(|step| step.label.clone()).collect();
                Node { labels, level: None, height: 0 }
            });
            node.level = node.level.or(path[n - 1].level);
            node.height = node.height.max(path.len() - n);
        }
    }
    let levels = levels(&nodes);
    order.sort_by_key(Vec::len);
    let place: BTreeMap<&Key, usize> = order.iter().zip(0..).collect();
    let defined: BTreeMap<Key, &CodebookRow> =
        book.iter().map(|path| key(path)).zip(codebook).rev().collect();
    let codes = order
        .iter()
        .map(|key| {
            let row = defined.get(key).copied().cloned().unwrap_or_default();
            ImportedCode {
                path: nodes[key].labels.clone(),
                level: levels[key],
                definition: row.definition,
                inclusion: row.inclusion,
                exclusion: row.exclusion,
                example: row.example,
                colour: row.colour,
            }
        })
        .collect();
    let of_paths = paths.iter().map(|path| place[&key(path)]).collect();
    (codes, of_paths)
}

fn key(path: &[CodeStep]) -> Key {
    path.iter().map(|step| LabelKey::of(&step.label)).collect()
}

/// Returns the full path of a code that a table names only by its label, if the codebook has exactly one code of that
/// label.
fn in_codebook(path: &CodePath, codebook: &[CodebookRow]) -> CodePath {
    let [only] = path.as_slice() else { return path.clone() };
    let label = LabelKey::of(&only.label);
    let called = |row: &&CodebookRow| row.code.last().is_some_and(|step| LabelKey::of(&step.label) == label);
    let mut found = codebook.iter().filter(called);
    match (found.next(), found.next()) {
        (Some(row), None) => row.code.clone(),
        _ => path.clone(),
    }
}

fn folded(mut path: CodePath) -> CodePath {
    if path.len() > DEEPEST {
        let rest = path.split_off(DEEPEST - 1);
        let labels: Vec<String> = rest.into_iter().map(|step| step.label).collect();
        path.push(CodeStep { label: labels.join(" > "), level: None });
    }
    path
}

/// Assigns a level to each code, lower than that of its parent.
fn levels(nodes: &BTreeMap<Key, Node>) -> BTreeMap<Key, CodeLevel> {
    let mut levels: BTreeMap<Key, CodeLevel> = BTreeMap::new();
    // The lowest codes first, so that a code is placed above its children.
    let mut by_height: Vec<(&Key, &Node)> = nodes.iter().collect();
    by_height.sort_by_key(|(_, node)| node.height);
    for (key, node) in by_height {
        let tall = nodes.get(&key[..1]).map_or(0, |root| root.height) >= DEEPEST - 1;
        let by_height = match (node.height, tall) {
            (0, _) => CodeLevel::Code,
            (1, true) => CodeLevel::SubCategory,
            (1, false) | (2, true) => CodeLevel::Category,
            _ => CodeLevel::Theme,
        };
        let below = levels
            .range::<[LabelKey], _>((std::ops::Bound::Excluded(key.as_slice()), std::ops::Bound::Unbounded))
            .take_while(|(other, _)| other.starts_with(key))
            .map(|(_, level)| level.above().unwrap_or(CodeLevel::Theme))
            .max();
        let level = node.level.unwrap_or(by_height);
        levels.insert(key.clone(), level.max(below.unwrap_or(level)));
    }
    levels
}
