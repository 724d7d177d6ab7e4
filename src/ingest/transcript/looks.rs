//! How paragraphs look in a word processor, and what that says of who speaks: questions in bold and answers in plain.

use std::collections::BTreeMap;
use std::ops::Range;

use super::label::holds_question;

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::ingest) enum Look {
    #[default]
    Plain,
    /// Nearly all of it is bold.
    Bold,
    /// Nearly all of it is in italics.
    Italic,
    /// It is a heading.
    Heading,
}

impl Look {
    /// Returns what stands for the voice whose paragraphs look like this.
    const fn voice(self) -> &'static str {
        match self {
            Self::Plain => "(plain)",
            Self::Bold => "(bold)",
            Self::Italic => "(italic)",
            Self::Heading => "(heading)",
        }
    }
}

/// The paragraphs of a text that do not look plain, by where they begin in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Looks(BTreeMap<usize, Look>);

impl Looks {
    /// Takes the looks of paragraphs in order.
    pub(in crate::ingest) fn of(paragraphs: impl IntoIterator<Item = (usize, Look)>) -> Self {
        Self(paragraphs.into_iter().filter(|(_, look)| *look != Look::Plain).collect())
    }

    /// Returns how the paragraph looks that begins at a byte.
    pub(super) fn at(&self, start: usize) -> Look {
        self.0.get(&start).copied().unwrap_or_default()
    }
}

/// The least share of the emphasised stretches that hold a question.
const ASKS: f64 = 0.6;

/// Returns where the turns of a text begin in which one voice asks in bold or italics and the other answers in plain, with what
/// stands for each voice; nothing if it is none. `lines` are those that are filled.
pub(super) fn voices(
    text: &str,
    lines: &[Range<usize>],
    looks: &Looks,
) -> Option<(Look, Vec<(usize, &'static str)>)> {
    let count = |look: Look| lines.iter().filter(|line| looks.at(line.start) == look).count();
    let look = [Look::Bold, Look::Italic].into_iter().max_by_key(|&look| count(look))?;
    let mut turns: Vec<(usize, bool, bool)> = Vec::new();
    for line in lines.iter().filter(|line| looks.at(line.start) != Look::Heading) {
        let is_loud = looks.at(line.start) == look;
        let asks = holds_question(&text[line.clone()]);
        match turns.last_mut().filter(|turn| turn.1 == is_loud) {
            Some(turn) => turn.2 |= asks,
            None => turns.push((line.start, is_loud, asks)),
        }
    }
    let loud: Vec<bool> = turns.iter().filter(|turn| turn.1).map(|turn| turn.2).collect();
    let plain: Vec<bool> = turns.iter().filter(|turn| !turn.1).map(|turn| turn.2).collect();
    let rate = |asks: &[bool]| asks.iter().filter(|&&asks| asks).count() as f64 / asks.len().max(1) as f64;
    let is_dialogue =
        loud.len() >= 3 && plain.len() >= 3 && rate(&loud) >= ASKS && rate(&plain) < rate(&loud);
    is_dialogue.then(|| {
        let voice = |is_loud: bool| if is_loud { look.voice() } else { Look::Plain.voice() };
        (look, turns.iter().map(|&(start, is_loud, _)| (start, voice(is_loud))).collect())
    })
}
