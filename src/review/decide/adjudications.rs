//! Verdicts on what two read differently.

use crate::domain::{Adjudication, AdjudicationVerdict, Disagreement, Record, RecordKey, Side};

use super::text;
use crate::review::Refusal;
use crate::review::draft::Draft;

impl Draft<'_> {
    pub(super) fn adjudicate(
        &mut self,
        on: &Disagreement,
        verdict: Option<AdjudicationVerdict>,
    ) -> Result<(), Refusal> {
        let span = on.span;
        let length = self.base.documents.get(&on.document);
        let length = *length.ok_or_else(|| Refusal::NoSuchDocument(on.document.clone()))?;
        if span.is_empty() || span.end.0 > length {
            let (document, start, end) = (on.document.clone(), span.start.0, span.end.0);
            return Err(Refusal::NoSuchSpan { document, start, end, length });
        }
        for reading in [&on.first, &on.second] {
            if let Side::Coder(coder) = &reading.side
                && !self.state.coders().contains_key(coder)
            {
                let known = self.state.coders().values().map(|coder| coder.name.clone()).collect();
                return Err(Refusal::NoSuchCoder { coder: coder.to_string(), known });
            }
        }
        let record = match verdict {
            None => None,
            Some(verdict) => Some(Record::Adjudication(Adjudication {
                disagreement: on.clone(),
                verdict,
                because: text("reason", self.context.reason.unwrap_or_default())?.to_owned(),
                at: self.context.at.clone(),
            })),
        };
        self.put(RecordKey::Adjudication(self.context.coder.clone(), on.id()), record);
        Ok(())
    }
}
