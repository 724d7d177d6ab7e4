//! The page of a comparison: one HTML file with its data, styles and script; it loads nothing from a network.

use super::markup::escaped;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// The parts of the script by topic, each after those that it uses; together they are one script.
const SCRIPT: &str = concat!(
    include_str!("view.js"),
    include_str!("grid.js"),
    include_str!("segments.js"),
    include_str!("figures.js"),
    include_str!("page.js"),
);

/// Returns the page that shows a comparison, as one self-contained HTML file.
///
/// `title` is the title of the window. `json` is the comparison's view as JSON: the sides, the pairs with their grids and
/// figures, and the units with their words and readings. The page leaves out what is missing or null. Nothing in the view is
/// read as markup: the file has `\u003c` for `<`, and the script sets all words as text.
///
/// ```
/// let page = themata::report::comparison::comparison_page("Two codings", r#"{"title": "a < b"}"#);
/// assert!(page.starts_with("<!doctype html>"));
/// assert!(page.contains(r#"{"title": "a \u003c b"}"#));
/// ```
#[must_use]
pub fn comparison_page(title: &str, json: &str) -> String {
    let title = escaped(title);
    let data = escaped_json(json);
    let mut page = String::with_capacity(PAGE.len() + STYLE.len() + SCRIPT.len() + data.len() + title.len());
    let mut rest = PAGE;
    // The template is read once, so that braces inside the data are never taken for a placeholder.
    while let Some((before, (place, after))) =
        rest.split_once("{{").and_then(|(before, from)| Some((before, from.split_once("}}")?)))
    {
        page.push_str(before);
        page.push_str(match place {
            "title" => &title,
            "style" => STYLE.trim_end(),
            "data" => &data,
            "script" => SCRIPT.trim_end(),
            _ => "",
        });
        rest = after;
    }
    page.push_str(rest);
    page
}

/// Escapes JSON so that it ends no element and breaks no line of a script. All three characters occur only inside strings.
fn escaped_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests;
