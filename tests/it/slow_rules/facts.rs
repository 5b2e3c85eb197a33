//! The rules on cases small enough to be checked by eye. Each test is named for
//! the fact it establishes; the program and the second reading must agree on it.

use std::collections::BTreeSet;

use nutgraf::model::Rule;
use nutgraf::model::Standing;
use nutgraf::model::Support;

use super::differences;
use super::plain::read;
use super::plain_links::PlainLink;
use super::plain_links::links;
use super::plain_links::reported;
use super::plain_links::uncontested;
use super::rules::Verdict;
use super::rules::verdict;

/// The verdict of both readings on one claim.
fn ask(text: &str, claim: &str) -> Verdict {
    let case = read(text);
    assert_eq!(differences(&case), Vec::<String>::new());
    verdict(&case, claim)
}

fn standing(text: &str, claim: &str) -> (Standing, Rule) {
    let verdict = ask(text, claim);
    (verdict.standing, verdict.rule)
}

fn link_ids(text: &str) -> Vec<String> {
    let case = read(text);
    assert_eq!(differences(&case), Vec::<String>::new());
    links(&case).into_iter().map(|link| link.id).collect()
}

fn ids(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| id.to_string()).collect()
}

const RETRACTED: (Standing, Rule) = (Standing::Retracted, Rule::NoCitationLeft);
const DENIED: (Standing, Rule) = (Standing::Denied, Rule::DeniedByParty);
const DISPUTED: (Standing, Rule) = (Standing::Disputed, Rule::DeniedOtherwise);
const SUMS_UP: (Standing, Rule) = (Standing::Disputed, Rule::SummarisesContested);
const UNCONTESTED: (Standing, Rule) = (Standing::Uncontested, Rule::NoDenialRecorded);

/// A friend told a paper, whose report a digest repeated.
const TOLD: &str = "
    entities ann bo cy family
    source digest publication
    source paper publication via=digest
    source friend person via=paper
    claim c ann owns bo cites=friend
";

#[test]
fn a_relays_withdrawal_removes_nothing() {
    let withdrawn = format!("{TOLD} answer d retracted of=c,digest,paper by=digest");
    let verdict = ask(&withdrawn, "c");
    assert_eq!((verdict.standing, verdict.rule), UNCONTESTED);
    assert_eq!(verdict.answers, ["d"]);
    assert_eq!(verdict.outlets, ids(&["paper"]));
    assert_eq!(verdict.relays, ids(&["digest"]));
}

#[test]
fn an_outlets_withdrawal_takes_what_reached_the_desk_through_it() {
    let withdrawn = format!("{TOLD} answer d retracted of=paper by=paper");
    let verdict = ask(&withdrawn, "c");
    assert_eq!((verdict.standing, verdict.rule), RETRACTED);
    assert_eq!(verdict.support, BTreeSet::new());
    let also_on_paper = format!(
        "{withdrawn}
        source deed document
        claim x ann owns bo cites=friend,deed"
    );
    let verdict = ask(&also_on_paper, "x");
    assert_eq!((verdict.standing, verdict.rule), UNCONTESTED);
    assert_eq!(verdict.support, BTreeSet::from([Support::Document]));
}

#[test]
fn a_voice_withdraws_what_it_told_and_nothing_else() {
    let withdrawn = format!(
        "{TOLD}
        claim x ann owns bo cites=paper
        answer d retracted of=c,x by=friend"
    );
    assert_eq!(standing(&withdrawn, "c"), RETRACTED);
    assert_eq!(standing(&withdrawn, "x"), UNCONTESTED);
}

#[test]
fn nobody_withdraws_for_another() {
    let stranger = format!(
        "{TOLD}
        source rival publication
        answer d retracted of=c,paper by=rival
        answer e retracted of=c by=cy
        answer f retracted of=paper"
    );
    let verdict = ask(&stranger, "c");
    assert_eq!((verdict.standing, verdict.rule), UNCONTESTED);
    assert_eq!(verdict.answers, ["d", "e", "f"]);
}

