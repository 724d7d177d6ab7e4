//! Models: added, listed, checked, removed, used; and fetched from a hub, which a server of this test plays.

use std::path::Path;

use super::{TestFolder, balint};

fn tiny(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/tiny").join(name).display().to_string()
}

const SHELF: [&str; 2] = ["--models-dir", "models"];

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &SHELF].concat()
}

#[test]
fn a_model_is_added_listed_checked_used_and_removed() {
    let place = TestFolder::new();
    let listed = place.json(&with(&["model", "list", "--json"]));
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["name"], "all-MiniLM-L6-v2");

    let said = place.ok(&with(&["model", "add", &tiny("mpnet-mean")]));
    assert!(said.contains("mpnet-mean") && said.contains("24 values"), "{said}");
    place.ok(&with(&["model", "add", &tiny("bert-dense"), "--name", "small"]));
    let listed = place.json(&with(&["model", "list", "--json"]));
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["all-MiniLM-L6-v2", "mpnet-mean", "small"]);
    assert_eq!(listed[2]["dim"], 20);

    let check = place.json(&with(&["model", "check", "small", "--json"]));
    assert_eq!(check["passed"], true);
    assert_eq!(check["paths"][0]["path"], "packed portable f32");
    // Rounding to bfloat16 may cost a model more than another: it is said, and no failure.
    place.ok(&with(&["model", "add", &tiny("xlm-roberta-cls")]));
    assert_eq!(place.json(&with(&["model", "check", "xlm-roberta-cls", "--json"]))["passed"], true);
    place.ok(&with(&["model", "remove", "xlm-roberta-cls"]));
    assert!(check["paths"][0]["least_cosine"].as_f64().unwrap() >= 0.999_999);

    place.ok(&with(&["suggest", &balint(), "--model", "mpnet-mean", "--project", "s.themata"]));
    place.ok(&with(&["model", "remove", "small"]));
    let message = place.refused(5, &with(&["suggest", &balint(), "--model", "small"]));
    assert!(message.contains("no model named small") && message.contains("mpnet-mean"), "{message}");
    assert!(!place.path().join("models/small").exists());
}

#[test]
fn the_bundled_model_passes_its_check_and_says_which_languages_it_knows() {
    let place = TestFolder::new();
    let check = place.json(&with(&["model", "check", "--json"]));
    assert_eq!(check["passed"], true);
    assert!(check["changed_files"].as_array().unwrap().is_empty());
    let persian =
        check["languages"].as_array().unwrap().iter().find(|l| l["language"] == "Persian").unwrap().clone();
    assert!(persian["n_right"].as_u64().unwrap() <= 4, "this model was made for English: {persian}");
    let said = place.ok(&with(&["model", "check"]));
    assert!(said.contains("Persian") && said.contains("does not know it"), "{said}");
}

#[test]
fn a_record_that_was_edited_is_listed_as_far_as_it_goes() {
    let place = TestFolder::new();
    place.ok(&with(&["model", "add", &tiny("bert-mean")]));
    let file = place.path().join("models/bert-mean/themata-model.json");
    let mut record: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    record["sha256"] = "é".into();
    record["source"] =
        serde_json::json!({"kind": "hub", "hub": "http://hub", "id": "a/b", "revision": "main"});
    std::fs::write(&file, record.to_string()).unwrap();
    let said = place.ok(&with(&["model", "list"]));
    assert!(said.contains("http://hub/a/b at main; sha256 é"), "{said}");
}

#[test]
fn a_changed_model_fails_its_check() {
    let place = TestFolder::new();
    place.ok(&with(&["model", "add", &tiny("bert-mean")]));
    let file = place.path().join("models/bert-mean/model.safetensors");
    let mut bytes = std::fs::read(&file).unwrap();
    let n = bytes.len();
    bytes[n - 4000..].fill(0);
    std::fs::write(&file, bytes).unwrap();
    let output = place.run(&with(&["model", "check", "bert-mean"]));
    assert_eq!(output.status.code(), Some(5));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("model.safetensors has changed"), "{said}");
}

