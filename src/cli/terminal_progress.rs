//! Shows the progress of long actions, on a terminal only, and prints their notices.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Mutex;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::interrupt::Cancellable;
use super::layout::count;
use super::output::{Output, styled, styles};
use super::speakers;
use crate::domain::{AsideReason, Notice, NoticeFact, NoticeKind, Progress, Remedy, Stage};
use crate::project::{AdditionPlan, DocumentView, Listener};
use crate::words::first_of;

/// How many added documents are named.
const ADDED: usize = 5;

/// Listens to an action and shows its progress; Ctrl-C cancels the action.
pub(super) struct TerminalProgress<'a> {
    output: &'a Output,
    cancellable: Cancellable,
    current: Mutex<Option<(Stage, ProgressBar, Instant)>>,
}

impl<'a> TerminalProgress<'a> {
    pub(super) fn new(output: &'a Output) -> Self {
        Self { output, cancellable: Cancellable::begin(), current: Mutex::new(None) }
    }

    fn with_bar(&self, f: impl FnOnce(&ProgressBar)) {
        if let Ok(current) = self.current.lock()
            && let Some((_, bar, _)) = &*current
        {
            f(bar);
        }
    }
}

impl Progress for TerminalProgress<'_> {
    fn start(&self, stage: Stage, total: Option<u64>) {
        // indicatif draws on standard error, and only where that is a terminal.
        let bar = match total {
            _ if self.output.quiet => ProgressBar::hidden(),
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::no_length(),
        };
        let (verb, unit) = (verb(stage), unit(stage));
        let template = match total {
            Some(_) => {
                format!("{verb:>10} {{bar:30}} {{pos}}/{{len}} {unit}  {{rate}} per second, {{eta}} left")
            }
            None => format!("{verb:>10} {{spinner}} {{pos}} {unit}  {{rate}} per second, {{elapsed}} so far"),
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style.with_key("rate", write_rate).progress_chars("━╸─"));
        }
        if let Ok(mut current) = self.current.lock() {
            *current = Some((stage, bar, Instant::now()));
        }
    }

    fn advance(&self, n: u64) {
        self.with_bar(|bar| bar.inc(n));
    }

    fn finish(&self) {
        let Ok(mut current) = self.current.lock() else { return };
        if let Some((stage, bar, since)) = current.take() {
            let n = bar.position();
            bar.finish_and_clear();
            if self.output.verbose {
                let seconds = since.elapsed().as_secs_f64();
                self.output.say(&format!("{}: {n} {} in {seconds:.2} s", verb(stage), unit(stage)));
            }
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancellable.is_cancelled()
    }
}

impl Drop for TerminalProgress<'_> {
    /// Removes the bar of a stage that failed or was cancelled.
    fn drop(&mut self) {
        self.with_bar(ProgressBar::finish_and_clear);
    }
}

impl Listener for TerminalProgress<'_> {
    fn addition(&self, plan: &AdditionPlan) {
        if self.output.quiet {
            return;
        }
        let documents = count(plan.n_documents, "document", "documents");
        self.output.say(&match plan.is_anew {
            true => format!(
                "Keeps {documents}, and all codes, codings and memos. All candidates are proposed anew."
            ),
            false => format!("Keeps {documents}, and all candidates, codings, names and verdicts."),
        });
        if !plan.corrected.is_empty() {
            let names = first_of(&plan.corrected, ADDED);
            self.output.say(&format!("Corrects {names}: codings move with their words."));
        }
        match plan.added.as_slice() {
            [] if plan.is_anew || !plan.corrected.is_empty() => {}
            [] => self.output.say("Adds no document."),
            added => self.output.say(&format!("Adds {}.", first_of(added, ADDED))),
        }
    }

    fn documents(&self, documents: &[DocumentView]) {
        if !self.output.quiet {
            for line in speakers::lines(documents, self.output.verbose) {
                self.output.say(&line);
            }
        }
    }

    fn notices(&self, notices: &[Notice]) {
        // Another file of a recording that is read is named with its reason.
        let is_recording = |fact: &NoticeFact| {
            let told = |reason: &AsideReason| {
                matches!(reason, AsideReason::SameRecording { .. } | AsideReason::TakenOut)
            };
            matches!(fact, NoticeFact::LeftAside { reason } if told(reason))
        };
        let (aside, others): (Vec<&Notice>, Vec<&Notice>) = notices.iter().partition(|notice| {
            notice.kind() == NoticeKind::LeftAside && !self.output.verbose && !is_recording(&notice.fact)
        });
        for line in together(&others, self.output.verbose) {
            self.output.say(&line);
        }
        let remedies: Vec<Remedy> = others.iter().flat_map(|notice| notice.remedies()).collect();
        for hint in self.output.hints(&remedies) {
            self.output.say(&hint);
        }
        if !aside.is_empty() {
            let names: Vec<&str> = aside.iter().filter_map(|notice| notice.about.as_deref()).collect();
            let n = count(
                aside.len(),
                "file is not a transcript and was not read",
                "files are not transcripts and were not read",
            );
            let label = styled(styles::WARNING, "note:");
            self.output.say(&format!("{label} {n} (-v shows why): {}", first_of(&names, NAMED)));
        }
    }
}

