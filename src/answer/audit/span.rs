//! Ranges of figures and of days, and whether two have nothing in common.

use crate::model::{Day, Decimal, Edtf, Qualifier};

/// One end of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge<T> {
    /// Nothing is below it.
    Least,
    At(T),
    /// Nothing is above it.
    Most,
}

/// From an edge to another, both of them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span<T> {
    from: Edge<T>,
    to: Edge<T>,
}

/// What a figure can be: about is a tenth down and up, over and under are open.
pub(super) fn range(
    value: Decimal,
    max: Option<Decimal>,
    qualifier: Option<Qualifier>,
) -> Span<Decimal> {
    let at = |value: Decimal| (Edge::At(value), Edge::At(value));
    let (from, to) = match qualifier {
        None | Some(Qualifier::Exact) => at(value),
        Some(Qualifier::About) => {
            let [less, more] = value.a_tenth_around();
            // Beyond what can be counted exactly nothing is excluded.
            let from = less.map_or(Edge::Least, Edge::At);
            (from, more.map_or(Edge::Most, Edge::At))
        }
        Some(Qualifier::Over) => (Edge::At(value), Edge::Most),
        Some(Qualifier::Under) => (Edge::Least, Edge::At(value)),
        Some(Qualifier::Between) => match max {
            Some(max) => (Edge::At(value), Edge::At(max)),
            None => at(value),
        },
    };
    Span { from, to }
}

/// The days that a date can mean; every day where there is none.
pub(super) fn dates(date: Option<&Edtf>) -> Span<Day> {
    let first = date.and_then(|date| date.earliest());
    let last = date.and_then(|date| date.latest());
    Span {
        from: first.map_or(Edge::Least, Edge::At),
        to: last.map_or(Edge::Most, Edge::At),
    }
}

/// Which of some spans have nothing in common with another of them. Linear.
pub(super) fn apart<T: Ord + Copy>(spans: &[Span<T>]) -> Vec<bool> {
    let last_begin = spans.iter().map(|span| span.from).max();
    let first_end = spans.iter().map(|span| span.to).min();
    spans
        .iter()
        .map(|span| Some(span.to) < last_begin || first_end < Some(span.from))
        .collect()
}

/// Which of some ranges have nothing in common with another whose days have
/// something in common with theirs. n log n.
pub(super) fn apart_at_one_time<T: Ord + Copy>(
    ranges: &[Span<T>],
    days: &[Span<Day>],
) -> Vec<bool> {
    let mut found = vec![false; ranges.len()];
    let mut by_from: Vec<usize> = (0..ranges.len()).collect();
    by_from.sort_by_key(|at| ranges[*at].from);
    let mut by_to: Vec<usize> = (0..ranges.len()).collect();
    by_to.sort_by_key(|at| ranges[*at].to);
    // Those that end below where this one begins, …
    let mut below = Overlaps::new(days);
    let mut ended = by_to.iter().peekable();
    for at in &by_from {
        while let Some(other) = ended.next_if(|other| ranges[**other].to < ranges[*at].from) {
            below.add(*other);
        }
        found[*at] |= below.some_with(*at);
    }
    // … and those that begin above where it ends.
    let mut above = Overlaps::new(days);
    let mut to_begin = by_from.iter().rev().peekable();
    for at in by_to.iter().rev() {
        while let Some(other) = to_begin.next_if(|other| ranges[**other].from > ranges[*at].to) {
            above.add(*other);
        }
        found[*at] |= above.some_with(*at);
    }
    found
}

/// Whether any of the spans added so far has something in common with another.
/// Those that do not either begin after it or end before it, never both.
struct Overlaps {
    /// Of each span, how many of all begin at or before its end, and how many
    /// end before its beginning, in the order of edges.
    begin_by: Vec<usize>,
    end_before: Vec<usize>,
    begins_at: Vec<usize>,
    ends_at: Vec<usize>,
    begun: Counts,
    ended: Counts,
}

