//! The codes of an audit: what each finding says, why it matters, what mends it.
//!
//! Plain words, the same in every form of the answer and in `explain`. What
//! fires a code is for the files beside this one.

macro_rules! codes {
    ($($variant:ident $name:literal { $meaning:literal, $mend:literal, $fires:literal, $why:literal })*) => {
        /// What an audit can find.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode { $($variant),* }

        impl FindingCode {
            /// Every code, in the order of an answer.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$variant),*];

            /// The word on the command line and in every form of the answer.
            pub fn as_str(self) -> &'static str {
                match self { $(FindingCode::$variant => $name),* }
            }

            /// What it says of whatever it is found of, without a full stop.
            pub fn meaning(self) -> &'static str {
                match self { $(FindingCode::$variant => $meaning),* }
            }

            /// What would make the finding go, without a full stop.
            pub fn mend(self) -> &'static str {
                match self { $(FindingCode::$variant => $mend),* }
            }

            /// What exactly it takes, in sentences.
            pub fn fires(self) -> &'static str {
                match self { $(FindingCode::$variant => $fires),* }
            }

            /// What may go wrong for whoever prints it all the same.
            pub fn why(self) -> &'static str {
                match self { $(FindingCode::$variant => $why),* }
            }
        }
    };
}

codes! {
    Retracted "retracted" {
        "every source behind the claim has withdrawn it",
        "a source that still stands by it; or leave it out, or print it as withdrawn",
        "A claim has no citation left: a source on each of its chains, up to and including the outlet, withdrew it.",
        "To repeat what its own source took back is to say it on one's own account."
    }
    SingleOrigin "single-origin" {
        "all that supports the claim goes back to one origin, and no document is among it",
        "a second origin that knows by itself, or a document",
        "A claim that is not withdrawn has exactly one origin, and none of its citations left is a document, dataset or ledger.",
        "If that one origin errs, nothing else holds the claim."
    }
    SingleOutlet "single-outlet" {
        "several origins, but all of them through one publication",
        "one of the origins reached without that publication, or a second publication with sources of its own",
        "A claim that is not withdrawn has two origins or more and exactly one outlet, which is a publication.",
        "That there are several origins is this one publication's word."
    }
    UnnamedOnly "unnamed-only" {
        "nobody stands behind the claim by name",
        "a voice on record by name, or a document",
        "All support of a claim that is not withdrawn is anonymous voices, or spokespersons whose names are not given.",
        "Nobody can be held to it, and nobody can be asked again by a court or a reader."
    }
    OneEnding "one-ending" {
        "several sources are cited, and all end at one origin",
        "a source that does not go back to that origin; or count and print them as one",
        "A claim that is not withdrawn and sums up no others has two or more different sources left, and one origin.",
        "Repetition looks like confirmation."
    }
    CircularSourcing "circular-sourcing" {
        "sources that have it from one another",
        "where the first of them has it from, in its `origin` or `via`",
        "A source's `via` has it from that source; a source whose `origin` cell is the id or the name of another source has it from that one. Followed from source to source, these lead back to where they began.",
        "A report that confirms its own echo has no origin at all."
    }
    RelayCited "relay-cited" {
        "what is cited only passes on what another publication reported",
        "the publication that reported it, read itself, and cited without the relay",
        "A claim that is not withdrawn has a citation left on whose chain a publication stands after the outlet.",
        "Summaries drop the reservations of what they summarise."
    }
    AnswerUnsourced "answer-unsourced" {
        "a denial of which nothing says where it was made",
        "the source of the denial in `by`, or in `via` where it was published or who passed it on",
        "An answer of stance denied has no source in `by` (an entity, or nobody) and nothing in `via`.",
        "A denial has to be quoted as carefully as what it denies."
    }
    NoReply "no-reply" {
        "nothing on record says that this party was asked, or what it answered",
        "ask, and enter the answer, the refusal or the silence in denials.csv, with the day and the deadline",
        "A claim calls for an answer when it is not withdrawn and is denied or disputed, or its relation is of category `legal`, or only unnamed voices support it. A named person or organisation that is a party to it has given no answer to the claim, to its meeting or to a source it rests on, and is no source of it.",
        "Whoever is accused has to be heard before it is printed."
    }
    AskedElsewhere "asked-elsewhere" {
        "this party declined or kept silent on something else; on this claim nothing is on record",
        "ask about this claim too, or enter that the refusal was of it as well",
        "Like no-reply, but the same party has an answer of stance declined or no-response on record for something else.",
        "A refusal to speak of one thing is easily printed as a refusal to speak of another."
    }
    ReplyOverdue "reply-overdue" {
        "asked, and nothing came by the deadline",
        "enter what came, or that nothing did (no-response); or ask again, and move the deadline",
        "An answer of stance pending has a deadline whose last day is before the day of the audit, and not all that it asks has another answer of the same party.",
        "Whoever was given until a day is printed as silent after it, or is still waited for."
    }
    FiguresDisagree "figures-disagree" {
        "figures of one thing that cannot all be right",
        "the figure that was checked, with its source; the others marked with what they count differently, or by their dates",
        "Claims that are not withdrawn, of one mode, give one attribute of one subject in one unit, or one payment (payer, payee, currency, asset, purpose), figures whose ranges have nothing in common, unless their dates have nothing in common either. About is read as a tenth up or down, over and under as open ends.",
        "A reader who finds the other figure will doubt the rest."
    }
    DatesDisagree "dates-disagree" {
        "dates of one thing that cannot all be right",
        "the date that was checked, with its source; or what tells the two events apart (`detail`, `purpose`)",
        "Claims that are not withdrawn, of one mode, say the same relationship, the same payment, or the same attribute with dates as values, and their dates have nothing in common. A bound that is not known excludes nothing.",
        "Either one date is wrong, or two events were taken for one."
    }
    DatePassed "date-passed" {
        "what was expected or sought by a day that has passed",
        "what became of it, as a claim of its own; or a later date with its source",
        "A claim that is not withdrawn is projected or sought, and the last day its date can mean is before the day of the audit.",
        "A plan that is printed as a plan after its day is out of date, and may have failed."
    }
    StrongerThanSupport "stronger-than-support" {
        "printed as a fact, on anonymous voices of one origin",
        "say in the sentence who says so; or enter it as hearsay; or find support of another kind",
        "A claim that is not withdrawn is of mode asserted, all its support is anonymous, it has one origin, and its sentence has no word that attributes it (said, according, reportedly, alleged, may, sources, and the like).",
        "The sentence claims more than the desk knows."
    }
    PassageMissing "passage-missing" {
        "a source is cited without its words",
        "the words it used, as `quote`, in the claim's row where it has one source, else in citations.csv",
        "A source among the citations left has no passage with a quote for this claim. Ledgers, datasets and the desk's own inferences are not asked for one.",
        "Whether the sentence says what the source says cannot be checked."
    }
    LocatorMissing "locator-missing" {
        "a source is cited without the place in it",
        "page, paragraph, line or time as `locator`",
        "A source among the citations left has no passage with a locator for this claim. It is not asked of the desk's own inferences, nor of people and organisations who spoke to the desk itself.",
        "Whoever checks has to read all of it, and so will a court."
    }
    NeedsAttention "needs-attention" {
        "somebody noted a concern, and nobody has settled it",
        "settle it: check = accurate, with `checked_by`; or correct the claim",
        "The check of a claim that is not withdrawn says needs-attention; or a concern is noted, and the check does not say accurate.",
        "The doubt is known, and in writing."
    }
    UnusedSource "unused-source" {
        "nothing in the case rests on this source",
        "cite it where it is meant, or take it out",
        "A source is on no chain that begins with a source of a claim, with the speaker or the outlet of an answer, or with the source of a question.",
        "What it says may be missing from the case; what it contradicts may stand unopposed."
    }
    CopyMissing "copy-missing" {
        "no copy of it is kept",
        "an archived copy, with its address in `archived`",
        "A publication, document, dataset or ledger that is used, or a statement with a URL, has nothing in `archived`.",
        "Pages change and vanish, and they do so once they are quoted."
    }
    HashMissing "hash-missing" {
        "no hash of the copy is kept",
        "the SHA-256 of the kept copy in `sha256`",
        "A publication, document, dataset or ledger that is used has nothing in `sha256`.",
        "Nobody can show that the copy is still what was read."
    }
    OpenQuestion "open-question" {
        "a question of the desk that nothing answers",
        "the claim that answers it, in `answered_by`",
        "A question has nothing in `answered_by`.",
        "What the desk itself asks, others will ask too."
    }
    MaybeSame "maybe-same" {
        "two that may be one, or may be taken for one",
        "decide it in identities.csv; what is decided yes or no is not found again",
        "Two people, two organisations or two assets, named and not decided yes or no in identities.csv, have the same Wikidata item or LEI, or names or aliases that are alike: the same words in any order; long names of which one letter differs; a person's initial and last name.",
        "What is said of one is held against the other, or what belongs together stays apart."
    }
}