/// Returns notices as lines. With `all`, each notice has its line; else there is one for each kind of fact about three documents or more.
fn together(notices: &[&Notice], all: bool) -> Vec<String> {
    let mut of_kind: HashMap<_, Vec<&Notice>> = HashMap::new();
    for notice in notices.iter().filter(|notice| notice.about.is_some()) {
        of_kind.entry(kind_of_fact(&notice.fact)).or_default().push(notice);
    }
    let mut lines = Vec::new();
    for notice in notices {
        let alike = of_kind.get(&kind_of_fact(&notice.fact)).filter(|_| notice.about.is_some());
        let Some(alike) = alike.filter(|alike| !all && alike.len() >= 3) else {
            lines.push(note(notice));
            continue;
        };
        // The first speaks for all.
        if !std::ptr::eq(alike[0], *notice) {
            continue;
        }
        let mut names: Vec<&str> = alike.iter().filter_map(|notice| notice.about.as_deref()).collect();
        names.dedup();
        let rest = alike[1..].iter().try_fold(alike[0].fact.clone(), |sum, notice| added(sum, &notice.fact));
        let words = match rest {
            Some(fact) => fact.to_string(),
            None => format!("{} (this is about {}; -v shows each)", alike[0], first_of(&names[..1], 1)),
        };
        lines.push(format!("{} {}: {words}", styled(styles::WARNING, "note:"), first_of(&names, NAMED)));
    }
    lines
}

/// Returns the kind of a fact: facts that only differ in numbers and names are of one kind.
fn kind_of_fact(fact: &NoticeFact) -> (Discriminant<NoticeFact>, Option<String>) {
    let what = match fact {
        NoticeFact::LeftOut { what, .. } => Some(format!("{what:?}")),
        NoticeFact::SetAside { what, .. } => Some(format!("{what:?}")),
        NoticeFact::FilledDown { field, .. } => Some(format!("{field:?}")),
        // Each of these says something else of its document.
        NoticeFact::LeftAside { .. }
        | NoticeFact::SameWords { .. }
        | NoticeFact::NothingToCluster { .. }
        | NoticeFact::ColumnsTaken { .. } => Some(fact.to_string()),
        _ => None,
    };
    (discriminant(fact), what)
}

/// Returns two facts of one kind as one, with their counts added; `None` if they differ in more than a count.
fn added(sum: NoticeFact, other: &NoticeFact) -> Option<NoticeFact> {
    use NoticeFact as F;
    let is_same = sum == *other;
    match (sum, other) {
        (F::LeftOut { n, what }, F::LeftOut { n: more, .. }) => Some(F::LeftOut { n: n + more, what }),
        (F::SetAside { n, what }, F::SetAside { n: more, .. }) => Some(F::SetAside { n: n + more, what }),
        (F::FilledDown { n, field }, F::FilledDown { n: more, .. }) => {
            Some(F::FilledDown { n: n + more, field })
        }
        (F::LinesBeforeFirstLabel { n }, F::LinesBeforeFirstLabel { n: more }) => {
            Some(F::LinesBeforeFirstLabel { n: n + more })
        }
        (F::LinesOutsideTable { n }, F::LinesOutsideTable { n: more }) => {
            Some(F::LinesOutsideTable { n: n + more })
        }
        (F::RowsWithoutParticipant { n }, F::RowsWithoutParticipant { n: more }) => {
            Some(F::RowsWithoutParticipant { n: n + more })
        }
        (sum, _) => is_same.then_some(sum),
    }
}

/// How many names are listed before the rest is counted.
const NAMED: usize = 6;

/// Returns a notice as a line.
pub(super) fn note(notice: &Notice) -> String {
    let about = notice.about.as_ref().map(|about| format!("{about}: ")).unwrap_or_default();
    format!("{} {about}{}", styled(styles::WARNING, "note:"), notice)
}

fn write_rate(state: &ProgressState, out: &mut dyn std::fmt::Write) {
    // What cannot be drawn is not drawn.
    let _ = write!(out, "{:.0}", state.per_sec());
}

fn verb(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Reading",
        Stage::Downloading => "Fetching",
        Stage::Embedding => "Embedding",
        Stage::Clustering => "Clustering",
        Stage::Describing => "Describing",
        Stage::Anchoring => "Placing",
        Stage::Comparing => "Comparing",
        Stage::Simulating => "Simulating",
    }
}

fn unit(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "files",
        Stage::Downloading => "KiB",
        Stage::Embedding => "segments",
        Stage::Clustering => "values",
        Stage::Describing => "candidates",
        Stage::Anchoring => "codings",
        Stage::Comparing => "figures",
        Stage::Simulating => "decisions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AsideKind;

    #[test]
    fn one_line_for_a_kind_of_fact_about_many_documents() {
        let notice = |about: &str, fact| Notice::about(about, fact);
        let aside = |n| NoticeFact::SetAside { n, what: AsideKind::Heading };
        let notices = [
            notice("a", aside(2)),
            notice("b", aside(3)),
            notice("c", aside(5)),
            notice("a", NoticeFact::SetAside { n: 1, what: AsideKind::Tail }),
            notice("b", NoticeFact::QuestionColumn { heading: "One".to_owned() }),
            notice("c", NoticeFact::QuestionColumn { heading: "Two".to_owned() }),
            notice("d", NoticeFact::QuestionColumn { heading: "Two".to_owned() }),
        ];
        let notices: Vec<&Notice> = notices.iter().collect();
        let lines = together(&notices, false);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("`a`, `b`, `c`") || lines[0].contains("a, b, c"), "{lines:?}");
        assert!(lines[0].contains("10 "), "{lines:?}");
        assert!(lines[2].contains("One") && lines[2].contains("-v shows each"), "{lines:?}");
        assert_eq!(together(&notices, true).len(), notices.len());
    }
}
