//! Processes that are killed during a decision.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::study;

/// So many processes are killed before they end.
const KILLS: u32 = 500;
/// Longer than this it does not take, however slow the machine; then it says how many there were.
const BUDGET: Duration = Duration::from_secs(90);

/// Starts decisions, one after the other, and kills them at random moments. Whatever was acknowledged must be there, nothing
/// may be there by half, and the chain must hold.
#[test]
fn a_process_killed_at_any_moment_leaves_whole_decisions() {
    let place = study();
    let program = assert_cmd::cargo::cargo_bin!("themata");
    let start = |args: &[String]| {
        let mut command = Command::new(program);
        command
            .current_dir(place.path())
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let began = Instant::now();
    let (mut kills, mut n, mut random) = (0, 0_u32, 0x9E37_79B9_7F4A_7C15_u64);
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    // How long a decision takes when nobody kills it, of late.
    let mut usual = Duration::from_millis(100);
    while kills < KILLS && began.elapsed() < BUDGET {
        n += 1;
        let reason = format!("#{n}");
        let mut args: Vec<String> = match n % 3 {
            0 => [
                "candidate",
                "move",
                "-p",
                "s.themata",
                "--segments",
                &(n % 40 + 1).to_string(),
                "--to",
                "new",
            ]
            .map(str::to_owned)
            .into(),
            1 if n % 2 == 0 => ["memo", "write", "-p", "s.themata", "a memo"].map(str::to_owned).into(),
            1 => ["candidate", "rename", "-p", "s.themata", "A", &format!("named {n}")]
                .map(str::to_owned)
                .into(),
            _ => {
                let line = |what: &str| format!("{{{what}, \"reason\": \"{reason}\"}}\n");
                let lines =
                    line(&format!("\"do\": \"rename\", \"candidate\": \"B\", \"label\": \"called {n}\""))
                        + &line(&format!("\"do\": \"create-code\", \"label\": \"code {n}\""))
                        + &line(&format!(
                            "\"do\": \"code\", \"code\": \"code {n}\", \"segments\": [1, 2, 3]"
                        ));
                place.write("d.jsonl", lines);
                ["apply", "-p", "s.themata", "d.jsonl"].map(str::to_owned).into()
            }
        };
        if n % 3 != 2 {
            args.extend(["--reason".to_owned(), reason.clone()]);
        }
        args.push("--json".to_owned());
        let started = Instant::now();
        let mut child = start(&args);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = usual.mul_f64((random >> 11) as f64 / (1_u64 << 53) as f64 * 1.15);
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if started.elapsed() >= moment {
                break None;
            }
            std::thread::sleep(Duration::from_micros(200));
        };
        if ended.is_none() {
            child.kill().unwrap();
            kills += 1;
        } else {
            usual = (usual * 7 + started.elapsed()) / 8;
        }
        let status = child.wait().unwrap();
        let (mut said, mut problem) = (String::new(), String::new());
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        child.stderr.take().unwrap().read_to_string(&mut problem).unwrap();
        // A whole result is an acknowledgement, even if the process was killed after it.
        if status.success() || serde_json::from_str::<serde_json::Value>(&said).is_ok() {
            acknowledged.insert(reason);
        } else {
            assert!(ended.is_none(), "{args:?} failed by itself: {problem}");
        }
        if n % 100 == 0 {
            place.ok(&["log", "verify", "-p", "s.themata"]);
        }
    }
    let log = place.json(&["log", "-p", "s.themata", "--json"]);
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for entry in log["entries"].as_array().unwrap() {
        if let Some(reason) = entry["reason"].as_str() {
            *found.entry(reason.to_owned()).or_default() += 1;
        }
    }
    for reason in &acknowledged {
        assert!(found.contains_key(reason), "{reason} was acknowledged and is not there");
    }
    for (reason, times) in &found {
        let whole = if reason[1..].parse::<u32>().unwrap() % 3 == 2 { 3 } else { 1 };
        assert_eq!(*times, whole, "{reason} is there by half");
    }
    let verified = place.json(&["log", "verify", "-p", "s.themata", "--json"]);
    assert_eq!(verified["n_operations"], log["entries"].as_array().unwrap().len());
    println!(
        "{kills} of {n} processes were killed in {:.0} s; {} decisions were acknowledged, {} are there",
        began.elapsed().as_secs_f64(),
        acknowledged.len(),
        found.len()
    );
    assert!(kills >= KILLS || began.elapsed() >= BUDGET);
    assert!(!acknowledged.is_empty() && found.len() < n as usize, "kills hit before and after the decision");
}
