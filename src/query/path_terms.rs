//! The words of a `SERVICE ng:path` block: what can be set, what can be asked.
//!
//! Each is a term of the vocabulary, used as a predicate on the one subject of
//! the block. What a value must look like stands here too, for messages;
//! reading a block is for `path_block`.

/// What a block can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSetting {
    From,
    To,
    MaxHops,
    K,
    AllShortest,
    Strongest,
    Only,
    MinOrigins,
    Named,
    Documented,
    Relation,
    NotRelation,
    On,
    Via,
    Avoid,
    WithoutSource,
}

impl PathSetting {
    /// Every setting, the two ends first.
    pub const ALL: [PathSetting; 16] = [
        PathSetting::From,
        PathSetting::To,
        PathSetting::MaxHops,
        PathSetting::K,
        PathSetting::AllShortest,
        PathSetting::Strongest,
        PathSetting::Only,
        PathSetting::MinOrigins,
        PathSetting::Named,
        PathSetting::Documented,
        PathSetting::Relation,
        PathSetting::NotRelation,
        PathSetting::On,
        PathSetting::Via,
        PathSetting::Avoid,
        PathSetting::WithoutSource,
    ];

    /// The name after `ng:`.
    pub fn as_str(self) -> &'static str {
        match self {
            PathSetting::From => "from",
            PathSetting::To => "to",
            PathSetting::MaxHops => "maxHops",
            PathSetting::K => "k",
            PathSetting::AllShortest => "allShortest",
            PathSetting::Strongest => "strongest",
            PathSetting::Only => "only",
            PathSetting::MinOrigins => "minOrigins",
            PathSetting::Named => "named",
            PathSetting::Documented => "documented",
            PathSetting::Relation => "relation",
            PathSetting::NotRelation => "notRelation",
            PathSetting::On => "on",
            PathSetting::Via => "via",
            PathSetting::Avoid => "avoid",
            PathSetting::WithoutSource => "withoutSource",
        }
    }

    /// What a value looks like, for a message.
    pub(super) fn expected(self) -> &'static str {
        match self {
            PathSetting::From | PathSetting::To | PathSetting::Via | PathSetting::Avoid => {
                "an entity, such as `entity:ann`"
            }
            PathSetting::MaxHops | PathSetting::K | PathSetting::MinOrigins => {
                "a whole number from 1"
            }
            PathSetting::AllShortest
            | PathSetting::Strongest
            | PathSetting::Named
            | PathSetting::Documented => "`true` or `false`",
            PathSetting::Only => {
                "one or more of `ng:uncontested`, `ng:disputed`, `ng:denied` and `ng:retracted`"
            }
            PathSetting::Relation | PathSetting::NotRelation => "a relation, such as `rel:owns`",
            PathSetting::On => "a day, such as \"2025-03-31\"",
            PathSetting::WithoutSource => "a source, such as `source:report`",
        }
    }
}

/// What a block can ask for; the object is a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathOutput {
    Path,
    Length,
    PathStanding,
    Hop,
    HopFrom,
    HopTo,
    HopStanding,
    Link,
    Claim,
}

impl PathOutput {
    /// Everything, from the path down to the claim.
    pub const ALL: [PathOutput; 9] = [
        PathOutput::Path,
        PathOutput::Length,
        PathOutput::PathStanding,
        PathOutput::Hop,
        PathOutput::HopFrom,
        PathOutput::HopTo,
        PathOutput::HopStanding,
        PathOutput::Link,
        PathOutput::Claim,
    ];

    /// The name after `ng:`.
    pub fn as_str(self) -> &'static str {
        match self {
            PathOutput::Path => "path",
            PathOutput::Length => "length",
            PathOutput::PathStanding => "pathStanding",
            PathOutput::Hop => "hop",
            PathOutput::HopFrom => "hopFrom",
            PathOutput::HopTo => "hopTo",
            PathOutput::HopStanding => "hopStanding",
            PathOutput::Link => "link",
            PathOutput::Claim => "claim",
        }
    }

    /// What there is one row of when nothing finer is asked for.
    pub(super) fn level(self) -> Level {
        match self {
            PathOutput::Path | PathOutput::Length | PathOutput::PathStanding => Level::Path,
            PathOutput::Hop | PathOutput::HopFrom | PathOutput::HopTo | PathOutput::HopStanding => {
                Level::Hop
            }
            PathOutput::Link => Level::Link,
            PathOutput::Claim => Level::Claim,
        }
    }
}

/// How fine the rows of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Path,
    Hop,
    Link,
    Claim,
}
