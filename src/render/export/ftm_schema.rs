//! Which schema of FollowTheMoney an entity or a link has.
//!
//! That of a link is its relation's, as `relations.csv` says, where both ends are
//! what the schema wants there; else it is a link of no known kind.

use crate::answer::{Edge, Kind as Thing};
use crate::model::EntityKind;
use crate::render::export::columns::entity_kind;

/// The schema of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    Person,
    Company,
    PublicBody,
    Organization,
    Asset,
    Security,
    RealEstate,
    BankAccount,
    CryptoWallet,
}

impl Schema {
    pub fn name(self) -> &'static str {
        match self {
            Schema::Person => "Person",
            Schema::Company => "Company",
            Schema::PublicBody => "PublicBody",
            Schema::Organization => "Organization",
            Schema::Asset => "Asset",
            Schema::Security => "Security",
            Schema::RealEstate => "RealEstate",
            Schema::BankAccount => "BankAccount",
            Schema::CryptoWallet => "CryptoWallet",
        }
    }

    pub fn is_legal_entity(self) -> bool {
        self == Schema::Person || self.is_organization()
    }

    fn is_organization(self) -> bool {
        match self {
            Schema::Company | Schema::PublicBody | Schema::Organization => true,
            Schema::Person
            | Schema::Asset
            | Schema::Security
            | Schema::RealEstate
            | Schema::BankAccount
            | Schema::CryptoWallet => false,
        }
    }

    /// What can be owned; a company is both.
    fn is_asset(self) -> bool {
        match self {
            Schema::Company
            | Schema::Asset
            | Schema::Security
            | Schema::RealEstate
            | Schema::BankAccount => true,
            Schema::Person | Schema::PublicBody | Schema::Organization | Schema::CryptoWallet => {
                false
            }
        }
    }
}

/// The schema of an entity. What is no entity of a table is an organisation to
/// nobody; it cannot be an end of a link.
pub(super) fn entity_schema(kind: Thing) -> Schema {
    let Some(kind) = entity_kind(kind) else {
        return Schema::Organization;
    };
    match kind {
        EntityKind::Person => Schema::Person,
        EntityKind::Company => Schema::Company,
        EntityKind::Government => Schema::PublicBody,
        EntityKind::PersonGroup
        | EntityKind::Family
        | EntityKind::Team
        | EntityKind::Publication
        | EntityKind::Group
        | EntityKind::OtherOrganization => Schema::Organization,
        EntityKind::Shares => Schema::Security,
        EntityKind::Property => Schema::RealEstate,
        EntityKind::Account => Schema::BankAccount,
        EntityKind::Wallet => Schema::CryptoWallet,
        EntityKind::Stablecoin
        | EntityKind::Token
        | EntityKind::Software
        | EntityKind::OtherAsset => Schema::Asset,
    }
}

/// The schema of a link.
pub(super) struct Relation {
    pub name: &'static str,
    /// The properties that hold the two ends.
    pub from: &'static str,
    pub to: &'static str,
    /// The property that holds the relation in words.
    pub role: Option<&'static str>,
    pub has_status: bool,
    pub has_amount: bool,
}

/// What the schema wants at an end.
#[derive(Clone, Copy)]
enum Wants {
    Person,
    LegalEntity,
    Organization,
    Asset,
}

impl Wants {
    fn is_met_by(self, schema: Schema) -> bool {
        match self {
            Wants::Person => schema == Schema::Person,
            Wants::LegalEntity => schema.is_legal_entity(),
            Wants::Organization => schema.is_organization(),
            Wants::Asset => schema.is_asset(),
        }
    }
}

/// With something of an interest: a role in words, and a status.
const fn interest(name: &'static str, from: &'static str, to: &'static str) -> Relation {
    Relation {
        name,
        from,
        to,
        role: Some("role"),
        has_status: true,
        has_amount: false,
    }
}

const fn kin(name: &'static str, to: &'static str) -> Relation {
    Relation {
        name,
        from: "person",
        to,
        role: Some("relationship"),
        has_status: false,
        has_amount: false,
    }
}

const fn money(name: &'static str, from: &'static str, to: &'static str) -> Relation {
    Relation {
        name,
        from,
        to,
        role: None,
        has_status: false,
        has_amount: true,
    }
}

/// A link of no known kind, between any two.
const UNKNOWN: Relation = interest("UnknownLink", "subject", "object");

/// The others; from the subject of the relation to its object.
const RELATIONS: &[(Relation, Wants, Wants)] = {
    use Wants::{Asset, LegalEntity, Organization, Person};
    &[
        (interest("Ownership", "owner", "asset"), LegalEntity, Asset),
        (
            interest("Directorship", "director", "organization"),
            LegalEntity,
            Organization,
        ),
        (
            interest("Membership", "member", "organization"),
            LegalEntity,
            Organization,
        ),
        (
            interest("Employment", "employee", "employer"),
            Person,
            Organization,
        ),
        (
            interest("Representation", "agent", "client"),
            LegalEntity,
            LegalEntity,
        ),
        (
            interest("Succession", "predecessor", "successor"),
            LegalEntity,
            LegalEntity,
        ),
        (
            interest("Control", "controller", "controlled"),
            LegalEntity,
            LegalEntity,
        ),
        (kin("Family", "relative"), Person, Person),
        (kin("Associate", "associate"), Person, Person),
        (
            money("Payment", "payer", "beneficiary"),
            LegalEntity,
            LegalEntity,
        ),
        (
            money("Debt", "debtor", "creditor"),
            LegalEntity,
            LegalEntity,
        ),
    ]
};

/// The schema of an edge.
pub(super) fn relation(edge: &Edge) -> &'static Relation {
    let wanted = edge.ftm.as_deref();
    let fits = |(relation, from, to): &&(Relation, Wants, Wants)| {
        Some(relation.name) == wanted
            && from.is_met_by(entity_schema(edge.from.kind))
            && to.is_met_by(entity_schema(edge.to.kind))
    };
    match RELATIONS.iter().find(fits) {
        Some((relation, _, _)) => relation,
        None => &UNKNOWN,
    }
}
