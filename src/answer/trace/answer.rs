//! Answers: who gave them, over which chain, and what each does to a claim.

use std::collections::BTreeSet;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::trace::{AnswerTrace, Bears, DenialTrace, LISTED, SpeakerTrace};
use crate::edition::TermId;
use crate::model::Bearing;

impl Graph {
    /// Every answer to a claim, and those to the reports it rests on; what
    /// decides its standing first, then by id.
    pub(super) fn answer_traces(&self, claim: TermId) -> Result<Vec<AnswerTrace>, AnswerError> {
        let mut answers: BTreeSet<TermId> = self.objects(claim, "answer")?.into_iter().collect();
        let reports = self.reports_behind(claim)?;
        for report in &reports {
            answers.extend(self.subjects("of", *report)?);
        }
        let mut traces = Vec::with_capacity(answers.len());
        for denial in answers {
            traces.push(self.answer_trace(claim, denial, &reports)?);
        }
        traces.sort_by(|one, other| {
            let key = |trace: &AnswerTrace| (!trace.decides, std::cmp::Reverse(trace.bearing));
            key(one)
                .cmp(&key(other))
                .then_with(|| one.answer.id.cmp(&other.answer.id))
        });
        Ok(traces)
    }

    /// Every source that a claim rests on.
    fn reports_behind(&self, claim: TermId) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut reports = BTreeSet::new();
        for source in self.objects(claim, "source")? {
            reports.extend(self.objects(source, "chain")?);
        }
        Ok(reports)
    }

    /// An answer as it bears on a claim that rests on these sources.
    fn answer_trace(
        &self,
        claim: TermId,
        denial: TermId,
        reports: &BTreeSet<TermId>,
    ) -> Result<AnswerTrace, AnswerError> {
        let answer = self.answer(denial)?;
        let of = self.objects(denial, "of")?;
        let direct = of.contains(&claim);
        let meeting = self.meeting_of(claim)?;
        let of_meeting = match meeting {
            Some(meeting) => self.objects(denial, "ofMeeting")?.contains(&meeting),
            None => false,
        };
        let of_reports: Vec<TermId> = of.into_iter().filter(|of| reports.contains(of)).collect();
        let speakers = self.speaks_for(denial)?;
        let party_of = |of_meeting: bool| -> Result<_, AnswerError> {
            let parties = self.parties(claim, of_meeting)?;
            let found = speakers
                .iter()
                .find_map(|who| Some((*who, *parties.get(who)?)));
            Ok(found)
        };
        let mut bearing = Bearing::OnReportAlone;
        let mut party = None;
        let mut given = Vec::new();
        if direct {
            given.push((party_of(of_meeting)?, false));
        }
        if !of_reports.is_empty() {
            given.push((party_of(false)?, true));
        }
        for (by, of_report) in given {
            let does = Bearing::of(answer.stance, answer.scope, by.is_some(), of_report);
            bearing = bearing.max(does);
            party = party.or(by);
        }
        let rule = self.text(claim, "rule")?;
        let decides = match bearing.contests() {
            Some((standing, by)) => {
                rule.as_deref() == Some(by.as_str()) && self.standing(claim)? == standing
            }
            None => false,
        };
        Ok(AnswerTrace {
            speaker: self.speaker_trace(denial)?,
            bearing,
            decides,
            party: match party {
                Some((who, role)) => Some((self.named(who)?, role)),
                None => None,
            },
            of_reports: of_reports
                .into_iter()
                .map(|report| self.named(report))
                .collect::<Result<_, _>>()?,
            of_meeting,
            direct,
            answer,
        })
    }

    fn speaker_trace(&self, denial: TermId) -> Result<SpeakerTrace, AnswerError> {
        let rows = |of: Option<TermId>| match of {
            Some(source) if self.is_a(source, "Source")? => self.chain_rows(source),
            Some(_) | None => Ok(Vec::new()),
        };
        Ok(SpeakerTrace {
            chain: rows(self.object(denial, "by")?)?,
            via: rows(self.object(denial, "via")?)?,
        })
    }

    pub(super) fn denial_trace(&self, id: TermId) -> Result<DenialTrace, AnswerError> {
        let mut claims: BTreeSet<TermId> = self.subjects("answer", id)?.into_iter().collect();
        let direct = claims.clone();
        claims.extend(self.subjects("partAnswer", id)?);
        let claims_in_all = claims.len();
        let mut bears = Vec::new();
        for claim in claims.into_iter().take(LISTED) {
            let answer = match direct.contains(&claim) {
                true => Some(self.answer_trace(claim, id, &self.reports_behind(claim)?)?),
                false => None,
            };
            bears.push(Bears {
                claim: self.claim(claim)?,
                answer,
            });
        }
        bears.sort_by(|one, other| one.claim.id.cmp(&other.claim.id));
        Ok(DenialTrace {
            answer: self.answer(id)?,
            speaker: self.speaker_trace(id)?,
            claims: bears,
            claims_in_all,
        })
    }
}
