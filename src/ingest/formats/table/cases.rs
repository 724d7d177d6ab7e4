//! Tables as survey tools, recognisers and people write them.

use crate::domain::{Document, Role, TextIndex};
use crate::ingest::formats::subtitles::from_srt;
use crate::ingest::params::IngestParams;
use crate::ingest::read::read;
use crate::ingest::source::Source;
use crate::ingest::transcript::Hints;

fn with(text: &str, change: impl Fn(&mut IngestParams)) -> Vec<Document> {
    let mut params = IngestParams::default();
    change(&mut params);
    read(&Source { name: "t/a.csv", bytes: text.as_bytes() }, &params).unwrap()
}

fn csv(text: &str) -> Vec<Document> {
    with(text, |_| {})
}

fn turns(document: &Document) -> Vec<String> {
    let index = TextIndex::new(&document.text);
    let label = |speaker: Option<usize>| speaker.map_or("-", |at| document.speakers[at].label.as_str());
    document
        .turns
        .iter()
        .map(|turn| format!("{}: {}", label(turn.speaker), index.slice(turn.span).unwrap()))
        .collect()
}

fn told(document: &Document) -> String {
    document.notices.iter().map(|notice| format!("{notice}\n")).collect()
}

fn participants(document: &Document) -> Vec<&str> {
    let participants = document.speakers.iter().filter(|speaker| speaker.role == Role::Participant);
    participants.map(|speaker| speaker.label.as_str()).collect()
}

#[test]
fn labels_in_cells_are_cleaned_as_labels_in_text() {
    let made =
        csv("Speaker,Text\nInterviewer,Why?\nMaria,So.\nINTERVIEWER:,And?\n[maria],Well.\nMaria :,Yes.\n");
    let labels: Vec<&str> = made[0].speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    assert_eq!(labels, ["Interviewer", "Maria"]);
    assert_eq!(made[0].speakers[0].role, Role::Interviewer);
}

#[test]
fn a_row_without_speaker_goes_on_with_the_one_before() {
    let made = csv("Speaker,Text\nInterviewer,Why?\n,Take your time.\nP1,So.\n,And so.\n");
    assert_eq!(turns(&made[0])[1], "Interviewer: Take your time.");
    assert_eq!(turns(&made[0])[3], "P1: And so.");
    assert!(
        told(&made[0]).contains("2 rows name no speaker: the speaker above goes on"),
        "{}",
        told(&made[0])
    );
    let made = csv("interview,speaker,text\na,Ann,One.\nb,,Two.\nb,Bo,Three.\n");
    assert_eq!(turns(&made[1]), ["-: Two.", "Bo: Three."], "nobody goes on in another interview");
    let made = csv("id,speaker,text\n1,I,Why?\n2,,Please.\n3,P1,So.\n");
    assert_eq!(turns(&made[0])[1], "I: Please.", "numbers of rows begin nothing new");
}

#[test]
fn a_participant_named_once_holds_for_the_rows_below() {
    let text = "Participant,Question,Answer\nP1,Why?,One.\n,How?,Two.\n,,\n,When?,Three.\nP2,Why?,Four.\n,How?,Five.\n";
    let made = csv(text);
    assert_eq!(participants(&made[0]), ["P1", "P2"]);
    let said = told(&made[0]);
    assert!(said.contains("3 rows name no participant: the participant above was taken"), "{said}");
    let made = csv("id,answer\n1,a\n2,b\n3,c\n4,d\n,e\n6,f\n");
    assert_eq!(participants(&made[0]), ["1", "2", "3", "4", "row 6", "6"]);
    assert!(told(&made[0]).contains("1 row names no participant; it counts as one of its own"));
}

#[test]
fn names_that_are_left_out_of_a_survey_name_no_speaker() {
    let question = "What do you like most about the garden?";
    let text = |names: [&str; 3]| {
        let row = |i: usize| {
            format!(
                "{i},2026-03-0{i} 10:00,anonymous,{},I like the quiet of it in the evening {i}.\n",
                names[i - 1]
            )
        };
        format!("ID,Start time,Email,Name,{question}\n{}{}{}", row(1), row(2), row(3))
    };
    let made = csv(&text(["", "", ""]));
    assert_eq!(participants(&made[0]), ["1", "2", "3"]);
    let said = told(&made[0]);
    assert!(said.contains("participant from `ID`") && !said.contains("`Name`"), "{said}");
    assert!(said.contains(&format!("no heading names the text: `{question}` was taken")), "{said}");
    assert_eq!(participants(&csv(&text(["anonymous"; 3]))[0]), ["1", "2", "3"]);
    assert_eq!(participants(&csv(&text(["Ann", "", ""]))[0]), ["1", "2", "3"]);
    assert_eq!(participants(&csv(&text(["Ann", "Bo", "Cy"]))[0]), ["Ann", "Bo", "Cy"]);
}

