//! Who is who, as some files say above the interview: `Interviewer: Dana Hale`, `Participant: R. Oduya`.

use std::ops::Range;

use super::Transcript;
use super::label::{fold, shown};
use super::questions::undressed;
use super::roles::{RoleLexicon, look_up};
use crate::domain::{NoticeFact, Role};

/// The most words after the role: more are speech.
const MOST_WORDS: usize = 12;

/// A name and the role that the file gives it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    name: String,
    role: Role,
}

/// Returns the names that the lines above the interview give a role.
pub(super) fn cast_list(text: &str, lines: &[Range<usize>]) -> Vec<Named> {
    let mut found = Vec::new();
    for line in lines {
        let (line, _) = undressed(&text[line.clone()]);
        let Some((word, names)) = line.split_once([':', '：']) else { continue };
        let word = word.trim_matches(['*', '_', ' ']);
        let Some(RoleLexicon::Role(role)) = look_up(word).map(|entry| entry.known) else { continue };
        let names = names.trim_matches(['*', '_', ' ']);
        if names.split_whitespace().count() > MOST_WORDS || names.contains(['?', '!', '؟']) {
            continue;
        }
        for name in names.split([',', ';', '&', '/', '،', '(', ')']).flat_map(|name| name.split(" and ")) {
            let name = shown(name);
            if name.chars().any(char::is_alphabetic) {
                found.push(Named { name, role });
            }
        }
    }
    found
}

/// Gives speakers the role that the file gives them above the interview, unless the user or their label does. Where it names the
/// interviewer, nobody else is found by the questions.
pub(super) fn apply(made: &mut Transcript, cast: &[Named]) {
    let is_open = |reason: &str| !reason.starts_with("labelled") && !reason.starts_with("set by");
    let mut asked = false;
    let mut named = vec![false; made.speakers.len()];
    for (speaker, named) in
        made.speakers.iter_mut().zip(&mut named).filter(|(speaker, _)| is_open(&speaker.role_reason))
    {
        let roles: Vec<Role> =
            cast.iter().filter(|named| means(&speaker.label, &named.name)).map(|named| named.role).collect();
        if let Some(&role) = roles.first().filter(|&role| roles.iter().all(|other| other == role)) {
            speaker.role = role;
            speaker.role_reason = format!("named as {role} above the interview");
            asked |= role == Role::Interviewer;
            *named = true;
        }
    }
    if !asked {
        return;
    }
    for (speaker, _) in
        made.speakers.iter_mut().zip(named).filter(|(speaker, named)| !named && is_open(&speaker.role_reason))
    {
        speaker.role = Role::Participant;
        "not the interviewer".clone_into(&mut speaker.role_reason);
    }
    made.notices.retain(|notice| {
        !matches!(notice.fact, NoticeFact::NoInterviewer { .. } | NoticeFact::InterviewerInDoubt { .. })
    });
}

/// Tells whether a label is a name, a part of it, or its initials.
fn means(label: &str, name: &str) -> bool {
    let (label, name) = (fold(label), fold(name));
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let initials: String = words().filter_map(|word| word.chars().next()).collect();
    let n_letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let bare: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    label == name
        || (n_letters > 2 && (words().any(|word| word == label) || label.split(' ').any(|word| word == name)))
        || (n_letters > 1 && bare == initials)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Hints, from_text};
    use super::*;

    #[test]
    fn the_list_above_the_interview_names_the_interviewer() {
        let list = "Date: 3 May\nInterviewer: Dana Hale\nInterviewee: Remi Oduya\nPlace: the garden\n\n";
        for (asks, answers) in [("Dana", "Remi"), ("DH", "RO"), ("Dana Hale", "Remi Oduya"), ("D.H.", "R.O.")]
        {
            let turn = format!(
                "{asks}: And how long was it? And how wide? Tell me all about it, please.\n{answers}: Why? So?\n"
            );
            let made = from_text(format!("{list}{}", turn.repeat(4)), &Hints { roles: &BTreeMap::new() });
            let roles: Vec<Role> = made.speakers.iter().map(|speaker| speaker.role).collect();
            assert_eq!(roles, [Role::Interviewer, Role::Participant], "{asks}");
            assert_eq!(made.speakers[0].role_reason, "named as interviewer above the interview");
        }
    }

    #[test]
    fn names_and_initials() {
        assert!(means("DH", "Dana Hale") && means("Hale", "Dana Hale") && means("Dana Hale", "Dana"));
        assert!(!means("D", "Dana Hale") && !means("HD", "Dana Hale") && !means("Dan", "Dana Hale"));
    }
}
