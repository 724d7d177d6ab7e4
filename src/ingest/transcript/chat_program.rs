//! Messages of a chat that its program wrote in the name of a sender.

use std::sync::LazyLock;

use regex::Regex;

use super::label::is_blank;

/// The mark that the program for iPhones sets before its own words, in all languages.
const MARK: char = '\u{200e}';

/// A message of which only the kind is kept, a file, a call, or news of another message; always the whole message.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = "image|photo|video|video note|audio|voice message|sticker|gif|document|media|contact card|location|\
        bild|foto|videonachricht|sprachnachricht|dokument|medien|kontakt|\
        vidéo|médias?|imagen|vídeo|documento|multimedia|immagine|\
        تصویر|ویدیو|صدا|سند|رسانه";
    let gone = "omitted|weggelassen|ausgeschlossen|omise?|omitid[oa]|omess[oa]|حذف شد";
    let attached = "file attached|datei angehängt|fichier joint|archivo adjunto|file allegato";
    let deleted = "this message was deleted|you deleted this message|diese nachricht wurde gelöscht|\
        du hast diese nachricht gelöscht|ce message a été supprimé|vous avez supprimé ce message|\
        este mensaje fue eliminado|se eliminó este mensaje|eliminaste este mensaje|\
        questo messaggio è stato eliminato|hai eliminato questo messaggio|این پیام حذف شد";
    Regex::new(&format!(
        r#"(?i)^(?:(?:{kinds}) (?:{gone})|\S+\.\w{{2,5}} \((?:{attached})\)|(?:{deleted})|missed (?:voice|video) call(?: at .{{1,12}})?|reacted to ["“].*["”] with \S+|removed an? \S+ reaction from ["“].*["”])\.?$"#
    ))
    .expect("the pattern is constant")
});

/// Tells whether a message is the program's: `<Media omitted>`, `This message was deleted`. `before` is the text before the message.
///
/// A message with the mark is the program's if it is one line, and nothing in that line is written from right to left: people who write so
/// type the mark too. A file can have a caption in the next line.
pub(super) fn is_of_program(before: &str, message: &str) -> bool {
    let words = message.trim_matches(is_blank);
    let is_bracketed = words.starts_with('<') && words.ends_with('>') && !words[1..].contains('<');
    let is_marked = before.ends_with(MARK)
        && !words.contains('\n')
        && !before.rsplit('\n').next().unwrap_or_default().chars().chain(words.chars()).any(is_leftward);
    is_bracketed || is_marked || WHOLE.is_match(words)
}

/// Tells whether a letter is of a script that is written from right to left.
fn is_leftward(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{0590}'..='\u{08ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_messages_are_the_programs() {
        for written in [
            "<Media omitted>",
            "image omitted",
            "Bild weggelassen",
            "Medien ausgeschlossen",
            "imagen omitida",
            "IMG-20260311-WA0001.jpg (file attached)",
            "Reacted to \"The bees, I think\" with 👍",
            "Removed a 👍 reaction from “The bees”",
            "This message was deleted.",
            "Missed voice call at 10:02",
        ] {
            assert!(is_of_program("", written), "{written}");
        }
        for said in [
            "Ich fühlte mich ausgeschlossen.",
            "Das habe ich weggelassen.",
            "Me sentí omitida.",
            "Nothing was omitted.",
            "Missed voice calls from my boss made me anxious",
            "This message was deleted by mistake, I had written that we left.",
            "Removed a tooth",
            "IMG-1.jpg (file attached)\nThis is my caption",
            "Look <here>, it is omitted",
        ] {
            assert!(!is_of_program("", said), "{said}");
        }
        assert!(is_of_program("Remi: \u{200e}", "Votre code de sécurité a changé."));
        assert!(!is_of_program("Remi: \u{200e}", "Zoom خوب بود"));
        assert!(!is_of_program("رمی: \u{200e}", "Zoom"));
        assert!(!is_of_program("Remi: \u{200e}", "POLL:\nWhich day suits you?"));
    }
}
