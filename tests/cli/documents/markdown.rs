//! What the tests need of a page of Markdown: its fenced blocks, links and anchors.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A fenced block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// What stands behind the opening fence, as `sh no-run`.
    pub(crate) info: String,
    /// Its lines with their numbers in the page, from 1.
    pub(crate) lines: Vec<(usize, String)>,
}

/// Returns the fenced blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut is_inside = false;
    for (event, at) in events(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                found.push(Block { info: info.trim().to_owned(), lines: Vec::new() });
                is_inside = true;
            }
            Event::Text(text) if is_inside => {
                let first = line_of(page, at.start);
                let lines = &mut found.last_mut().unwrap().lines;
                lines.extend(text.lines().enumerate().map(|(i, line)| (first + i, line.to_owned())));
            }
            Event::End(TagEnd::CodeBlock) => is_inside = false,
            _ => {}
        }
    }
    found
}

/// Returns where the links and pictures of a page lead, each with the number of its line.
pub(crate) fn links(page: &str) -> Vec<(usize, String)> {
    events(page)
        .filter_map(|(event, at)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some((line_of(page, at.start), dest_url.into_string()))
            }
            _ => None,
        })
        .collect()
}

/// Returns the anchors of a page: those of its headings, as GitHub makes them, and each `id="…"`.
pub(crate) fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<String> = None;
    for (event, _) in events(page) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap());
                let n = taken.entry(slug.clone()).or_default();
                anchors.insert(if *n == 0 { slug } else { format!("{slug}-{n}") });
                *n += 1;
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                anchors.extend(html.split("id=\"").skip(1).filter_map(|rest| {
                    let (id, _) = rest.split_once('"')?;
                    Some(id.to_owned())
                }));
            }
            _ => {}
        }
    }
    anchors
}

/// Returns the anchor that GitHub gives to a heading.
pub(crate) fn slug(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading.trim().to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn events(page: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES).into_offset_iter()
}

fn line_of(page: &str, offset: usize) -> usize {
    1 + page[..offset].matches('\n').count()
}

#[test]
fn blocks_have_their_info_and_their_lines() {
    let page = "# A page\n\n```sh\nthemata show -p s.themata\n\nls\n```\n\n1. in a list\n\n   ```sh no-run\n   themata x\n   ```\n\n```\nno info\n```\n\n    themata indented\n";
    let line = |n: usize, text: &str| (n, text.to_owned());
    assert_eq!(
        blocks(page),
        [
            Block {
                info: "sh".to_owned(),
                lines: vec![line(4, "themata show -p s.themata"), line(5, ""), line(6, "ls")]
            },
            Block { info: "sh no-run".to_owned(), lines: vec![line(12, "themata x")] },
            Block { info: String::new(), lines: vec![line(16, "no info")] },
        ]
    );
}

#[test]
fn anchors_are_those_of_github() {
    let page = "# For scripts\n\n## `suggest --json`: what it prints\n\n## For scripts\n\n<a id=\"of-hand\"></a>\n\n### Fälle_2\n";
    let expected = ["for-scripts", "for-scripts-1", "fälle_2", "of-hand", "suggest---json-what-it-prints"];
    assert_eq!(anchors(page).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn links_have_their_lines() {
    let page = "See [a](b.md#c),\n![a picture](p.png) and [by name][x].\n\n`[code](no.md)`\n\n[x]: https://example.org\n";
    let found: Vec<(usize, String)> = links(page);
    assert_eq!(
        found,
        [(1, "b.md#c".to_owned()), (2, "p.png".to_owned()), (2, "https://example.org".to_owned())]
    );
}
