//! Days as numbers: how many lie between two, and which day a clock means.

use super::date::Day;

/// Days of 400 years, after which the calendar repeats itself.
const CYCLE: i64 = 146_097;

/// The number of 1 January 1970, counted from 1 March of year 0.
const UNIX: i64 = 719_468;

impl Day {
    /// So many days after 1 January 1970; `None` beyond the years of dates.
    pub fn of_unix(days: i64) -> Option<Self> {
        let from_march = days.checked_add(UNIX)?;
        let (cycle, day) = (from_march.div_euclid(CYCLE), from_march.rem_euclid(CYCLE));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        // Months from March, so that the leap day is the last of the year.
        let month = (5 * day + 2) / 153;
        let in_month = day - (153 * month + 2) / 5 + 1;
        let (month, next) = if month < 10 {
            (month + 3, 0)
        } else {
            (month - 9, 1)
        };
        Day::new(
            i32::try_from(cycle * 400 + year + next).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(in_month).ok()?,
        )
    }

    /// How many days after 1 January 1970 it is; negative when it is earlier.
    pub fn unix(self) -> i64 {
        self.number() - UNIX
    }

    /// How many days after this one another is; negative when it is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        other.number() - self.number()
    }

    /// Days since 1 March of year 0.
    fn number(self) -> i64 {
        let (year, month, day) = self.parts();
        let (month, day) = (i64::from(month), i64::from(day));
        let year = i64::from(year) - i64::from(month <= 2);
        let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = (month + 9) % 12;
        cycle * CYCLE + year * 365 + year / 4 - year / 100 + (153 * from_march + 2) / 5 + day - 1
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1970-03-01", 59),
            ("2000-02-29", 11_016),
            ("2026-11-26", 20_783),
            ("1969-12-31", -1),
            ("0000-03-01", -719_468),
        ] {
            let day: Day = text.parse().expect("a day");
            assert_eq!((Day::of_unix(number), day.unix()), (Some(day), number));
        }
        assert_eq!(Day::of_unix(i64::MAX), None);
    }

    #[test]
    fn every_day_has_its_number() {
        let mut days = (-800_000..800_000).step_by(17).filter_map(Day::of_unix);
        let mut before = days.next().expect("a day of these years");
        for day in days {
            assert_eq!(before.days_until(day), 17, "{day}");
            before = day;
        }
    }
}
