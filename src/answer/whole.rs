//! Claims and answers in full, from a whole case: the same as an edition's
//! triples give, for whoever has the case in memory and shows very many.
//!
//! A case by itself: labels tell two of one name in it apart, of two cases the
//! answer has to say which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::answer::claim::of_attendance;
use crate::answer::{
    AnswerView, CitedSource, ClaimView, Figure, Graph, IdentityView, Name, Named, Place, SummedUp,
    Target, TargetKind, When,
};
use crate::model::iri::CaseIris;
use crate::model::{
    self, Assessed, Assessment, Case, Claim, Denial, Edtf, Entity, Identified, Identity, Ix,
    Meeting, Notes, Object, Passage, Question, RowPlace, Source, Speaker, Statement, Terms, chain,
    fold,
};

/// A whole case, and how an answer names it.
pub(super) struct Whole<'a> {
    pub case: &'a Case,
    pub assessment: &'a Assessment,
    iris: CaseIris,
    name: String,
    among_cases: bool,
    // Sorted.
    attendances: Vec<(Ix<Meeting>, Ix<Claim>)>,
    // Entities whose name another one has too; sorted.
    namesakes: Vec<Ix<Entity>>,
}

impl<'a> Whole<'a> {
    /// Linear in the claims.
    pub fn new(graph: &Graph, case: &'a Case, assessment: &'a Assessment) -> Self {
        let attendances = case
            .claims
            .iter()
            .filter_map(|(ix, claim)| match claim.statement {
                Statement::Attendance { meeting, .. } => Some((meeting, ix)),
                Statement::Relationship { .. }
                | Statement::Transaction { .. }
                | Statement::Attribute { .. } => None,
            });
        let mut attendances: Vec<_> = attendances.collect();
        attendances.sort_unstable();
        Self {
            case,
            assessment,
            iris: CaseIris::new(&case.base),
            name: graph.name_of_case(&case.base),
            among_cases: graph.cases().len() > 1,
            attendances,
            namesakes: namesakes(case),
        }
    }

    /// The title of the case, or what tells it from others.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the edition holds other cases too.
    pub fn among_cases(&self) -> bool {
        self.among_cases
    }

