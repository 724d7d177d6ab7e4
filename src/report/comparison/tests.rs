use super::*;

/// Returns the text between the tags of the page's data.
fn data_of(page: &str) -> &str {
    let (_, from) = page.split_once(r#"<script type="application/json" id="view">"#).unwrap();
    from.split_once("</script>").unwrap().0
}

const VIEW: &str = r#"{"title": "balint.themata", "sides": [{"id": "a", "name": "Ann"}], "units": []}"#;

#[test]
fn the_page_asks_nothing_of_a_network() {
    let page = comparison_page("Two codings", VIEW);
    for way_out in [
        "http://",
        "https://",
        "src=",
        "href=",
        "url(",
        "@import",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "import(",
    ] {
        assert!(!page.contains(way_out), "{way_out} is in the page");
    }
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    assert!(page.contains(policy));
}

#[test]
fn words_are_never_read_as_markup() {
    for way_in in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "Function("]
    {
        assert!(!SCRIPT.contains(way_in), "{way_in} is in the script");
    }
    for closing in ["</script", "<!--"] {
        assert!(!SCRIPT.contains(closing), "{closing} would end the script or hide its end");
    }
    assert!(!STYLE.contains("</style"));
}

#[test]
fn data_that_looks_like_markup_stays_data() {
    let label = "</script><script>alert(1)</script><img src=x onerror=alert(2)><!-- \u{2028}\u{2029} {{script}} فارسی";
    let json = serde_json::json!({"units": [{"id": 1, "text": label}]}).to_string();
    let page = comparison_page("</title><b>&", &json);
    assert!(page.contains("<title>&lt;/title&gt;&lt;b&gt;&amp;</title>"));
    let data = data_of(&page);
    assert!(!data.contains(['<', '\u{2028}', '\u{2029}']), "{data}");
    let read: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(read["units"][0]["text"], label);
    // The page's own three elements only.
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("<img").count(), 0);
}

#[test]
fn an_empty_view_is_a_page() {
    let page = comparison_page("", "{}");
    assert_eq!(data_of(&page), "{}");
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains(STYLE.trim_end()) && page.contains(SCRIPT.trim_end()));
}

#[test]
fn every_place_of_the_template_is_filled() {
    let page = comparison_page("Two codings", VIEW);
    assert!(!page.contains("{{"), "a place is left, or the script or style holds a pair of braces");
    assert_eq!(data_of(&page), VIEW);
}
