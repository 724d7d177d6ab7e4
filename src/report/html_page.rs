//! A paper as one HTML file that loads nothing.

use super::markup::escaped;
use super::paper::{Block, Grid, Paper, TurnBlock, tint};
use crate::domain::is_right_to_left;

const STYLE: &str = include_str!("html_page.css");

/// Returns a paper as one self-contained HTML file without a script. All words are text, none are markup; each paragraph has the
/// direction of its first letter.
///
/// ```
/// use themata::report::{Block, Paper, html_page};
/// let paper = Paper { title: "A < B".to_owned(), blocks: vec![Block::Text("<i>".to_owned())], ..Paper::default() };
/// let page = html_page(&paper);
/// assert!(page.contains("<h1>A &lt; B</h1>") && page.contains(">&lt;i&gt;</p>"));
/// ```
#[must_use]
pub fn html_page(paper: &Paper) -> String {
    let title = escaped(&paper.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for block in &paper.blocks {
        page.push_str(&of_block(block));
        page.push('\n');
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn of_block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => {
            let level = level.clamp(&1, &3) + 1;
            format!("<h{level} dir=\"auto\">{}</h{level}>", escaped(text))
        }
        Block::Text(text) => format!("<p dir=\"auto\">{}</p>", escaped(text)),
        Block::Note(text) => format!("<p class=\"note\" dir=\"auto\">{}</p>", escaped(text)),
        Block::Quote { text, source } => format!(
            "<blockquote{}><p>{}</p><footer dir=\"auto\">{}</footer></blockquote>",
            direction(is_right_to_left(text)),
            escaped(text),
            escaped(source)
        ),
        Block::Grid(grid) => of_grid(grid),
        Block::Turn(turn) => of_turn(turn),
    }
}

fn direction(right_to_left: bool) -> &'static str {
    if right_to_left { " dir=\"rtl\"" } else { " dir=\"ltr\"" }
}

fn of_grid(grid: &Grid) -> String {
    let whole: u32 = grid.columns.iter().map(|column| column.share).sum::<u32>().max(1);
    let mut html = String::from("<table>\n<colgroup>");
    for column in &grid.columns {
        html += &format!("<col style=\"width:{:.1}%\">", 100.0 * f64::from(column.share) / f64::from(whole));
    }
    html.push_str("</colgroup>\n<thead><tr>");
    let class = |numbers: bool| if numbers { " class=\"number\"" } else { "" };
    for column in &grid.columns {
        html += &format!("<th dir=\"auto\"{}>{}</th>", class(column.numbers), escaped(&column.heading));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &grid.rows {
        html.push_str("<tr>");
        for (cell, column) in row.iter().zip(&grid.columns) {
            html += &format!("<td dir=\"auto\"{}>{}</td>", class(column.numbers), escaped(cell));
        }
        html.push_str("</tr>\n");
    }
    html + "</tbody>\n</table>"
}

fn of_turn(turn: &TurnBlock) -> String {
    let class = if turn.pale { "turn pale" } else { "turn" };
    let mut html = format!("<div class=\"{class}\"{}><div class=\"said\">", direction(turn.right_to_left));
    html += &format!("<p class=\"head\" dir=\"auto\">{}</p><p dir=\"auto\">", escaped(&turn.head));
    for piece in &turn.pieces {
        match &piece.colour {
            Some(colour) => {
                html += &format!(
                    "<mark style=\"background:#{};border-color:{colour}\">{}</mark>",
                    tint(colour),
                    escaped(&piece.text)
                );
            }
            None => html += &escaped(&piece.text),
        }
        for number in &piece.ends {
            html += &format!("<sup>{number}</sup>");
        }
    }
    html.push_str("</p></div><div class=\"margin\">");
    for note in &turn.notes {
        html += &format!(
            "<p dir=\"auto\" style=\"border-color:{}\"><b>{}</b> {}",
            note.colour,
            note.number,
            escaped(&note.label)
        );
        if !note.detail.is_empty() {
            html += &format!(" <small>{}</small>", escaped(&note.detail));
        }
        html.push_str("</p>");
    }
    html + "</div></div>"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{GridColumn, MarginNote, Piece};

    #[test]
    fn a_turn_has_its_codes_in_the_margin_and_its_direction() {
        let turn = TurnBlock {
            head: "3 · P1".to_owned(),
            right_to_left: true,
            pieces: vec![
                Piece { text: "شب ".to_owned(), ..Piece::default() },
                Piece { text: "<b>".to_owned(), colour: Some("#3f7fbf".parse().unwrap()), ends: vec![1] },
            ],
            notes: vec![MarginNote {
                number: 1,
                label: "Night & day".to_owned(),
                detail: String::new(),
                colour: "#3f7fbf".parse().unwrap(),
            }],
            ..TurnBlock::default()
        };
        let html = of_block(&Block::Turn(turn));
        assert!(html.starts_with("<div class=\"turn\" dir=\"rtl\">"), "{html}");
        assert!(html.contains("border-color:#3f7fbf\">&lt;b&gt;</mark><sup>1</sup>"), "{html}");
        assert!(html.contains("<b>1</b> Night &amp; day</p>"), "{html}");
    }

    #[test]
    fn a_table_has_the_widths_of_its_columns() {
        let grid = Grid {
            columns: vec![GridColumn::text("Code", 3), GridColumn::numbers("Codings", 1)],
            rows: vec![vec!["=1+1".to_owned(), "2".to_owned()]],
        };
        let html = of_block(&Block::Grid(grid));
        assert!(
            html.contains("width:75.0%") && html.contains("<td dir=\"auto\" class=\"number\">2</td>"),
            "{html}"
        );
    }
}
