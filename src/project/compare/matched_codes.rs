//! Codes of two coders that were matched by hand: finds them, and counts their labels as one.

use std::collections::BTreeSet;

use crate::domain::Named;
use crate::project::MatchProblem;
use crate::review::{self, Refusal, State};

use super::request::CompareRequest;
use super::sides::{CoderSide, Labels};
use super::view::MatchedCodesView;

/// Labels that count as one, by their places: those of the first coder, and those of the second.
#[derive(Default)]
struct Group {
    of: [BTreeSet<u32>; 2],
}

/// Counts the labels of matched codes as one.
///
/// # Errors
/// [`MatchProblem`] where codes cannot be matched as asked; then nothing is changed.
pub(super) fn match_codes(
    state: &State,
    coders: &mut [CoderSide],
    labels: &mut Labels,
    request: &CompareRequest,
) -> Result<Vec<MatchedCodesView>, MatchProblem> {
    if request.matches.is_empty() {
        return Ok(Vec::new());
    }
    let [first, second] = &*coders else {
        return Err(MatchProblem::NotTwoCoders { n_coders: coders.len() });
    };
    let asked = Asked { state, coders: [first, second], labels, request };
    let matches = asked.matches()?;
    let groups = groups(&matches);
    let views = asked.views(&groups, &matches)?;
    let merged: Vec<(String, BTreeSet<u32>)> = views
        .iter()
        .zip(&groups)
        .map(|(view, group)| (view.label.clone(), group.of.iter().flatten().copied().collect()))
        .collect();
    let new_places = labels.merge(&merged);
    for marked in coders.iter_mut().flat_map(|coder| coder.marked.values_mut()) {
        marked.iter_mut().for_each(|marked| marked.label = new_places[marked.label as usize]);
        marked.sort_by_key(|marked| (marked.span, marked.label));
    }
    Ok(views)
}

/// Matches that were asked for, with all that is needed to find their codes.
struct Asked<'a> {
    state: &'a State,
    coders: [&'a CoderSide; 2],
    labels: &'a Labels,
    request: &'a CompareRequest,
}