const QUALTRICS: &str = "StartDate,Status,ResponseId,Q1,Q2,Q3_4_TEXT\n\
    Start Date,Response Type,Response ID,How old are you?,What do you like most?,What should change? - Text\n\
    \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\
    \"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"QID3\"\"}\"\n\
    2026-03-01 10:00:00,IP Address,R_1,20,I like the quiet of it in the evening.,There should be a tap near the gate.\n\
    2026-03-02 10:00:00,IP Address,R_2,21,The people whom I meet there every week.,\n";

#[test]
fn further_heading_rows_are_left_out_and_give_the_questions() {
    let made = with(QUALTRICS, |params| params.columns.text = vec!["Q2".to_owned()]);
    assert_eq!(
        turns(&made[0]),
        ["R_1: I like the quiet of it in the evening.", "R_2: The people whom I meet there every week."]
    );
    let said = told(&made[0]);
    assert!(said.contains("2 further heading rows of a survey tool left out"), "{said}");
    assert!(said.contains("text from `What do you like most?`, participant from `Response ID`"), "{said}");
    assert!(said.contains("`What should change? - Text` holds text too"), "{said}");
    let monkey = "Respondent ID,Collector ID,What do you like most?,Which?,\n\
        ,,Open-Ended Response,Beans,Peas\n1,4,I like the quiet of it in the evening.,Beans,\n2,4,The people whom I meet there.,,Peas\n";
    let made = with(monkey, |params| params.columns.text = vec!["What do you like most?".to_owned()]);
    assert_eq!(participants(&made[0]), ["1", "2"]);
    assert_eq!(made[0].turns.len(), 2);
}

#[test]
fn several_questions_are_the_context_of_their_answers() {
    let expected = [
        "Question: What do you like most?",
        "R_1: I like the quiet of it in the evening.",
        "Question: What should change? - Text",
        "R_1: There should be a tap near the gate.",
        "Question: What do you like most?",
        "R_2: The people whom I meet there every week.",
    ];
    assert_eq!(turns(&csv(QUALTRICS)[0]), expected, "open questions are found");
    let named = with(QUALTRICS, |params| params.columns.text = vec!["Q2".to_owned(), "Q3_4_TEXT".to_owned()]);
    assert_eq!(turns(&named[0]), expected);
    let asks = &named[0].speakers[0];
    assert_eq!(
        (asks.role, asks.role_reason.as_str()),
        (Role::Interviewer, "the headings of the table's columns")
    );
    let survey = "Id,Age,Reason,Comment\nR1,30,I wanted to do something with my hands.,There is nobody whom I could ask.\n";
    let made = csv(survey);
    assert_eq!(turns(&made[0]), ["R1: There is nobody whom I could ask."]);
    assert!(told(&made[0]).contains("these columns were not read: `Age`, `Reason`; `Reason` holds text too"));
}

#[test]
fn the_ids_of_survey_tools_name_the_participants() {
    for id in ["record_id", "ResponseId", "id. Response ID", "Respondent ID", "Response ID"] {
        let made = csv(&format!("{id},event,age,comment\n1,a,20,One.\n1,b,20,Two.\n2,a,21,Three.\n"));
        assert_eq!(participants(&made[0]), ["1", "2"], "{id}");
    }
}

#[test]
fn the_column_of_participants_that_is_named_says_who_they_are() {
    let named = |text: &str| with(text, |params| params.columns.participant = Some("pid".to_owned()));
    let made = named("pid,name,text\n7,Ann,One.\n8,Bo,Two.\n8,Bo,Three.\n");
    assert_eq!(participants(&made[0]), ["7", "8"]);
    let made = named(
        "pid,speaker,text\n7,Dan (interviewer),Why?\n7,Ann,One.\n8,Dan (interviewer),Why?\n8,Bo,Two.\n",
    );
    assert_eq!(made.iter().flat_map(participants).collect::<Vec<_>>(), ["7", "8"]);
}