#[test]
fn an_entity_withdraws_what_it_said_as_a_source() {
    let withdrawn = "
        entities ann bo
        source paper publication
        source letter statement entity=ann via=paper
        source clerk person side=ann via=paper
        claim c ann owns bo cites=letter
        claim x ann owns bo cites=clerk
        answer d retracted of=c,x by=ann
    ";
    assert_eq!(standing(withdrawn, "c"), RETRACTED);
    assert_eq!(standing(withdrawn, "x"), UNCONTESTED);
}

#[test]
fn a_correction_kept_as_a_source_of_its_own_removes_nothing() {
    // The chain decides: whoever records a withdrawal has to name the report
    // that is on it, not the notice in which it was withdrawn.
    let notice = "
        entities ann bo press
        source paper publication entity=press
        source notice publication entity=press
        claim c ann owns bo cites=paper
        answer d retracted of=paper by=notice
    ";
    assert_eq!(standing(notice, "c"), UNCONTESTED);
}

#[test]
fn a_familys_denial_is_not_a_partys() {
    let family = format!("{TOLD} answer d denied whole of=c by=family");
    assert_eq!(standing(&family, "c"), DISPUTED);
    let party = format!("{TOLD} answer d denied whole of=c by=family behalf=ann");
    assert_eq!(standing(&party, "c"), DENIED);
}

#[test]
fn whoever_speaks_from_a_partys_side_denies_as_the_party() {
    let aide = format!(
        "{TOLD}
        source aide anonymous side=bo
        answer d denied general of=c by=aide"
    );
    assert_eq!(standing(&aide, "c"), DENIED);
}

#[test]
fn a_denial_of_a_part_or_of_the_wording_disputes() {
    for scope in ["part", "characterisation"] {
        let denied = format!("{TOLD} answer d denied {scope} of=c by=ann");
        assert_eq!(standing(&denied, "c"), DISPUTED);
    }
}

#[test]
fn whoever_a_claim_concerns_can_deny_it_and_what_was_bought_cannot() {
    let bought = "
        entities ann bo coin issuer
        source paper publication
        claim t pays payer=ann payee=bo paid-in=coin for=coin concerns=issuer cites=paper
    ";
    for (who, expected) in [
        ("ann", DENIED),
        ("bo", DENIED),
        ("issuer", DENIED),
        ("coin", DISPUTED),
    ] {
        let denied = format!("{bought} answer d denied whole of=t by={who}");
        assert_eq!(standing(&denied, "t"), expected, "{who}");
    }
}

/// Three at a table, reported by one paper.
const TABLE: &str = "
    entities ann bo cy
    source paper publication
    meeting m ann bo cy
    claim m.ann ann attended m cites=paper
    claim m.bo bo attended m cites=paper
    claim m.cy cy attended m cites=paper
";

#[test]
fn a_participant_denies_the_whole_meeting() {
    let denied = format!("{TABLE} answer d denied whole of=m by=ann");
    for claim in ["m.ann", "m.bo", "m.cy"] {
        assert_eq!(standing(&denied, claim), DENIED);
    }
}

#[test]
fn a_participant_is_no_party_to_anothers_attendance() {
    let denied = format!("{TABLE} answer d denied whole of=m.bo by=ann");
    assert_eq!(standing(&denied, "m.ann"), UNCONTESTED);
    assert_eq!(standing(&denied, "m.bo"), DISPUTED);
}

#[test]
fn a_meeting_of_two_has_the_worse_standing_of_their_attendances() {
    let denied = format!("{TABLE} answer d denied whole of=m.bo by=bo");
    let case = read(&denied);
    assert_eq!(differences(&case), Vec::<String>::new());
    let found: Vec<(String, Standing)> = links(&case)
        .into_iter()
        .map(|PlainLink { id, standing, .. }| (id, standing))
        .collect();
    let expected = [
        ("m.ann.bo", Standing::Denied),
        ("m.ann.cy", Standing::Uncontested),
        ("m.bo.cy", Standing::Denied),
    ];
    assert_eq!(
        found,
        expected.map(|(id, standing)| (id.to_owned(), standing))
    );
    assert_eq!(reported(&case).len(), 3);
    let left = (String::from("ann"), String::from("met"), String::from("cy"));
    assert_eq!(uncontested(&case), BTreeSet::from([left]));
}

