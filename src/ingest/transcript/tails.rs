//! Lines that recording programs and transcribers write around an interview: that it ended, who wrote it down, with what.

use std::sync::LazyLock;

use regex::Regex;

/// The lines at the end of a text among which tails are looked for.
pub(super) const REACH: usize = 12;

const CLOCK: &str = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?";

/// Words of which each of those sentences has one.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)transcri|transkri|trascri|generated|created|exported|longer than|subt|sous-tit|untertit|sottotit")
        .expect("the pattern is constant")
});

/// Sentences that only programs write, wherever they stand.
static PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        // Google Meet.
        r"trans(?:cription|kription|cripción|crição|crizione|kript)\b.{0,30}?\s(?:ended|beendet|terminée|finalizó|terminada|terminata|endete)?\s?(?:after|nach|après|después de|dopo)?\s*CLOCK",
        r"(?:this|dieses) (?:editable transcript|bearbeitbare transkript) (?:was|wurde) .{0,160}",
        r"(?:cette|esta|questa) (?:transcription|transcripción|trascrizione) modifi.{0,200}|esta transcripción editable .{0,200}",
        // Teams.
        r"[^\s:][^:]{0,60}? (?:started|stopped) (?:the )?transcription",
        r"[^\s:][^:]{0,60}? hat die transkription (?:gestartet|beendet|angehalten)",
        r"[^\s:][^:]{0,60}? a (?:démarré|commencé|arrêté) la transcription",
        r"[^\s:][^:]{0,60}? (?:inició|detuvo|ha iniciado|ha detenido) la transcripción",
        r"[^\s:][^:]{0,60}? ha (?:avviato|interrotto|arrestato) la trascrizione",
        // Otter, Rev, TurboScribe and others.
        r"transcribed by\s+(?:https?://)?\S+\.\S+",
        r"(?:transcribed|transcript|transcription|generated|created|exported) (?:by|with|using|from) (?:https?://)?(?:www\.)?(?:otter|rev|sonix|trint|descript|happy ?scribe|turboscribe|noscribe|temi|verbit|amberscript|fireflies|whisper|f4x?|atrain|gotranscript|typeit|zoom|teams|google meet)\b.{0,80}",
        r"(?:transcrito|transcrit|trascritto|transkribiert) (?:por|par|da|mit|von) (?:https?://)?(?:www\.)?(?:otter|rev|sonix|trint|descript|happy ?scribe|turboscribe|noscribe|amberscript|whisper|f4x?|atrain)\b.{0,120}",
        // What Whisper writes into silence.
        r"(?:subtitles?|sous-titres|sous-titrage|subtítulos|sottotitoli|untertitel)\b.{0,80}\b(?:amara\.org|zdf\b.{0,40}|ard\b.{0,40}|radio-canada|qtss)",
        r"this transcript was exported on .{0,120}",
        r"this file is longer than \d+ minutes\. .{0,160}",
    ];
    whole(&patterns.join("|"))
});

/// Sentences that end an interview, which somebody may also say in it.
static END: LazyLock<Regex> = LazyLock::new(|| {
    let thing = "interview|recording|recorded material|recorded interview|transcript|transcription|audio|audio file|audio recording|tape|file|conversation|focus group|discussion|session";
    let german = "interviews?|aufnahme|transkripts?|transkription|aufzeichnung|gesprächs?|gruppendiskussion";
    let french = "l['’]entretien|l['’]interview|l['’]enregistrement|la transcription|la conversation";
    let spanish = "la entrevista|la grabación|la transcripción|la conversación|el audio";
    let italian = "dell['’]intervista|della registrazione|della trascrizione|della conversazione";
    let patterns = [
        format!("(?:the )?(?:end|conclusion|close) of (?:the )?(?:{thing})"),
        format!(
            "(?:the )?(?:{thing}) (?:ends?|ended|concludes|concluded|stops|stopped|finishes|finished|over|is over|was concluded)(?: here)?"
        ),
        "whereupon,? .{0,120}(?:concluded|adjourned|ended).{0,40}".to_owned(),
        format!("ende (?:des |der )?(?:{german})"),
        format!("(?:{german}) (?:endet|beendet|zu ende)"),
        format!("fin de (?:{french})"),
        format!("fin(?:al)? de (?:{spanish})"),
        format!("fine (?:{italian}|intervista|registrazione|trascrizione|conversazione)"),
        "پایان (?:مصاحبه|گفت‌وگو|گفتگو|ضبط|فایل|متن)".to_owned(),
    ];
    whole(&patterns.join("|"))
});