    /// The claims that a meeting makes.
    pub fn attendances(&self, meeting: Ix<Meeting>) -> impl Iterator<Item = Ix<Claim>> + '_ {
        let from = self
            .attendances
            .partition_point(|(other, _)| *other < meeting);
        let of_it = self.attendances[from..].iter();
        of_it
            .take_while(move |(other, _)| *other == meeting)
            .map(|(_, claim)| *claim)
    }

    pub fn entity(&self, ix: Ix<Entity>) -> Named {
        let entity = &self.case.entities[ix];
        Named::from(Name {
            label: self.label(ix),
            ..plain(self.iris.entity(entity.id()), entity.id(), entity.label())
        })
    }

    /// The name of an entity, with its id where another one has that name too:
    /// two must never read as one.
    pub fn label(&self, ix: Ix<Entity>) -> String {
        let entity = &self.case.entities[ix];
        match self.namesakes.binary_search(&ix) {
            Ok(_) => format!("{} ({})", entity.label(), entity.id()),
            Err(_) => entity.label(),
        }
    }

    pub fn source(&self, source: Ix<Source>) -> Named {
        let source = &self.case.sources[source];
        let name = source.name.to_string();
        let off_record = source.terms == Some(Terms::OffRecord);
        let label = match (source.protected, off_record) {
            (true, true) => format!("{name} (PROTECTED, OFF THE RECORD)"),
            (true, false) => format!("{name} (PROTECTED)"),
            (false, true) => format!("{name} (OFF THE RECORD)"),
            (false, false) => name.clone(),
        };
        Named::from(Name {
            label,
            protected: source.protected,
            ..plain(self.iris.source(source.id()), source.id(), name)
        })
    }

    pub fn named_claim(&self, claim: Ix<Claim>) -> Named {
        let claim = &self.case.claims[claim];
        let named = plain(
            self.iris.claim(claim.id()),
            claim.id(),
            claim.text.to_string(),
        );
        let who = match &claim.statement {
            Statement::Attendance { participant, .. } => participant,
            Statement::Relationship { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => return named.into(),
        };
        let verb = self.verb(claim).unwrap_or_default();
        Named::from(Name {
            label: of_attendance(&named.name, &self.label(*who), &verb),
            ..named
        })
    }

    /// The words between subject and object, in the claim's mode.
    fn verb(&self, claim: &Claim) -> Option<String> {
        let (_, relation, _) = claim.triple(self.case);
        relation.map(|relation| self.case.relations[relation].verb(claim.mode).forward)
    }

    pub fn question(&self, question: Ix<Question>) -> Named {
        let question = &self.case.questions[question];
        plain(
            self.iris.question(question.id()),
            question.id(),
            question.text.to_string(),
        )
        .into()
    }

    /// An answer by its words, or what it does.
    pub fn named_answer(&self, denial: Ix<Denial>) -> Named {
        let denial = &self.case.denials[denial];
        let words = denial.text.as_deref().or(denial.quote.as_deref());
        let words = words.unwrap_or(denial.stance.as_str()).to_owned();
        plain(self.iris.denial(denial.id()), denial.id(), words).into()
    }

    /// Everything that is shown of a claim. Linear in what it sums up.
    pub fn claim(&self, ix: Ix<Claim>) -> ClaimView {
        let claim = &self.case.claims[ix];
        let Assessed {
            standing,
            rule,
            support,
            outlets,
            origins,
            voices,
            acknowledged_by,
            withdrawn: _,
            answers,
            relays,
        } = self.assessment.claim(ix);
        let Notes {
            when_text,
            checked_by,
            concern,
        } = claim.notes();
        let (subject, relation, object) = claim.triple(self.case);
        let relation = relation.map(|relation| &self.case.relations[relation]);
        let (mut detail, mut attribute, mut amount, mut purpose) = (None, None, None, None);
        let mut figure = None;
        match &claim.statement {
            Statement::Relationship { detail: given, .. } => detail = owned(given),
            Statement::Attendance { .. } => {}
            Statement::Transaction {
                amount: given,
                purpose: why,
                ..
            } => {
                amount = given.as_ref().map(ToString::to_string);
                figure = given.as_ref().map(|amount| Figure {
                    value: amount.value.to_string(),
                    max: amount.max.map(|max| max.to_string()),
                    qualifier: amount.qualifier.map(|q| q.as_str().to_owned()),
                    unit: amount.currency.clone(),
                });
                purpose = owned(why);
            }
            Statement::Attribute {
                attribute: name,
                value,
                ..
            } => {
                attribute = Some((name.to_string(), value.to_string()));
                figure = value.number.map(|number| Figure {
                    value: number.to_string(),
                    max: value.max.map(|max| max.to_string()),
                    qualifier: value.qualifier.map(|q| q.as_str().to_owned()),
                    unit: owned(&value.unit),
                });
            }
        }
        ClaimView {
            iri: self.iris.claim(claim.id()),
            id: claim.id().to_owned(),
            case: self.name.clone(),
            among_cases: self.among_cases,
            text: claim.text.to_string(),
            subject: self.entity(subject),
            relation: relation.map(|relation| relation.id().into()),
            verb: relation.map(|relation| relation.verb(claim.mode).forward.into()),
            object: object.map(|object| match object {
                Object::Entity(entity) => self.entity(entity),
                Object::Meeting(meeting) => self.meeting(meeting),
            }),
            detail,
            attribute,
            mode: claim.mode,
            when: when(claim.when.as_ref(), owned(when_text)),
            amount,
            figure,
            purpose,
            standing: *standing,
            rule: *rule,
            support: support.iter().collect(),
            origins: *origins,
            outlets: outlets.iter().map(|outlet| self.source(*outlet)).collect(),
            relays: relays.iter().map(|relay| self.source(*relay)).collect(),
            voices: *voices,
            sources: self.cited(ix, claim),
            answers: answers.iter().map(|answer| self.answer(*answer)).collect(),
            acknowledged_by: acknowledged_by
                .iter()
                .map(|denial| self.case.denials[*denial].id().to_owned())
                .collect(),
            concerns: sorted(&claim.concerns)
                .map(|entity| self.entity(entity))
                .collect(),
            summarises: self.beside(parts(self.case, ix)),
            same_meeting: self.beside(self.same_meeting(ix)),
            credibility: claim.credibility.map(u32::from),
            recorded: claim.recorded.map(|day| day.to_string()),
            check: claim.check.map(|check| check.as_str().to_owned()),
            checked_by: owned(checked_by),
            concern: owned(concern),
            place: place(claim.place),
        }
    }

    /// Everything that is shown of an answer.
    pub fn answer(&self, ix: Ix<Denial>) -> AnswerView {
        let Denial {
            id,
            of,
            stance,
            scope,
            by,
            on_behalf_of,
            via,
            asked,
            deadline,
            when: given,
            quote,
            text,
            recorded,
            place: row,
        } = &self.case.denials[ix];
        let mut targets: Vec<Target> = Vec::new();
        let mut add = |kind, named| targets.push(Target { kind, named });
        for target in of {
            match *target {
                model::Target::Claim(claim) => add(TargetKind::Claim, self.named_claim(claim)),
                model::Target::Meeting(meeting) => {
                    for claim in self.attendances(meeting) {
                        add(TargetKind::Claim, self.named_claim(claim));
                    }
                }
                model::Target::Question(question) => {
                    add(TargetKind::Question, self.question(question));
                }
                model::Target::Source(source) => add(TargetKind::Source, self.source(source)),
            }
        }
        targets.sort_by(|one, other| one.named.iri.cmp(&other.named.iri));
        targets.dedup_by(|one, other| one.named.iri == other.named.iri);
        AnswerView {
            iri: self.iris.denial(id),
            id: id.to_string(),
            stance: *stance,
            scope: *scope,
            by: by.map(|by| match by {
                Speaker::Source(source) => self.source(source),
                Speaker::Entity(entity) => self.entity(entity),
            }),
            on_behalf_of: on_behalf_of.map(|entity| self.entity(entity)),
            of: targets,
            when: when(given.as_ref(), None),
            via: via.map(|source| self.source(source)),
            asked: written(asked),
            deadline: written(deadline),
            quote: owned(quote),
            text: owned(text),
            recorded: recorded.map(|day| day.to_string()),
            place: place(*row),
        }
    }

    /// A decision on two entities.
    pub fn identity(&self, decision: &Identity) -> IdentityView {
        let Identity {
            id,
            entity,
            other,
            same,
            decided_by,
            text,
            recorded,
            place: row,
        } = decision;
        IdentityView {
            named: plain(self.iris.identity(id), id, id.to_string()).into(),
            entity: self.entity(*entity),
            other: self.entity(*other),
            same: *same,
            decided_by: owned(decided_by),
            text: owned(text),
            recorded: recorded.map(|day| day.to_string()),
            place: place(*row),
        }
    }

    fn meeting(&self, meeting: Ix<Meeting>) -> Named {
        let meeting = &self.case.meetings[meeting];
        let name = meeting.occasion.as_deref().unwrap_or(&meeting.text);
        plain(
            self.iris.entity(meeting.id()),
            meeting.id(),
            name.to_owned(),
        )
        .into()
    }

    /// A source once for each passage of it, and once for the claim's own row
    /// where that has words or nothing else is there.
    fn cited(&self, ix: Ix<Claim>, claim: &Claim) -> Vec<CitedSource> {
        let withdrawn = &self.assessment.claim(ix).withdrawn;
        let in_row = claim.citations().iter().map(|citation| citation.passage());
        let mut in_row = in_row.filter(|passage| passage.place.is_none());
        let none = Passage::default();
        let row = in_row
            .find(|passage| passage.quote.is_some() || passage.locator.is_some())
            .unwrap_or(&none);
        let row_speaks = row.quote.is_some() || row.locator.is_some();
        let mut by_source: BTreeMap<Ix<Source>, Vec<&Passage>> = BTreeMap::new();
        for citation in claim.citations() {
            let of_source = by_source.entry(citation.source).or_default();
            of_source.extend(
                citation
                    .passage()
                    .place
                    .is_some()
                    .then(|| citation.passage()),
            );
        }
        let alone = by_source.len() == 1;
        let mut cited = Vec::new();
        for (source, passages) in by_source {
            let mut add = |passage: &Passage| {
                cited.push(self.cited_source(claim, source, passage, withdrawn.contains(&source)));
            };
            if passages.is_empty() || (row_speaks && alone) {
                add(row);
            }
            // In the order of their ids, which end with a number as text.
            let mut numbered: Vec<_> = (1..).map(|n: u32| n.to_string()).zip(passages).collect();
            numbered.sort_by(|(one, _), (other, _)| one.cmp(other));
            numbered.iter().for_each(|(_, passage)| add(passage));
        }
        cited
    }

    fn cited_source(
        &self,
        claim: &Claim,
        ix: Ix<Source>,
        passage: &Passage,
        withdrawn: bool,
    ) -> CitedSource {
        let source = &self.case.sources[ix];
        let chain = chain(&self.case.sources, ix);
        let Passage {
            quote,
            locator,
            accessed: _,
            place: row,
        } = passage;
        CitedSource {
            named: self.source(ix),
            kind: source.kind,
            knowledge: source.knowledge.map(|known| known.as_str().into()),
            voices: source.voices,
            terms: source.terms,
            quote: owned(quote),
            locator: owned(locator),
            url: chain
                .sources()
                .iter()
                .find_map(|on| self.case.sources[*on].url.as_deref())
                .map(Arc::from),
            chain: chain.sources().iter().map(|on| self.source(*on)).collect(),
            outlet: self.source(chain.outlet()),
            withdrawn,
            place: place(match row {
                Some(row) => *row,
                None if quote.is_some() || locator.is_some() => claim.place,
                None => source.place,
            }),
        }
    }

    /// Claims that speak in another one's sentence, in order.
    fn beside(&self, claims: impl IntoIterator<Item = Ix<Claim>>) -> Vec<SummedUp> {
        let claims = claims.into_iter().map(|claim| {
            let Assessed {
                standing, answers, ..
            } = self.assessment.claim(claim);
            let (subject, _, _) = self.case.claims[claim].triple(self.case);
            SummedUp {
                named: self.named_claim(claim),
                subject: self.entity(subject),
                verb: self.verb(&self.case.claims[claim]).map(Arc::from),
                standing: *standing,
                answers: answers.iter().map(|answer| self.answer(*answer)).collect(),
            }
        });
        claims.collect()
    }

    /// Of an attendance the others of that meeting that are answered, or stand,
    /// otherwise.
    pub fn same_meeting(&self, claim: Ix<Claim>) -> Vec<Ix<Claim>> {
        let meeting = match self.case.claims[claim].statement {
            Statement::Attendance { meeting, .. } => meeting,
            Statement::Relationship { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => return Vec::new(),
        };
        let own = self.assessment.claim(claim);
        let others = self.attendances(meeting).filter(|other| *other != claim);
        let others = others.filter(|other| {
            let theirs = self.assessment.claim(*other);
            let all_own = theirs.answers.iter().all(|a| own.answers.contains(a));
            !all_own || theirs.standing != own.standing
        });
        others.collect()
    }
}

/// The entities whose name is a name or an alias of another one, in order.
fn namesakes(case: &Case) -> Vec<Ix<Entity>> {
    let mut called: Vec<(String, Ix<Entity>)> = Vec::new();
    for (ix, entity) in case.entities.iter() {
        let names = [&entity.name].into_iter().chain(&entity.aliases);
        called.extend(names.map(|name| (fold(name), ix)));
    }
    called.sort_unstable();
    called.dedup();
    let shared = called.chunk_by(|one, other| one.0 == other.0);
    let shared = shared.filter(|same| same.len() > 1).flatten();
    let shared = shared.filter(|(name, ix)| *name == fold(&case.entities[*ix].name));
    let mut namesakes: Vec<Ix<Entity>> = shared.map(|(_, ix)| *ix).collect();
    namesakes.sort_unstable();
    namesakes.dedup();
    namesakes
}

/// Everything that a claim sums up, also through another summary.
pub(super) fn parts(case: &Case, claim: Ix<Claim>) -> BTreeSet<Ix<Claim>> {
    let mut parts = BTreeSet::new();
    let mut open = vec![claim];
    while let Some(summary) = open.pop() {
        for part in &case.claims[summary].summarises {
            if *part != claim && parts.insert(*part) {
                open.push(*part);
            }
        }
    }
    parts
}

/// Table and row, as a spreadsheet counts.
pub(super) fn place(row: RowPlace) -> Place {
    let RowPlace { table, row } = row;
    Place {
        table: table.file(),
        row,
    }
}

fn plain(iri: String, id: &str, name: String) -> Name {
    Name {
        iri,
        id: id.to_owned(),
        label: name.clone(),
        name,
        protected: false,
    }
}

fn when(date: Option<&Edtf>, printed: Option<String>) -> When {
    let bound = |of: fn(&Edtf) -> Option<model::Day>| date.and_then(of).map(|day| day.to_string());
    When {
        written: date.map(|date| date.written().to_owned()),
        printed,
        earliest: bound(Edtf::earliest),
        latest: bound(Edtf::latest),
    }
}

fn written(date: &Option<Edtf>) -> Option<String> {
    date.as_ref().map(|date| date.written().to_owned())
}

fn owned(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn sorted<T: Copy + Ord>(items: &[T]) -> impl Iterator<Item = T> {
    let items: BTreeSet<T> = items.iter().copied().collect();
    items.into_iter()
}