/// Reads a code; an error names the nearest.
///
/// # Errors
/// For a word that is none, with a sentence.
pub fn code_of(text: &str) -> Result<FindingCode, String> {
    let all = FindingCode::ALL.iter().copied();
    if let Some(code) = all.clone().find(|code| code.as_str() == text) {
        return Ok(code);
    }
    let mut near: Vec<(f64, &str)> = all
        .map(|code| (nearness(text, code.as_str()), code.as_str()))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<&str> = near.iter().take(3).map(|(_, name)| *name).collect();
    Err(match &near[..] {
        [] => "no such code; `nutgraf explain` lists them".to_owned(),
        some => format!("no such code; did you mean `{}`?", some.join("` or `")),
    })
}

/// A part of a code is as good as one that is spelt nearly so.
fn nearness(text: &str, code: &str) -> f64 {
    match text.len() > 2 && code.contains(text) {
        true => 1.0,
        false => strsim::jaro_winkler(text, code),
    }
}

#[cfg(test)]
mod tests {
    use super::FindingCode;

    #[test]
    fn every_code_has_its_words() {
        for code in FindingCode::ALL {
            for phrase in [code.meaning(), code.mend()] {
                assert!(!phrase.is_empty() && !phrase.ends_with('.'), "{phrase}");
            }
            for sentences in [code.fires(), code.why()] {
                assert!(sentences.ends_with('.'), "{sentences}");
            }
        }
    }
}