#[test]
fn a_denied_report_disputes_only_the_claims_of_who_denies_it() {
    let denied = format!(
        "{TOLD}
        claim x cy owns bo cites=paper
        answer d denied whole of=paper by=ann"
    );
    let hers = ask(&denied, "c");
    assert_eq!((hers.standing, hers.rule), DISPUTED);
    assert_eq!(hers.answers, ["d"]);
    let not_hers = ask(&denied, "x");
    assert_eq!((not_hers.standing, not_hers.rule), UNCONTESTED);
    assert_eq!(not_hers.answers, Vec::<String>::new());
}

#[test]
fn a_denied_relay_still_disputes_what_it_passed_on() {
    let denied = format!("{TOLD} answer d denied whole of=digest by=ann");
    assert_eq!(standing(&denied, "c"), DISPUTED);
}

#[test]
fn a_silence_changes_nothing_and_is_shown() {
    for stance in ["declined", "no-response", "commented", "pending"] {
        let silent = format!(
            "{TOLD}
            answer d {stance} of=c by=cy
            answer e {stance} of=paper by=ann
            answer f {stance} of=paper by=cy"
        );
        let verdict = ask(&silent, "c");
        assert_eq!((verdict.standing, verdict.rule), UNCONTESTED);
        assert_eq!(verdict.answers, ["d", "e"]);
    }
}

#[test]
fn an_answer_to_a_question_is_no_answer_to_the_claim_it_is_about() {
    let denied = format!(
        "{TOLD}
        question q about=c
        answer d denied whole of=q by=ann"
    );
    let verdict = ask(&denied, "c");
    assert_eq!((verdict.standing, verdict.rule), UNCONTESTED);
    assert_eq!(verdict.answers, Vec::<String>::new());
}

#[test]
fn a_summary_of_a_summary_of_a_denied_claim_is_disputed() {
    let denied = format!(
        "{TOLD}
        claim x ann advises bo sums=c cites=paper
        claim y ann advises bo sums=x cites=paper
        answer d denied whole of=c by=ann"
    );
    assert_eq!(standing(&denied, "c"), DENIED);
    assert_eq!(standing(&denied, "x"), SUMS_UP);
    assert_eq!(standing(&denied, "y"), SUMS_UP);
}

#[test]
fn a_summary_of_a_retracted_claim_is_not_contested_by_it() {
    let withdrawn = format!(
        "{TOLD}
        claim x ann advises bo sums=c cites=digest
        answer d denied whole of=c by=ann
        answer e retracted of=c by=paper"
    );
    assert_eq!(standing(&withdrawn, "c"), RETRACTED);
    let summary = ask(&withdrawn, "x");
    assert_eq!((summary.standing, summary.rule), UNCONTESTED);
    assert_eq!(summary.origins, 0);
}

#[test]
fn a_summary_has_the_origins_of_what_it_sums_up() {
    let summed = format!(
        "{TOLD}
        source rival publication
        claim x ann advises bo cites=rival
        claim y ann advises bo sums=c,x cites=digest"
    );
    let verdict = ask(&summed, "y");
    assert_eq!(verdict.origins, 2);
    assert_eq!(verdict.outlets, ids(&["digest"]));
}

#[test]
fn voices_nobody_assessed_count_once_per_outlet() {
    let told = "
        entities ann bo
        source paper publication
        source one anonymous via=paper
        source two anonymous via=paper
        source deed document origin=registry via=paper
        claim c ann owns bo cites=one,two
        claim x ann owns bo cites=one,two,deed
    ";
    let verdict = ask(told, "c");
    assert_eq!((verdict.origins, verdict.voices), (1, None));
    assert_eq!(verdict.support, BTreeSet::from([Support::Anonymous]));
    assert_eq!(ask(told, "x").origins, 2);
}