/// Returns a pattern for a whole line, whatever heading signs, emphasis, brackets and times are around it.
fn whole(pattern: &str) -> Regex {
    let pattern = format!(
        r"(?i)^[\s#>*_\[\](){{}}=~–—-]*(?:{pattern})[\s.!:*_\[\](){{}}=~–—-]*(?:(?:at |nach )?CLOCK)?[\s.!:*_\[\](){{}}=~–—-]*$"
    );
    Regex::new(&pattern.replace("CLOCK", CLOCK)).expect("the pattern is constant")
}

/// Tells whether a line is a sentence that only a program writes.
pub(super) fn is_of_a_program(line: &str) -> bool {
    // Nearly all lines are told by their length or by these words.
    line.len() <= 300 && HINT.is_match(line) && PROGRAM.is_match(line)
}

/// Tells whether a line says that the interview ends here. In brackets it is nobody's word wherever it stands.
pub(super) fn is_end(line: &str) -> bool {
    line.len() <= 200 && END.is_match(line)
}

/// Tells whether a line stands in brackets or between signs, as transcribers' remarks do.
pub(super) fn is_bracketed(line: &str) -> bool {
    line.trim().starts_with(['[', '(', '{', '<', '-', '=', '*', '–', '—'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_programs_and_transcribers() {
        for line in [
            "Transcription ended after 00:52:11",
            "### Transcription ended after 00:52:11",
            "This editable transcript was computer generated and might contain errors. People can also change the text after it \
             was created.",
            "*This editable transcript was computer generated and might contain errors.*",
            "Dana Hale stopped transcription",
            "Dana Hale hat die Transkription beendet",
            "Transcribed by https://otter.ai",
            "(Transcribed by TurboScribe.ai. Go Unlimited to remove this message.)",
            "Transcribed with noScribe vers. 0.4",
            "Transcrito por TurboScribe.ai. Hazte Ilimitado para quitar este mensaje.",
            "Sous-titres par la communauté d'Amara.org",
            "Untertitel des ZDF, 2020",
            "This transcript was exported on Mar 11, 2026 - view latest version here.",
        ] {
            assert!(is_of_a_program(line), "{line}");
        }
        for line in [
            "[End of interview]",
            "Conclusion of interview",
            "END OF RECORDING",
            "--- End of transcript ---",
            "[End of Audio] [00:52:11]",
            "(Ende des Interviews)",
            "Ende der Aufnahme.",
            "Fin de l’entretien",
            "Fin de la entrevista",
            "Fine dell'intervista",
            "FINE INTERVISTA 00:41:07",
            "[End of recorded material 00:41:07]",
            "[پایان مصاحبه]",
            "[Whereupon, the interview was concluded at noon.]",
            "Interview concluded.",
        ] {
            assert!(is_end(line), "{line}");
        }
    }

    #[test]
    fn speech_is_no_tail() {
        for line in [
            "P1: That was the end of the interview.",
            "In the end of the interview he cried",
            "He stopped transcription of my calls and I was glad about it, because it was too much for everybody in the house.",
            "The recording was bad.",
            "We transcribed it by hand.",
        ] {
            assert!(!is_end(line) && !is_of_a_program(line), "{line}");
        }
    }
}
