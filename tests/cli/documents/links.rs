//! Every relative link of the documents leads to a file of the project, and its anchor to a heading of that file.

use super::{Page, is_markdown, markdown, pages_in, root};

/// Where the documents lie.
const FOLDERS: [&str; 8] =
    ["", "benches", "data", "docs", "models", "tests", "tests/fixtures", "tests/oracle"];

/// Returns what is wrong with the links of a page.
fn dead_links(page: &Page) -> Vec<String> {
    let file = root().join(&page.name);
    let folder = file.parent().unwrap();
    let is_in = |text: &str, anchor: &str| markdown::anchors(text).contains(anchor);
    let is_elsewhere = |link: &str| link.contains("://") || link.starts_with("mailto:");
    let links = markdown::links(&page.text).into_iter().filter(|(_, link)| !is_elsewhere(link));
    links
        .filter_map(|(line, link)| {
            let problem = |problem: &str| Some(format!("{}:{line}: {link}: {problem}", page.name));
            let (path, anchor) = link.split_once('#').map_or((&*link, None), |(path, a)| (path, Some(a)));
            if path.is_empty() {
                return if is_in(&page.text, anchor.unwrap_or_default()) {
                    None
                } else {
                    problem("there is no such heading")
                };
            }
            let Ok(target) = folder.join(path).canonicalize() else {
                return problem("there is no such file");
            };
            if !target.starts_with(root().canonicalize().unwrap()) {
                return problem("the file is outside the project");
            }
            let anchor = anchor.filter(|_| is_markdown(&target))?;
            let text = std::fs::read_to_string(target).unwrap();
            if is_in(&text, anchor) { None } else { problem("there is no such heading") }
        })
        .collect()
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let pages = pages_in(&FOLDERS);
    assert!(pages.iter().any(|page| page.name == "README.md"));
    let dead: Vec<String> = pages.iter().flat_map(dead_links).collect();
    assert!(dead.is_empty(), "links that lead nowhere:\n{}", dead.join("\n"));
}

#[test]
fn dead_links_are_named_with_their_line() {
    let text = "# Here\n\n[good](#here) [bad](#there) [web](https://example.org/#x)\n[file](../README.md) [folder](../data)\n\
                [no file](nowhere.md) [no heading](../README.md#nowhere-at-all) [out](../../)\n";
    let page = Page { name: "docs/page.md".to_owned(), text: text.to_owned() };
    assert_eq!(
        dead_links(&page),
        [
            "docs/page.md:3: #there: there is no such heading",
            "docs/page.md:5: nowhere.md: there is no such file",
            "docs/page.md:5: ../README.md#nowhere-at-all: there is no such heading",
            "docs/page.md:5: ../../: the file is outside the project",
        ]
    );
}