#[test]
fn an_origin_is_no_outlet_though_they_share_a_word() {
    let told = "
        entities ann bo
        source paper publication
        source one person origin=paper via=paper
        claim c ann owns bo cites=one,paper
    ";
    assert_eq!(ask(told, "c").origins, 2);
}

#[test]
fn two_passages_of_a_source_are_one_voice() {
    let told = format!("{TOLD} claim x ann owns bo cites=friend,friend");
    assert_eq!(ask(&told, "x").voices, Some(1));
}

#[test]
fn an_anonymous_voice_of_a_party_stays_anonymous() {
    let told = "
        entities ann bo
        source paper publication
        source aide anonymous entity=ann side=ann via=paper
        source press spokesperson side=ann via=paper
        source letter statement entity=ann via=paper
        source other statement entity=bo via=paper
        claim a ann is cites=aide
        claim b ann is cites=press
        claim c ann is cites=letter
        claim d ann is cites=other
    ";
    let only = |claim: &str| ask(told, claim).support.into_iter().collect::<Vec<_>>();
    assert_eq!(only("a"), [Support::Anonymous]);
    assert_eq!(only("b"), [Support::OwnAccount]);
    assert_eq!(only("c"), [Support::OwnAccount]);
    assert_eq!(only("d"), [Support::Named]);
}

#[test]
fn a_partys_confirmation_stands_beside_a_denial() {
    let both = format!(
        "{TOLD}
        answer d denied whole of=c by=ann
        answer e confirmed whole of=c by=bo
        answer f confirmed whole of=c by=cy
        answer g confirmed part of=c by=ann"
    );
    let verdict = ask(&both, "c");
    assert_eq!((verdict.standing, verdict.rule), DENIED);
    assert_eq!(verdict.acknowledged_by, ["e"]);
    assert_eq!(verdict.answers, ["d", "e", "f", "g"]);
    assert_eq!(verdict.voices, Some(3));
}

#[test]
fn whoever_confirms_what_it_told_is_one_voice_as_a_source_and_as_an_entity() {
    let told = "
        entities ann bo
        source letter statement entity=ann
        claim c ann owns bo cites=letter
    ";
    for by in ["letter", "ann"] {
        let confirmed = format!("{told} answer d confirmed whole of=c by={by}");
        assert_eq!(ask(&confirmed, "c").voices, Some(1));
    }
}

#[test]
fn only_a_publication_is_listed_as_a_relay() {
    let told = "
        entities ann bo
        source archive dataset
        source digest publication via=archive
        source paper publication via=digest
        claim c ann owns bo cites=paper
    ";
    assert_eq!(ask(told, "c").relays, ids(&["digest"]));
}

#[test]
fn attributes_projects_and_unknown_ends_link_nobody() {
    let told = "
        entities ann bo coin
        source paper publication
        claim a ann is cites=paper
        claim b ann owns bo mode=projected cites=paper
        claim c ann owns bo mode=ended cites=paper
        claim t pays payee=bo paid-in=coin for=coin cites=paper
        claim u pays payer=ann payee=bo paid-in=coin for=coin cites=paper
    ";
    let expected = [
        "c",
        "t.received",
        "u.bought",
        "u.paid",
        "u.paid-in",
        "u.received",
    ];
    assert_eq!(link_ids(told), expected);
}

#[test]
fn a_denied_link_is_reported_and_a_retracted_one_is_not() {
    let told = format!(
        "{TOLD}
        claim x bo advises cy cites=digest
        answer d denied whole of=c by=ann
        answer e retracted of=x by=digest"
    );
    let case = read(&told);
    assert_eq!(differences(&case), Vec::<String>::new());
    let denied = (
        String::from("ann"),
        String::from("owns"),
        String::from("bo"),
    );
    assert_eq!(reported(&case), BTreeSet::from([denied]));
    assert_eq!(uncontested(&case), BTreeSet::new());
}
