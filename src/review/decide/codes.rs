//! Codes: their labels, definitions and places in the tree.

use crate::domain::{Code, CodeId, CodeLevel, Colour, LabelKey, Named};

use super::code_texts::CodeTexts;
use super::text;
use crate::review::Refusal;
use crate::review::change_set::ChangeSet;

impl ChangeSet<'_> {
    pub(super) fn create_code(
        &mut self,
        label: &str,
        level: CodeLevel,
        under: Option<&Named>,
    ) -> Result<(), Refusal> {
        let label = text("label", label)?.to_owned();
        let parent = match under {
            Some(named) => {
                let (id, above) = self.code(named)?;
                check_levels(level, &above)?;
                Some(id)
            }
            None => None,
        };
        self.refuse_label(&label, parent)?;
        self.new_code(Code { label, level, parent, ..Code::default() });
        Ok(())
    }

    /// Refuses the label of another code, unless the new code is nested under a code that has none of this label.
    pub(super) fn refuse_label(&self, label: &str, parent: Option<CodeId>) -> Result<(), Refusal> {
        let key = LabelKey::of(label);
        let is_same =
            |code: &Code| LabelKey::of(&code.label) == key && (parent.is_none() || code.parent == parent);
        let taken = self.codes_now().find(|(_, code)| !key.is_empty() && is_same(code));
        match taken {
            Some((id, code)) => Err(Refusal::LabelTaken { label: code.label.clone(), code: id }),
            None => Ok(()),
        }
    }

    pub(super) fn rename_code(&mut self, named: &Named, label: &str) -> Result<(), Refusal> {
        let (id, mut code) = self.code(named)?;
        code.label = text("label", label)?.to_owned();
        self.set_code(id, code);
        Ok(())
    }

    /// Sets the texts that define a code.
    pub(super) fn define_code(&mut self, named: &Named, texts: &CodeTexts<'_>) -> Result<(), Refusal> {
        let (id, mut code) = self.code(named)?;
        for (field, given) in [
            (&mut code.definition, texts.definition),
            (&mut code.inclusion, texts.inclusion),
            (&mut code.exclusion, texts.exclusion),
            (&mut code.example, texts.example),
        ] {
            if let Some(given) = given {
                given.trim().clone_into(field);
            }
        }
        self.set_code(id, code);
        Ok(())
    }

    pub(super) fn colour_code(&mut self, named: &Named, colour: Option<&Colour>) -> Result<(), Refusal> {
        let (id, mut code) = self.code(named)?;
        code.colour = colour.cloned();
        self.set_code(id, code);
        Ok(())
    }

    /// Nests a code under one of a higher level that is not below it; the codes under it move with it.
    pub(super) fn nest_code(
        &mut self,
        named: &Named,
        under: Option<&Named>,
        level: Option<CodeLevel>,
    ) -> Result<(), Refusal> {
        let (id, mut code) = self.code(named)?;
        code.level = level.unwrap_or(code.level);
        for (_, below) in self.view.children(Some(id)) {
            check_levels(below.level, &code)?;
        }
        let parent = match under {
            Some(under) => {
                let (parent, above) = self.code(under)?;
                if self.is_within(parent, id) {
                    return Err(Refusal::Cycle(code.label));
                }
                check_levels(code.level, &above)?;
                Some(parent)
            }
            None => None,
        };
        if parent != code.parent {
            let siblings = self.view.codes.values().filter(|sibling| sibling.parent == parent);
            code.position = siblings.map(|sibling| sibling.position + 1).max().unwrap_or(0);
        }
        code.parent = parent;
        self.set_code(id, code);
        Ok(())
    }

    /// Moves a code to a place among its siblings and numbers them from 0.
    pub(super) fn reorder_code(&mut self, named: &Named, place: usize) -> Result<(), Refusal> {
        let (id, code) = self.code(named)?;
        let mut siblings = self.view.children(code.parent);
        siblings.retain(|(sibling, _)| *sibling != id);
        siblings.insert(place.saturating_sub(1).min(siblings.len()), (id, &code));
        for ((id, code), position) in siblings.into_iter().zip(0..) {
            if code.position != position {
                self.set_code(id, Code { position, ..code.clone() });
            }
        }
        Ok(())
    }

    /// Tells whether a code is another code or below it.
    pub(super) fn is_within(&self, code: CodeId, above: CodeId) -> bool {
        let mut at = Some(code);
        // No path in a tree is longer than the number of codes.
        for _ in 0..=self.view.codes.len() {
            match at {
                Some(id) if id == above => return true,
                Some(id) => at = self.view.codes.get(&id).and_then(|code| code.parent),
                None => return false,
            }
        }
        true
    }
}

/// Checks that a code is nested only under one of a higher level.
pub(super) fn check_levels(level: CodeLevel, above: &Code) -> Result<(), Refusal> {
    if level < above.level {
        Ok(())
    } else {
        Err(Refusal::Level { level, under: above.level, label: above.label.clone() })
    }
}
