//! Several threads of a server use one study.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::study::{at, read, reviewed};
use crate::domain::*;
use crate::project::{CompareRequest, ExportView, Project, ProjectError, QueueOrder, Reviewer, SuggestView};

// A server can send these from one thread to another.
#[test]
fn a_study_and_its_results_can_be_sent_to_another_thread() {
    fn sent<T: Send>() {}
    sent::<Project>();
    sent::<Reviewer>();
    sent::<Mutex<Reviewer>>();
    sent::<SuggestView>();
    sent::<ExportView>();
    sent::<ProjectError>();
    // A reviewer is used by one thread at a time: a lock lets threads share it.
    fn shared<T: Sync>() {}
    shared::<Mutex<Reviewer>>();
    shared::<Mutex<Project>>();
}

/// Checks what must hold in every state that a reader meets: the coder codes segments in pairs, each pair in one operation.
fn is_whole(reviewer: &mut Reviewer, coder: &CoderId) {
    reviewer.refresh().unwrap();
    let book = reviewer.codebook_view(coder, coder, None).unwrap();
    assert_eq!(book.codings.len() % 2, 0, "{} codings", book.codings.len());
    let log = reviewer.log_of(Some(coder), &Default::default()).unwrap().entries;
    // While coders are blind to each other, operations of another are counted and not shown.
    let n_operations: usize = log.iter().map(|entry| entry.n_hidden.max(1)).sum();
    assert_eq!(n_operations, reviewer.last_operation().0 as usize);
    assert!(
        log.iter().all(|entry| !entry.taken_back || entry.words.starts_with("coded")),
        "only codings are undone"
    );
}

#[test]
fn two_threads_share_a_reviewer_behind_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let (reviewer, ann, ben) = reviewed(folder.path());
    let reviewer = Mutex::new(reviewer);
    std::thread::scope(|scope| {
        for (coder, name) in [(&ann, "a"), (&ben, "b")] {
            let reviewer = &reviewer;
            scope.spawn(move || {
                for i in 0..20 {
                    let label = format!("{name}{i}");
                    reviewer
                        .lock()
                        .unwrap()
                        .say(coder, &format!(r#"{{"do":"create-code","label":"{label}"}}"#));
                    let coding = format!(r#"{{"do":"code","code":"{label}","segments":[1,2]}}"#);
                    reviewer.lock().unwrap().say(coder, &coding);
                    is_whole(&mut reviewer.lock().unwrap(), coder);
                }
            });
        }
    });
    let reviewer = reviewer.into_inner().unwrap();
    assert_eq!((reviewer.progress(&ann).n_codes, reviewer.progress(&ben).n_codes), (20, 20));
    assert_eq!(reviewer.verify().unwrap().n_operations, 3 + 80);
}

#[test]
fn one_thread_decides_while_others_read_with_reviewers_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, ann, ben) = reviewed(folder.path());
    let path = writer.path().to_owned();
    writer.say(&ben, r#"{"do":"create-code","label":"Rounds"}"#);
    writer.say(&ben, r#"{"do":"code","code":"Rounds","segments":[1,2]}"#);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (path, ann, ben, is_done) = (&path, &ann, &ben, &is_done);
                scope.spawn(move || {
                    let mut reviewer = Reviewer::open(path, None).unwrap();
                    let (mut n_looks, mut last) = (0, reviewer.last_operation());
                    while !is_done.load(Ordering::SeqCst) || n_looks == 0 {
                        is_whole(&mut reviewer, ann);
                        assert!(reviewer.last_operation() >= last, "the last operation never goes back");
                        last = reviewer.last_operation();
                        // Lists of all kinds, of a state that another thread goes on changing.
                        reviewer.verify().unwrap();
                        reviewer.queue(ann, QueueOrder::Telling).unwrap();
                        reviewer.segments(reviewer.state.view(ann), &[SegmentId(1), SegmentId(15)]).unwrap();
                        let request =
                            CompareRequest { coders: vec![ben.clone()], ..CompareRequest::default() };
                        reviewer.compare(ben, &request, &NoProgress).unwrap();
                        // Opening the study in between shows a complete state, too.
                        Project::open(path).unwrap().candidates(None).unwrap();
                        n_looks += 1;
                    }
                    (n_looks, reviewer.refresh().map(|()| reviewer.progress(ann).n_codes).unwrap())
                })
            })
            .collect();
        for i in 0..40 {
            writer.say(&ann, &format!(r#"{{"do":"create-code","label":"a{i}"}}"#));
            writer.say(
                &ann,
                &format!(r#"{{"do":"code","code":"a{i}","segments":[{},{}]}}"#, i % 14 + 1, i % 14 + 2),
            );
            if i % 5 == 4 {
                writer.undo(&ann, None, &at(3)).unwrap();
                writer.redo(&ann, None, &at(4)).unwrap();
            }
        }
        let refused = writer.decide(&ann, &read(r#"{"do":"reject","candidate":99}"#), None, &at(5));
        assert!(refused.is_err());
        is_done.store(true, Ordering::SeqCst);
        for reader in readers {
            let (n_looks, n_codes) = reader.join().unwrap();
            assert!(n_looks > 0);
            assert_eq!(n_codes, 40, "no decision is lost");
        }
    });
    assert_eq!(writer.verify().unwrap().n_operations, 3 + 2 + 80 + 16);
}