#[test]
fn a_recognisers_table_is_one_recording() {
    let text = "start\tend\ttext\n0\t8500\tHow did you first hear about it?\n9000\t17500\tMy sister showed me a leaflet in the library.\n\
        21000\t22500\tAnd then?\n";
    let read_as = |name: &str, text: &str| {
        read(&Source { name, bytes: text.as_bytes() }, &IngestParams::default()).unwrap().remove(0)
    };
    let made = read_as("w.tsv", text);
    let srt = "1\n00:00:00,000 --> 00:00:08,500\nHow did you first hear about it?\n\n2\n00:00:09,000 --> 00:00:17,500\n\
        My sister showed me a leaflet in the library.\n\n3\n00:00:21,000 --> 00:00:22,500\nAnd then?\n";
    let roles = std::collections::BTreeMap::new();
    let expected = from_srt(srt, &Hints { roles: &roles }).unwrap();
    assert_eq!(
        (&made.text, &made.turns, &made.time_marks),
        (&expected.text, &expected.turns, &expected.time_marks)
    );
    assert!(
        made.speakers.is_empty()
            && told(&made).contains("the whole numbers of `start` are read as milliseconds")
    );
    let made = read_as(
        "w.csv",
        "start,end,speaker,text\n0,8500,0,\" How did you first hear about it?\"\n9000,17500,1,\" My sister told me.\"\n",
    );
    assert_eq!(turns(&made), ["0: How did you first hear about it?", "1: My sister told me."]);
    assert_eq!(made.time_marks[1].ms, 9000);
    let made = read_as("w.csv", "Time,Text\n0:01,How did you hear about it?\n0:09,My sister told me.\n");
    assert!(made.speakers.is_empty() && made.time_marks[1].ms == 9_000);
}

#[test]
fn questions_and_labels_inside_cells_are_turns() {
    let made = csv("No,Question,Answer\n1,How was it?,Hard at first.\n2,And now?,Better.\n");
    assert_eq!(
        turns(&made[0]),
        ["Question: How was it?", "Answer: Hard at first.", "Question: And now?", "Answer: Better."]
    );
    let made = csv(
        "Transcript,Codes\nInterviewer: How was it?,\nP1: Hard at first.,time\nInterviewer: And now?,\nP1: Ok.,\n",
    );
    assert_eq!(made[0].turns.len(), 4);
    assert_eq!(made[0].speakers[0].role, Role::Interviewer);
}

#[test]
fn the_label_may_stand_before_the_words_again() {
    let made =
        csv("Speaker,Text\nInterviewer,Interviewer: Why?\nMaria,MARIA: So: we went.\n0:09 Maria,Yes.\n");
    assert_eq!(turns(&made[0]), ["Interviewer: Why?", "Maria: So: we went.", "Maria: Yes."]);
}

#[test]
fn a_column_of_ids_or_names_is_no_text() {
    let made = csv(
        "Comment ID,Organisation,Told\nA B C 12 - Q1,Friends of the Old Mill Park,We had to wait for an hour.\n\
         A B C 13 - Q1,Yellow Pine City Council And Sons,Nobody told us what to do.\n",
    );
    assert_eq!(turns(&made[0])[0], "row 2: We had to wait for an hour.");
}

#[test]
fn a_column_of_scales_is_no_text() {
    let made = csv(
        "id,response,What was hard?\n1,5,There was nobody whom I could ask.\n2,4,The soil was full of broken bricks.\n",
    );
    assert_eq!(turns(&made[0])[0], "1: There was nobody whom I could ask.");
    assert!(told(&made[0]).contains("this column was not read: `response`"));
}

#[test]
fn an_id_that_the_user_names_is_one_person_and_a_role_word_is_not() {
    let named = |ids: [&str; 3]| {
        let [one, two, three] = ids;
        let text = format!("Person,Antwort\n{one},Eins.\n{two},Zwei.\n{three},Drei.\n");
        let made = with(&text, |params| params.columns.participant = Some("Person".to_owned()));
        made[0].speakers.iter().map(|speaker| speaker.generic).collect::<Vec<_>>()
    };
    assert_eq!(named(["T1", "P2", "R3"]), [false; 3]);
    assert_eq!(named(["patient", "client", "respondent"]), [true; 3]);
}