impl Overlaps {
    fn new(days: &[Span<Day>]) -> Self {
        let mut begins: Vec<Edge<Day>> = days.iter().map(|span| span.from).collect();
        let mut ends: Vec<Edge<Day>> = days.iter().map(|span| span.to).collect();
        begins.sort_unstable();
        ends.sort_unstable();
        let each = |of: &dyn Fn(&Span<Day>) -> usize| days.iter().map(of).collect();
        Self {
            begin_by: each(&|span| begins.partition_point(|begin| *begin <= span.to)),
            end_before: each(&|span| ends.partition_point(|end| *end < span.from)),
            begins_at: each(&|span| begins.partition_point(|begin| *begin < span.from)),
            ends_at: each(&|span| ends.partition_point(|end| *end < span.to)),
            begun: Counts::new(days.len()),
            ended: Counts::new(days.len()),
        }
    }

    fn add(&mut self, span: usize) {
        self.begun.add(self.begins_at[span]);
        self.ended.add(self.ends_at[span]);
    }

    fn some_with(&self, span: usize) -> bool {
        self.begun.before(self.begin_by[span]) > self.ended.before(self.end_before[span])
    }
}

/// Counts at places, and their sum before a place: a Fenwick tree.
struct Counts(Vec<usize>);

impl Counts {
    fn new(places: usize) -> Self {
        Self(vec![0; places + 1])
    }

    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while at < self.0.len() {
            self.0[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    fn before(&self, place: usize) -> usize {
        let (mut at, mut sum) = (place, 0);
        while at > 0 {
            sum += self.0[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    impl<T: Ord> Span<T> {
        fn is_apart(&self, other: &Self) -> bool {
            self.to < other.from || other.to < self.from
        }
    }

    fn figure(text: &str) -> Span<Decimal> {
        let (word, number) = text.split_once(' ').unwrap_or(("", text));
        let (number, max) = number.split_once("..").unwrap_or((number, ""));
        let qualifier = Qualifier::ALL.into_iter().find(|q| q.as_str() == word);
        let number = number.parse().expect("a number");
        range(number, max.parse().ok(), qualifier)
    }

    #[test]
    fn figures_agree_where_their_ranges_touch() {
        for (one, other, is_apart) in [
            ("10", "10.00", false),
            ("10", "11", true),
            ("about 10", "11", false),
            ("about 10", "11.01", true),
            ("about 10", "about 12", false),
            ("about -10", "-9", false),
            ("about -10", "-8.9", true),
            ("over 10", "10", false),
            ("over 10", "9", true),
            ("over 10", "under 9", true),
            ("over 10", "over 20", false),
            ("under 10", "10", false),
            ("between 5..7", "exact 8", true),
            ("between 5..7", "about 7.5", false),
            ("about 170000000000000000000", "1", true),
            // A tenth more than this is beyond what can be counted.
            (
                "about 160000000000000000000",
                "170000000000000000000",
                false,
            ),
        ] {
            assert_eq!(
                figure(one).is_apart(&figure(other)),
                is_apart,
                "{one}, {other}"
            );
            assert_eq!(
                figure(other).is_apart(&figure(one)),
                is_apart,
                "{other}, {one}"
            );
        }
    }

    fn spans<T: Ord + Copy>(span: &[(T, T)]) -> Vec<Span<T>> {
        let edges = |(a, b): &(T, T)| Span {
            from: Edge::At(*a.min(b)),
            to: Edge::At(*a.max(b)),
        };
        span.iter().map(edges).collect()
    }

    proptest! {
        #[test]
        fn whoever_disagrees_is_found_as_by_comparing_each_with_each(
            all in vec(((0_u8..12, 0_u8..12), (1_u8..20, 1_u8..20)), 0..20),
        ) {
            let ranges = spans(&all.iter().map(|(range, _)| *range).collect::<Vec<_>>());
            let day = |day| Day::new(2024, 1, day).expect("a day of January");
            let days = all.iter().map(|(_, (a, b))| (day(*a), day(*b)));
            let mut days = spans(&days.collect::<Vec<_>>());
            if let Some(open) = days.first_mut() {
                open.from = Edge::Least;
            }
            let each = |with_days: bool| -> Vec<bool> {
                let disagree = |a: usize, b: usize| {
                    ranges[a].is_apart(&ranges[b]) && !(with_days && days[a].is_apart(&days[b]))
                };
                let every = 0..ranges.len();
                every.clone().map(|a| every.clone().any(|b| disagree(a, b))).collect()
            };
            prop_assert_eq!(apart(&ranges), each(false));
            prop_assert_eq!(apart_at_one_time(&ranges, &days), each(true));
        }
    }
}
