//! Who is who, as some files say above the interview: `Interviewer: Dana Hale`, `Participant: R. Oduya`.

use std::ops::Range;

use super::Transcript;
use super::initials::{is_initial, means};
use super::interview_head::entries;
use super::label::{holds_question, shown};
use super::roles::{RoleLexicon, look_up};
use crate::domain::{NoticeFact, Role, Speaker, TextIndex};

/// A name and the role that the file gives it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    name: String,
    role: Role,
}

/// The words between two names.
const BETWEEN: [&str; 7] = [" and ", " und ", " et ", " y ", " e ", " con ", " و "];

/// Returns the names that the lines above the interview give a role.
pub(super) fn cast_list(text: &str, lines: &[Range<usize>]) -> Vec<Named> {
    let mut found: Vec<Named> = lines.iter().flat_map(|line| of_chat(&text[line.clone()])).collect();
    for entry in entries(text, lines).iter().filter(|entry| entry.is_role) {
        let Some(RoleLexicon::Role(role)) = look_up(entry.word).map(|entry| entry.known) else { continue };
        let mut names: Vec<&str> = entry.value.split([',', ';', '&', '/', '،', '(', ')']).collect();
        for between in BETWEEN {
            names = names.into_iter().flat_map(|name| name.split(between)).collect();
        }
        for name in names {
            let name = shown(name);
            if name.chars().any(char::is_alphabetic) {
                found.push(Named { name, role });
            }
        }
    }
    found
}

/// Returns the codes of a line of CHAT with their roles: `@Participants: INV Investigator, PAR Ann Participant`.
fn of_chat(line: &str) -> Vec<Named> {
    let Some(people) = line.trim().strip_prefix("@Participants:") else { return Vec::new() };
    let named = |person: &str| {
        let mut words = person.split_whitespace();
        let (code, role) = (words.next()?, words.next_back()?);
        match look_up(role)?.known {
            RoleLexicon::Role(role) => Some(Named { name: code.to_owned(), role }),
            _ => None,
        }
    };
    people.split(',').filter_map(named).collect()
}

/// Gives speakers the role that the file gives them above the interview, unless the user or their label does; a single letter can
/// be an initial. Where it names the interviewer, nobody else is found by the questions.
pub(super) fn apply(made: &mut Transcript, cast: &[Named]) {
    if cast.is_empty() {
        return;
    }
    let is_open = |speaker: &Speaker| {
        let reason = &speaker.role_reason;
        !reason.starts_with("set by")
            && (!reason.starts_with("labelled")
                || look_up(&speaker.label).is_some_and(|entry| matches!(entry.known, RoleLexicon::Letter(_))))
    };
    let role_of = |speaker: &Speaker| {
        let is_of =
            |named: &&Named| means(&speaker.label, &named.name) || is_initial(&speaker.label, &named.name);
        let mut roles = cast.iter().filter(is_of).map(|named| named.role);
        let first = roles.next().filter(|_| is_open(speaker))?;
        roles.all(|other| other == first).then_some(first)
    };
    let mut named: Vec<Option<Role>> = made.speakers.iter().map(role_of).collect();
    let is_against = |speaker: &Speaker, role: Option<Role>| {
        speaker.role_reason.starts_with("labelled") && role.is_some_and(|role| role != speaker.role)
    };
    // `P` may be Paul, who asks, or a participant: what they say decides.
    if made.speakers.iter().zip(&named).any(|(speaker, role)| is_against(speaker, *role))
        && !ask_more(made, &named)
    {
        for (speaker, role) in made.speakers.iter().zip(&mut named) {
            if speaker.role_reason.starts_with("labelled") {
                *role = None;
            }
        }
    }
    let asked = named.contains(&Some(Role::Interviewer));
    for (speaker, named) in made.speakers.iter_mut().zip(&named) {
        if let Some(role) = *named {
            speaker.role = role;
            speaker.role_reason = format!("named as {role} above the interview");
        } else if asked && is_open(speaker) && !speaker.role_reason.starts_with("labelled") {
            speaker.role = Role::Participant;
            "not the interviewer".clone_into(&mut speaker.role_reason);
        }
    }
    if asked {
        made.notices.retain(|notice| {
            !matches!(
                notice.fact,
                NoticeFact::NoInterviewer { .. }
                    | NoticeFact::InterviewerInDoubt { .. }
                    | NoticeFact::InterviewerBesideProfession { .. }
            )
        });
    }
}

/// Tells whether those who are named as interviewers ask in more of their turns than the others.
fn ask_more(made: &Transcript, named: &[Option<Role>]) -> bool {
    let index = TextIndex::new(&made.text);
    let rate = |asks: bool| {
        let (mut n, mut n_asking) = (0.0, 0.0);
        for turn in &made.turns {
            let role = turn.speaker.and_then(|speaker| named.get(speaker).copied().flatten());
            if (role == Some(Role::Interviewer)) == asks {
                let words = index.slice(turn.span).unwrap_or_default();
                n += 1.0;
                n_asking += f64::from(u8::from(holds_question(words)));
            }
        }
        if n > 0.0 { n_asking / n } else { 0.0 }
    };
    rate(true) > rate(false)
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
    fn the_head_of_chat_names_the_roles() {
        let turn = "*INV:\tHow so ?\n%com:\tlooks up\n*PAR:\tIt was green .\n";
        let text = format!(
            "@Begin\n@Languages:\teng\n@Participants:\tINV Investigator, PAR Participant\n{}@End",
            turn.repeat(4)
        );
        let made = from_text(text, &Hints { roles: &BTreeMap::new() });
        let roles: Vec<Role> = made.speakers.iter().map(|speaker| speaker.role).collect();
        assert_eq!(roles, [Role::Interviewer, Role::Participant]);
        assert_eq!(made.turns.len(), 8);
        let longest = made.turns.iter().map(|turn| turn.span.end.0 - turn.span.start.0).max();
        assert_eq!(longest, Some("It was green .".len()));
    }
}
