//! Every property, class and fixed value that a case is described with, numbered
//! once.
//!
//! A property is named by a variant and written by its number, so that a
//! million claims spell none of them. What each means is in `docs/sparql.md`.

use oxigraph::model::{Literal, LiteralRef, NamedNodeRef, TermRef};

use super::Sink;
use crate::model::iri;
use crate::model::{Mode, Rule, Standing, Support};

/// Declares an enum of names, each in a namespace of [`iri`].
macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($variant:ident $namespace:ident $local:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum $type { $($variant,)+ }

        impl $type {
            /// Their IRIs, in the order of the variants.
            pub(super) fn iris() -> impl Iterator<Item = String> {
                [$((iri::$namespace, $local),)+]
                    .into_iter()
                    .map(|(namespace, local)| format!("{namespace}{local}"))
            }
        }
    };
}

names! {
    /// A property.
    Property {
        About NG "about",
        Accessed NG "accessed",
        AcknowledgedBy NG "acknowledgedBy",
        AltLabel SKOS "altLabel",
        Amount NG "amount",
        AmountMax NG "amountMax",
        AmountQualifier NG "amountQualifier",
        AmountText NG "amountText",
        Answer NG "answer",
        AnsweredBy NG "answeredBy",
        Answers NG "answers",
        Archived NG "archived",
        Asked NG "asked",
        Attribute NG "attribute",
        By NG "by",
        Category NG "category",
        Chain NG "chain",
        Check NG "check",
        CheckedBy NG "checkedBy",
        Claim NG "claim",
        Concern NG "concern",
        Concerns NG "concerns",
        Credibility NG "credibility",
        Currency NG "currency",
        Deadline NG "deadline",
        DecidedBy NG "decidedBy",
        Description DCTERMS "description",
        Detail NG "detail",
        Earliest NG "earliest",
        Entity NG "entity",
        ForAsset NG "forAsset",
        Ftm NG "ftm",
        Jurisdiction NG "jurisdiction",
        Kind NG "kind",
        Knowledge NG "knowledge",
        Label RDFS "label",
        Latest NG "latest",
        Lei NG "lei",
        Locator NG "locator",
        Mode NG "mode",
        Number NG "number",
        Object RDF "object",
        Occasion NG "occasion",
        Of NG "of",
        OfMeeting NG "ofMeeting",
        OnBehalfOf NG "onBehalfOf",
        Origin NG "origin",
        Origins NG "origins",
        Other NG "other",
        Outlet NG "outlet",
        Outlets NG "outlets",
        PaidIn NG "paidIn",
        PartAnswer NG "partAnswer",
        Participant NG "participant",
        PassageOf NG "passageOf",
        Payee NG "payee",
        Payer NG "payer",
        Predicate RDF "predicate",
        Published NG "published",
        Purpose NG "purpose",
        Qualifier NG "qualifier",
        Quote NG "quote",
        Recorded NG "recorded",
        Relay NG "relay",
        Reliability NG "reliability",
        ReportedLink NG "reportedLink",
        Row NG "row",
        Rule NG "rule",
        Same NG "same",
        Scope NG "scope",
        Sha256 NG "sha256",
        Side NG "side",
        Source NG "source",
        Stance NG "stance",
        Standing NG "standing",
        Subject RDF "subject",
        Summarises NG "summarises",
        Support NG "support",
        Table NG "table",
        Terms NG "terms",
        Text NG "text",
        Title DCTERMS "title",
        Type RDF "type",
        UncontestedLink NG "uncontestedLink",
        Unit NG "unit",
        Url NG "url",
        Value NG "value",
        ValueMax NG "valueMax",
        ValueText NG "valueText",
        Venue NG "venue",
        Via NG "via",
        Voices NG "voices",
        When NG "when",
        WhenText NG "whenText",
        WhoCouldAnswer NG "whoCouldAnswer",
        Wikidata NG "wikidata",
        WithdrawnSource NG "withdrawnSource",
    }
}

names! {
    /// A class.
    Class {
        Asset NG "Asset",
        Case NG "Case",
        Citation NG "Citation",
        Claim NG "Claim",
        Denial NG "Denial",
        Identity NG "Identity",
        Link NG "Link",
        Meeting NG "Meeting",
        Organization NG "Organization",
        Person NG "Person",
        Placeholder NG "Placeholder",
        ProtectedSource NG "ProtectedSource",
        Question NG "Question",
        Relation NG "Relation",
        Source NG "Source",
        SymmetricRelation NG "SymmetricRelation",
    }
}

/// Counts up to this one are in nearly every claim.
const SMALL: u32 = 32;

/// The numbers of all of them.
pub(super) struct Vocabulary {
    properties: Vec<u32>,
    classes: Vec<u32>,
    // In the order of `Standing::ALL` and `Support::ALL`.
    standings: Vec<u32>,
    supports: Vec<u32>,
    // From 0.
    integers: Vec<u32>,
}

impl Vocabulary {
    /// Numbers everything, used or not.
    ///
    /// To be called before anything else is numbered: numbers that come in every
    /// triple should be small ones, which take less room while they wait.
    pub(super) fn new(sink: &mut dyn Sink) -> Self {
        let modes = Mode::ALL.iter().map(|mode| mode.as_str());
        let rules = Rule::ALL.iter().map(|rule| rule.as_str());
        for word in modes.chain(rules) {
            sink.number(TermRef::Literal(LiteralRef::new_simple_literal(word)));
        }
        let integers = (0..=SMALL).map(|integer| Literal::from(i64::from(integer)));
        let integers = integers
            .map(|integer| sink.number(TermRef::Literal(integer.as_ref())))
            .collect();
        let mut numbered =
            |iris: &mut dyn Iterator<Item = String>| iris.map(|iri| number(sink, &iri)).collect();
        Self {
            properties: numbered(&mut Property::iris()),
            classes: numbered(&mut Class::iris()),
            standings: numbered(&mut Standing::ALL.into_iter().map(iri::standing)),
            supports: numbered(&mut Support::ALL.into_iter().map(iri::support)),
            integers,
        }
    }

    pub(super) fn standing(&self, standing: Standing) -> u32 {
        self.standings[standing as usize]
    }

    pub(super) fn support(&self, support: Support) -> u32 {
        self.supports[support as usize]
    }

    /// The number of a small integer; of a larger one none.
    pub(super) fn integer(&self, integer: u32) -> Option<u32> {
        self.integers.get(integer as usize).copied()
    }

    pub(super) fn property(&self, property: Property) -> u32 {
        self.properties[property as usize]
    }

    pub(super) fn class(&self, class: Class) -> u32 {
        self.classes[class as usize]
    }
}

/// Numbers an IRI made of a checked base and checked ids.
pub(super) fn number(sink: &mut dyn Sink, iri: &str) -> u32 {
    sink.number(TermRef::NamedNode(NamedNodeRef::new_unchecked(iri)))
}