#[test]
fn groups_that_talk_are_documents_and_groups_of_a_study_are_not() {
    let made = csv("Group,Speaker,Text\nA,Moderator,Why?\nA,P1,So.\nB,Moderator,Why?\nB,P1,Well.\n");
    assert_eq!(made.iter().map(|document| document.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    let made = csv("Group,Speaker,Text\ntest,Ann,So.\ncontrol,Bo,Well.\ntest,Cy,Yes.\n");
    assert_eq!(made.len(), 1);
}

#[test]
fn a_column_of_labelled_turns_is_the_text_beside_comments() {
    let made = csv(
        "Interview,Comments\nAH: How was it?,nice\nBO: Hard at first.,check this\nAH: And now?,\nBO: Better.,\n",
    );
    assert_eq!(turns(&made[0]), ["AH: How was it?", "BO: Hard at first.", "AH: And now?", "BO: Better."]);
}

#[test]
fn parts_of_a_day_and_frames_are_times() {
    let words = "we went there on foot and it took us the whole day";
    let made = csv(&format!("Time,Speaker,Text\n0.0001,I,{words}\n0.0005,P1,{words}\n0.001,I,{words}\n"));
    assert_eq!(made[0].time_marks.iter().map(|mark| mark.ms).collect::<Vec<_>>(), [8_640, 43_200, 86_400]);
    let made = csv("Time,Speaker,Text\n00:00:03:10,I,Why?\n00:00:11:00,P1,So.\n");
    assert_eq!(made[0].time_marks[1].ms, 11_000);
}

#[test]
fn the_time_span_of_nvivo_is_a_time() {
    for heading in ["Timespan", "Time Span", "Zeitspanne"] {
        let made = csv(&format!(
            "{heading},Content,Speaker\n0:00.0 - 0:07.5,How did it begin?,Interviewer\n0:07.5 - 1:12.0,We sat down.,Ben\n"
        ));
        assert_eq!(turns(&made[0]), ["Interviewer: How did it begin?", "Ben: We sat down."]);
        let times: Vec<u64> = made[0].time_marks.iter().map(|mark| mark.ms).collect();
        assert_eq!(times, [0, 7_500], "{heading}: {}", told(&made[0]));
    }
}

#[test]
fn headings_that_are_written_again_need_not_be_the_same_in_each_cell() {
    for again in [",Speaker,Text", "Time,SPEAKER,Text:", "Time,Speaker,Text"] {
        let made =
            csv(&format!("Time,Speaker,Text\n0:01,I,Why?\n0:02,P1,So.\n{again}\n0:03,I,And?\n0:04,P1,No.\n"));
        assert_eq!(turns(&made[0]), ["I: Why?", "P1: So.", "I: And?", "P1: No."], "{again}");
        assert!(
            told(&made[0]).contains("1 heading row that is written again left out")
                || told(&made[0]).contains("left out")
        );
    }
    let made = csv("Speaker,Text,Time\nText,Speaker,0:01\nP1,Text,0:02\n");
    assert_eq!(made[0].turns.len(), 2, "a word that is a heading too is said");
}

#[test]
fn two_columns_of_one_heading_can_both_be_named() {
    let text = "id,Comment,Comment\n1,The queue was long.,More chairs please.\n2,The nurse drew it.,Warm soup at six.\n";
    let error =
        read(&Source { name: "a.csv", bytes: text.as_bytes() }, &IngestParams::default()).unwrap_err();
    assert!(error.to_string().contains("the text could be in `Comment`, `Comment (2)`"), "{error}");
    for second in ["Comment (2)", "comment (2)", "3"] {
        let made = with(text, |params| params.columns.text = vec!["Comment".to_owned(), second.to_owned()]);
        let said = turns(&made[0]);
        assert!(said.contains(&"1: More chairs please.".to_owned()), "{said:?}");
        assert!(said.contains(&"2: The nurse drew it.".to_owned()), "{said:?}");
    }
    let made = with(text, |params| params.columns.text = vec!["Comment".to_owned()]);
    assert!(told(&made[0]).contains("this column was not read: `Comment (2)`"), "{}", told(&made[0]));
}