impl Asked<'_> {
    /// Returns the labels of each match, by their places.
    fn matches(&self) -> Result<BTreeSet<[u32; 2]>, MatchProblem> {
        let mut found = BTreeSet::new();
        for asked in &self.request.matches {
            let is_of = |coder: usize, named: &Named| {
                review::resolve_code(self.state.view(&self.coders[coder].id), named).is_ok()
            };
            let is_right = is_of(0, &asked.first) && is_of(1, &asked.second);
            if !is_right && is_of(1, &asked.first) && is_of(0, &asked.second) {
                return Err(MatchProblem::TurnedRound {
                    first: asked.first.0.trim().to_owned(),
                    second: asked.second.0.trim().to_owned(),
                    first_coder: self.coders[0].name.clone(),
                    second_coder: self.coders[1].name.clone(),
                });
            }
            found.insert([self.place(0, &asked.first)?, self.place(1, &asked.second)?]);
        }
        Ok(found)
    }

    /// Returns the label of a coder's code, by its place.
    fn place(&self, of: usize, named: &Named) -> Result<u32, MatchProblem> {
        let side = self.coders[of];
        let view = self.state.view(&side.id);
        let coder = side.name.clone();
        let id = review::resolve_code(view, named).map_err(|refusal| {
            let (coder, code) = (coder.clone(), named.0.trim().to_owned());
            match refusal {
                Refusal::Ambiguous { candidates, .. } => {
                    MatchProblem::SeveralCodes { coder, code, candidates }
                }
                Refusal::NoSuch { similar, .. } => MatchProblem::NoSuchCode { coder, code, similar },
                _ => MatchProblem::NoSuchCode { coder, code, similar: Vec::new() },
            }
        })?;
        if let Some(&place) = side.counted.as_itself.get(&id) {
            return Ok(place);
        }
        let code = view.codes[&id].label.clone();
        Err(match side.counted.as_other.get(&id) {
            Some(above) => {
                let (above, level) = (above.clone(), self.request.level);
                MatchProblem::CountsAsAnother { coder, code, above, level }
            }
            None => MatchProblem::NothingCoded { coder, code },
        })
    }

    /// Names the groups, and checks that each is one code of a coder with one or several of the other.
    fn views(
        &self,
        groups: &[Group],
        matches: &BTreeSet<[u32; 2]>,
    ) -> Result<Vec<MatchedCodesView>, MatchProblem> {
        let label = |place: u32| self.labels.own[place as usize].clone();
        let labels = |places: &BTreeSet<u32>| -> Vec<String> { places.iter().map(|&at| label(at)).collect() };
        let name = |coder: usize| self.coders[coder].name.clone();
        let uses = |coder: usize, place: u32| {
            self.coders[coder].counted.as_itself.values().any(|&used| used == place)
        };
        let mut views = Vec::new();
        for group in groups {
            if let ([one], true) = (Vec::from_iter(&group.of[0]).as_slice(), group.of[0] == group.of[1]) {
                return Err(MatchProblem::SameLabel { label: label(**one) });
            }
            // Codes with the same label count as one without being matched. Where this widens what was asked for, it must be said.
            for (coder, other) in [(0, 1), (1, 0)] {
                let places = group.of[coder].iter().copied();
                let widens = |place: &u32| uses(other, *place) && !matches.contains(&[*place, *place]);
                if let Some(place) = places.into_iter().find(widens) {
                    let with = matches.iter().find(|matched| matched[coder] == place);
                    return Err(MatchProblem::HasItsOwn {
                        coder: name(coder),
                        other: name(other),
                        label: label(place),
                        with: with.map(|matched| label(matched[other])).unwrap_or_default(),
                    });
                }
            }
            let (first, second) = (labels(&group.of[0]), labels(&group.of[1]));
            if first.len() > 1 && second.len() > 1 {
                let (first_coder, second_coder) = (name(0), name(1));
                return Err(MatchProblem::SeveralWithSeveral { first_coder, second_coder, first, second });
            }
            let label = format!("{} = {}", first.join(" + "), second.join(" + "));
            views.push(MatchedCodesView { label, first, second });
        }
        Ok(views)
    }
}

/// Joins matches that have a label in common, in the order of the labels.
fn groups(matches: &BTreeSet<[u32; 2]>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for matched in matches {
        let shares = |group: &Group| (0..2).any(|coder| group.of[coder].contains(&matched[coder]));
        let (joined, others): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(shares);
        groups = others;
        let mut group = Group { of: matched.map(|place| BTreeSet::from([place])) };
        for mut other in joined {
            (0..2).for_each(|coder| group.of[coder].append(&mut other.of[coder]));
        }
        groups.push(group);
    }
    groups.sort_by(|a, b| a.of[0].cmp(&b.of[0]));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(matches: &[[u32; 2]]) -> Vec<[Vec<u32>; 2]> {
        let matches = matches.iter().copied().collect();
        groups(&matches).into_iter().map(|group| group.of.map(Vec::from_iter)).collect()
    }

    #[test]
    fn matches_with_a_label_in_common_are_one_group() {
        assert_eq!(grouped(&[[4, 9], [1, 8], [0, 9]]), [[vec![0, 4], vec![9]], [vec![1], vec![8]]]);
        assert_eq!(grouped(&[[2, 7], [2, 8]]), [[vec![2], vec![7, 8]]]);
        // The last match joins two groups.
        assert_eq!(grouped(&[[0, 7], [2, 8], [2, 7]]), [[vec![0, 2], vec![7, 8]]]);
        // The same number is another code on the other side.
        assert_eq!(grouped(&[[1, 2], [2, 3]]), [[vec![1], vec![2]], [vec![2], vec![3]]]);
    }
}
