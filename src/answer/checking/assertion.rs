//! Whether a sentence asserts something, so that a claim should stand behind it.
//!
//! Generous on purpose: a sentence listed without need costs a glance, one that
//! was overlooked may cost a correction. A verb of the list or any word in
//! `-ed` will do; so will a whole sentence of four words, whatever its words,
//! and three words of a language that is not English. What is left are captions
//! and crossheads.

/// Verbs in the forms in which they state something, in alphabetical order.
#[rustfmt::skip] // One word a line would be three screens.
const VERBS: &[&str] = &[
    "accuses", "admits", "agrees", "am", "are", "aren't", "argues", "asks", "became", "become",
    "becomes", "began", "begins", "believes", "belongs", "bought", "breaks", "brings", "broke",
    "brought", "built", "buys", "calls", "came", "can", "can't", "chairs", "chose", "claims",
    "comes", "confirms", "contains", "controls", "costs", "could", "couldn't", "cut", "deals",
    "declines", "denies", "did", "didn't", "died", "dies", "do", "does", "doesn't", "don't",
    "drew", "fell", "felt", "finds", "fled", "flew", "fought", "found", "founds", "funds", "gave",
    "gets", "gives", "goes", "got", "grew", "grows", "had", "hadn't", "has", "hasn't", "have",
    "haven't", "heads", "heard", "held", "helps", "hid", "hides", "hires", "hit", "holds",
    "hosts", "includes", "insists", "is", "isn't", "keeps", "kept", "knew", "knows", "lacks",
    "launches", "leads", "leaves", "led", "left", "lent", "lets", "lies", "lists", "lives",
    "loses", "lost", "made", "makes", "may", "means", "meant", "meets", "met", "might", "must",
    "needs", "negotiates", "offers", "owes", "owns", "paid", "pays", "plans", "pleads",
    "promises", "put", "puts", "ran", "read", "receives", "refuses", "reports", "represents",
    "rose", "runs", "said", "sat", "saw", "says", "seeks", "sees", "sells", "sends", "sent",
    "serves", "set", "shares", "shook", "should", "shouldn't", "shows", "sits", "sold", "sought",
    "speaks", "spends", "spent", "spoke", "stands", "stated", "states", "stole", "stood", "sues",
    "suggests", "swore", "takes", "taught", "tells", "testifies", "thinks", "thought", "threw",
    "told", "took", "uses", "wants", "was", "wasn't", "went", "were", "weren't", "will", "wins",
    "withdrew", "won", "won't", "works", "would", "wouldn't", "writes", "wrote",
];

/// Words without which hardly an English sentence does.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "he", "her", "his", "in", "it", "its", "of",
    "on", "or", "she", "that", "the", "their", "they", "this", "to", "with",
];

/// A sentence of so many words asserts something.
const WHOLE: usize = 4;

/// Likewise where no word is of a language whose verbs are known.
const OTHER_LANGUAGE: usize = 3;

/// Whether a sentence asserts something, as far as its words show.
pub(super) fn asserts(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('’', "'");
    // Whatever stands under a picture may be an accusation: `Caption: Thief.`
    let caption = lower.trim_start().strip_prefix("caption:");
    if caption.is_some_and(|rest| rest.contains(char::is_alphabetic)) {
        return true;
    }
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect();
    let is_verb = |word: &&str| {
        VERBS.binary_search(word).is_ok()
            || (word.len() > 3 && word.ends_with("ed"))
            || ["'s", "'re", "'ve", "'ll", "'d", "'m"].iter().any(|end| {
                // `he's`, but not the possessive of a name.
                word.strip_suffix(end).is_some_and(|before| {
                    [
                        "he", "she", "it", "that", "there", "we", "you", "they", "i", "who", "what",
                    ]
                    .contains(&before)
                })
            })
    };
    if words.iter().any(is_verb) {
        return true;
    }
    let wordy = words
        .iter()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    let ends = sentence.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*_".contains(c));
    if ends.ends_with(['.', '!', '?', '…', '。', '！', '？', '।']) && wordy >= WHOLE {
        return true;
    }
    // Scripts without spaces between words have few of them.
    let letters = words.iter().flat_map(|word| word.chars());
    let is_spaced = letters
        .clone()
        .all(|c| !matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{e00}'..='\u{eff}'));
    let english = words.iter().any(|word| SMALL_WORDS.contains(word));
    !english && (wordy >= OTHER_LANGUAGE || (!is_spaced && letters.count() > WHOLE))
}

/// Whether what is said in place of a picture, or under it, asserts something:
/// there a verb is often none of the list (`the minister taking a bribe`).
pub(super) fn caption_asserts(text: &str) -> bool {
    let words = text.split_whitespace();
    let wordy = words.filter(|word| word.contains(char::is_alphabetic));
    asserts(text) || wordy.count() >= WHOLE
}

/// Titles that a name follows, in lower case.
const TITLES: &[&str] = &[
    "capt", "cllr", "col", "dr", "gen", "gov", "lt", "messrs", "mr", "mrs", "ms", "prof", "rep",
    "rev", "sen", "sgt", "st",
];

/// Whether a word with a full stop is cut short, so that the sentence goes on
/// with `next`: a title, or letters (`U.S.`, `J.`) before what begins no sentence.
pub(super) fn is_cut_short(word: &str, next: &str) -> bool {
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(bare) = bare.strip_suffix('.') else {
        return false;
    };
    if TITLES.contains(&bare.to_lowercase().as_str()) {
        return true;
    }
    let letters = bare.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    });
    let next = next.to_lowercase();
    letters
        && !next.is_empty()
        && !BEGINNINGS.contains(&next.as_str())
        && !SMALL_WORDS.contains(&next.as_str())
}

/// Words that begin a sentence, beside the small ones.
const BEGINNINGS: &[&str] = &[
    "after",
    "all",
    "before",
    "but",
    "everybody",
    "everyone",
    "i",
    "if",
    "no",
    "nobody",
    "now",
    "one",
    "our",
    "since",
    "so",
    "some",
    "then",
    "there",
    "these",
    "those",
    "we",
    "what",
    "when",
    "while",
    "who",
    "yet",
    "you",
];

#[cfg(test)]
mod tests {
    use super::{VERBS, asserts};

    #[test]
    fn the_list_is_in_order_and_holds_nothing_twice() {
        assert!(VERBS.is_sorted_by(|a, b| a < b), "{VERBS:?}");
    }

    #[test]
    fn what_states_something_is_noticed_and_what_only_names_is_not() {
        for sentence in [
            "Zhao met Witkoff",
            "“It’s ours,” he said.",
            "Binance listed USD1",
            "He's out",
            "No comment from either side.",
            "Zhao leugnet alles",
            "Он встретился с ним",
            "他在杜拜见过威特科夫",
            "Payments: over 4 billion, Warrington wrote",
        ] {
            assert!(asserts(sentence), "{sentence}");
        }
        for phrase in [
            "",
            "5.",
            "The slipway",
            "By Ann Smith",
            "Photo: Ann",
            "The council's answer",
            "* * *",
        ] {
            assert!(!asserts(phrase), "{phrase}");
        }
    }
}