#[test]
fn what_is_no_model_is_refused_and_nothing_is_kept() {
    let place = TestFolder::new();
    for (args, says) in [
        (&["model", "add", "nowhere"][..], &["nowhere", "modules.json", "cannot be read"][..]),
        (&["model", "add", &balint()], &["modules.json", "cannot be read"]),
        (&["model", "add", &tiny("bert-mean"), "--name", "../x"], &["../x", "cannot name a model"]),
        (&["model", "add", &tiny("bert-mean"), "--name", "all-MiniLM-L6-v2"], &["already", "--name"]),
        (&["model", "remove", "all-MiniLM-L6-v2"], &["all-MiniLM-L6-v2 is built into the program"]),
        (&["model", "check", "other"], &["no model named other", "all-MiniLM-L6-v2"]),
    ] {
        let message = place.refused(5, &with(args));
        for word in says {
            assert!(message.contains(word), "{message}");
        }
    }
    place.ok(&with(&["model", "add", &tiny("bert-mean")]));
    let message = place.refused(5, &with(&["model", "add", &tiny("bert-mean")]));
    assert!(message.contains("already"), "{message}");
    let left: Vec<_> = std::fs::read_dir(place.path().join("models")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn how_a_model_is_run_is_refused_where_it_cannot_be() {
    let place = TestFolder::new();
    let balint = balint();
    for (args, says) in [
        (&["suggest", &balint, "--precision", "bf16", "--kernel", "portable"][..], "f32 only"),
        (&["suggest", &balint, "--device", "cuda:0"], "cuda:0"),
        (&["suggest", &balint, "--prompt-name", "query"], "no prompt named query"),
    ] {
        let message = place.refused(2, args);
        assert!(message.contains(says), "{message}");
    }
    if !cfg!(feature = "rust-bert") {
        let message = place.refused(2, &["suggest", &balint, "--engine", "rust-bert"]);
        assert!(message.contains("feature `rust-bert`") && message.contains("--engine packed"), "{message}");
    }
}

#[cfg(feature = "download")]
mod hub {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::path::PathBuf;

    use serde_json::{Value, json};
    use sha2::{Digest, Sha256};

    use super::{TestFolder, tiny, with};

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    /// Serves the files of a folder as a hub does; `change` may alter the listing.
    fn serve(folder: PathBuf, change: fn(&mut Vec<Value>)) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = String::new();
                let mut lines = BufReader::new(&stream);
                lines.read_line(&mut request).unwrap();
                let mut line = String::new();
                while lines.read_line(&mut line).unwrap() > 2 {
                    line.clear();
                }
                let path = request.split(' ').nth(1).unwrap().to_owned();
                let body = answer(&folder, &path, change);
                let (status, body) = body.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            }
        });
        address
    }

    fn answer(folder: &std::path::Path, path: &str, change: fn(&mut Vec<Value>)) -> Option<Vec<u8>> {
        if path == "/api/models/some/tiny/revision/main?blobs=true" {
            let mut siblings = Vec::new();
            for name in [
                "modules.json",
                "config.json",
                "sentence_bert_config.json",
                "tokenizer.json",
                "model.safetensors",
                "1_Pooling/config.json",
                "config_sentence_transformers.json",
            ] {
                let bytes = std::fs::read(folder.join(name)).unwrap();
                let mut sibling = json!({"rfilename": name, "size": bytes.len()});
                if name == "model.safetensors" {
                    sibling["lfs"] = json!({"sha256": format!("{:x}", Sha256::digest(&bytes))});
                }
                siblings.push(sibling);
            }
            change(&mut siblings);
            return Some(serde_json::to_vec(&json!({"sha": COMMIT, "siblings": siblings})).unwrap());
        }
        let file = path.strip_prefix(&format!("/some/tiny/resolve/{COMMIT}/"))?;
        std::fs::read(folder.join(file)).ok()
    }

    fn add<'a>(hub: &'a str, id: &'a str) -> Vec<&'a str> {
        with(&["model", "add", "--download", id, "--hub", hub])
    }

    #[test]
    fn a_model_is_fetched_at_one_commit_and_is_the_one_served() {
        let place = TestFolder::new();
        let hub = serve(tiny("xlm-roberta-cls").into(), |_| {});
        let said = place.ok(&add(&hub, "some/tiny"));
        assert!(said.contains(&COMMIT[..12]) && said.contains("some/tiny"), "{said}");
        place.ok(&with(&["model", "add", &tiny("xlm-roberta-cls"), "--name", "local"]));
        let listed = place.json(&with(&["model", "list", "--json"]));
        assert_eq!(listed[2]["source"]["revision"], COMMIT);
        assert_eq!(listed[1]["sha256"], listed[2]["sha256"], "fetched and local are the same model");
    }

    #[test]
    fn what_is_not_what_was_announced_is_not_added() {
        let folder = PathBuf::from(tiny("xlm-roberta-cls"));
        let other_hash: fn(&mut Vec<Value>) = |files| files[4]["lfs"] = json!({"sha256": "00".repeat(32)});
        let other_size: fn(&mut Vec<Value>) = |files| files[3]["size"] = json!(1);
        let no_weights: fn(&mut Vec<Value>) = |files| files[4]["rfilename"] = json!("pytorch_model.bin");
        let no_modules: fn(&mut Vec<Value>) = |files| drop(files.remove(0));
        for (change, says) in [
            (other_hash, "is not the announced one"),
            (other_size, "1 were announced"),
            (no_weights, "Only safetensors"),
            (no_modules, "not a sentence-transformer"),
        ] {
            let place = TestFolder::new();
            let hub = serve(folder.clone(), change);
            let message = place.refused(5, &add(&hub, "some/tiny"));
            assert!(message.contains(says), "{message}");
            assert_eq!(std::fs::read_dir(place.path().join("models")).map_or(0, Iterator::count), 0);
        }
    }

    #[test]
    fn a_hub_that_is_not_there_or_not_safe_is_refused() {
        let place = TestFolder::new();
        let hub = serve(tiny("xlm-roberta-cls").into(), |_| {});
        for (hub, id, says) in [
            (hub.as_str(), "some/other", "no such model"),
            ("http://127.0.0.1:9", "some/tiny", "cannot be reached"),
            ("http://example.org", "some/tiny", "https://"),
            (&hub, "../../etc", "names no model"),
        ] {
            let message = place.refused(5, &add(hub, id));
            assert!(message.contains(says), "{message}");
        }
    }
}
