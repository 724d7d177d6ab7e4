//! Cells that hold a speaker and a time: `I 00:03`, `00:11 Ben`, `#00:00:03-0#` below the name.

use super::look::is_time;

/// The longest name, in words and in characters.
const LONGEST_NAME: (usize, usize) = (5, 40);

/// Splits a cell into the name and the time; `None` if it does not hold both.
fn split(cell: &str) -> Option<(String, String)> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let is_stamp = |word: &&&str| is_time(word) || matches!(**word, "-" | "–" | "—" | "-->");
    let n_before = words.iter().take_while(is_stamp).count();
    let n_after = words[n_before..].iter().rev().take_while(is_stamp).count();
    let (name, time) = match (n_before, n_after) {
        (0, n) => words.split_at(words.len() - n),
        (n, 0) => (&words[n..], &words[..n]),
        _ => return None,
    };
    let time = time.iter().find(|word| is_time(word))?;
    let name = name.join(" ");
    let n_words = name.split(' ').count();
    let is_name = name.chars().any(char::is_alphanumeric)
        && n_words <= LONGEST_NAME.0
        && name.chars().count() <= LONGEST_NAME.1;
    is_name.then(|| (name, (*time).to_owned()))
}

/// Returns the rows with the times in a further column, if a column holds speakers with times and no other holds times.
pub(super) fn times_apart(rows: &[Vec<String>]) -> Option<Vec<Vec<String>>> {
    let n_columns = rows.first()?.len();
    // Most tables have no such cell.
    let filled =
        |column: usize| rows.iter().map(move |row| row[column].trim()).filter(|cell| !cell.is_empty());
    let most = |n: usize, column: usize| n > 1 && n * 3 >= filled(column).count() * 2;
    let is_stamped = |column: &usize| {
        let short = |cell: &&str| cell.len() <= 120;
        most(filled(*column).filter(short).filter(|cell| split(cell).is_some()).count(), *column)
    };
    let stamped = (0..n_columns).find(is_stamped)?;
    if (0..n_columns).any(|column| most(filled(column).filter(|cell| is_time(cell)).count(), column)) {
        return None;
    }
    let apart = |(i, row): (usize, &Vec<String>)| {
        let mut row = row.clone();
        let (name, time) = match split(&row[stamped]) {
            Some(found) => found,
            // The heading of a column that was not there.
            None if i == 0 && !row[stamped].trim().is_empty() => (row[stamped].clone(), "Time".to_owned()),
            None => (row[stamped].clone(), String::new()),
        };
        row[stamped] = name;
        row.push(time);
        row
    };
    Some(rows.iter().enumerate().map(apart).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_time_are_told_apart() {
        for cell in ["I 00:03", "00:03 I", "I\n00:03", "[00:03]\nI", "I 00:03 - 00:09", "00:03 --> 00:09 I"] {
            assert_eq!(split(cell).map(|(name, _)| name).as_deref(), Some("I"), "{cell:?}");
        }
        assert_eq!(split("B: #00:00:11-0#"), Some(("B:".to_owned(), "#00:00:11-0#".to_owned())));
        for cell in ["00:03", "Ann", "", "0:03 Ann 0:09", "0:03 and then we went to the sea with all of them"]
        {
            assert_eq!(split(cell), None, "{cell:?}");
        }
    }

    #[test]
    fn times_beside_have_a_column_already() {
        let rows = |cells: [&str; 3]| vec![cells.map(str::to_owned).to_vec(); 3];
        assert_eq!(times_apart(&rows(["0:01", "Ann 0:01", "So."])), None);
        assert_eq!(times_apart(&rows(["1", "Ann 0:01", "So."])).unwrap()[0], ["1", "Ann", "So.", "0:01"]);
    }
}
