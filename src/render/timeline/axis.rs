//! A horizontal axis of time: from days to pixels, and which days are marked.

use crate::model::{Day, month_name};

/// How many days to leave free at either side of a single day.
const AROUND: i64 = 15;

/// From days to pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    first: i64,
    last: i64,
    left: f64,
    right: f64,
}

/// A day that is marked on the axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub x: f64,
    pub text: String,
}

/// Steps between marks: days, months or years, the smallest first.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Months(i32),
    Years(i32),
}

const STEPS: [Step; 20] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1_000),
    Step::Years(2_000),
    Step::Years(5_000),
];

impl Axis {
    /// An axis that shows these days between these places.
    pub fn new(days: impl Iterator<Item = Day>, left: f64, right: f64) -> Axis {
        let days: Vec<i64> = days.map(Day::unix).collect();
        let first = days.iter().min().copied().unwrap_or(0);
        let last = days.iter().max().copied().unwrap_or(0);
        let around = match last - first {
            0..=2 => AROUND,
            // Open ends need room to be seen.
            span => (span / 25).max(1),
        };
        Axis {
            first: first - around,
            last: last + 1 + around,
            left,
            right,
        }
    }

    pub fn left(&self) -> f64 {
        self.left
    }

    pub fn right(&self) -> f64 {
        self.right
    }

    /// Where a day begins.
    pub fn begin(&self, day: Day) -> f64 {
        self.place(day.unix())
    }

    /// Where a day ends.
    pub fn end(&self, day: Day) -> f64 {
        self.place(day.unix() + 1)
    }

    fn place(&self, day: i64) -> f64 {
        let part = (day - self.first) as f64 / (self.last - self.first) as f64;
        self.left + part * (self.right - self.left)
    }

    /// The marks: as close as their texts allow, each on the first day of what
    /// it names.
    pub fn ticks(&self, width: impl Fn(&str) -> f64) -> Vec<Tick> {
        let mut ticks = Vec::new();
        for step in STEPS {
            let closer = self.every(step);
            let apart = closer.windows(2).all(|two| {
                two[1].x - two[0].x >= width(&two[0].text).max(width(&two[1].text)) + 12.0
            });
            // A step as long as the axis marks nothing.
            if apart && (2..=60).contains(&closer.len()) {
                ticks = closer;
                break;
            }
        }
        // A text is centred on its mark and must not reach out of the picture.
        ticks.retain(|tick| {
            let half = width(&tick.text) / 2.0;
            tick.x - half >= self.left - 4.0 && tick.x + half <= self.right + 4.0
        });
        ticks
    }

    fn every(&self, step: Step) -> Vec<Tick> {
        let (first, last) = (parts(self.first), parts(self.last));
        let mut ticks = Vec::new();
        let mut add = |year: i32, month: u8, day: u8, text: String| {
            let at = Day::new(year, month, day).map(Day::unix);
            if let Some(at) = at.filter(|at| (self.first..=self.last).contains(at)) {
                ticks.push(Tick {
                    x: self.place(at),
                    text,
                });
            }
        };
        match step {
            Step::Days(days) => {
                // Far too many to be shown are not made.
                if (self.last - self.first) / days <= 100 {
                    let mut at = self.first;
                    while at <= self.last {
                        let (year, month, day) = parts(at);
                        add(year, month, day, in_short(year, month, day));
                        at += days;
                    }
                }
            }
            Step::Months(months) => {
                if last.0 - first.0 <= 100 {
                    for year in first.0..=last.0 {
                        for month in 1..=12_u8 {
                            if i32::from(month - 1) % months == 0 {
                                let text = &month_name(month)[..3];
                                add(year, month, 1, format!("{text} {}", year_text(year)));
                            }
                        }
                    }
                }
            }
            Step::Years(years) => {
                for year in first.0..=last.0 {
                    if year.rem_euclid(years) == 0 {
                        add(year, 1, 1, year_text(year));
                    }
                }
            }
        }
        ticks
    }
}

/// Year, month and day of what may lie a little beyond the years that dates have.
fn parts(at: i64) -> (i32, u8, u8) {
    match Day::of_unix(at) {
        Some(day) => day.parts(),
        None if at < 0 => (-9_999, 1, 1),
        None => (9_999, 12, 31),
    }
}

/// A day as on the axis: `27 Oct 2026`.
pub(super) fn day_text(day: Day) -> String {
    let (year, month, day) = day.parts();
    in_short(year, month, day)
}

fn in_short(year: i32, month: u8, day: u8) -> String {
    format!("{day} {} {}", &month_name(month)[..3], year_text(year))
}

fn year_text(year: i32) -> String {
    match year {
        1.. => year.to_string(),
        _ => format!("{} BC", 1 - year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_never_touch() {
        let width = |text: &str| text.len() as f64 * 8.0;
        for (first, last) in [
            ("2024-05-12", "2024-05-12"),
            ("2024-01-01", "2024-02-01"),
            ("2024-01-01", "2025-12-31"),
            ("1990-01-01", "2025-12-31"),
            ("-0400-01-01", "2025-12-31"),
            ("-9000-01-01", "9999-12-31"),
        ] {
            let days = [first, last].map(|day| day.parse().expect("a day"));
            let ticks = Axis::new(days.into_iter(), 100.0, 900.0).ticks(width);
            assert!((2..=60).contains(&ticks.len()), "{first}: {ticks:?}");
            for two in ticks.windows(2) {
                assert!(two[1].x - two[0].x > width(&two[0].text), "{two:?}");
            }
        }
    }
}
