//! Looking a number up in a long ascending list that lies in a file.

/// How far from the guess is looked first: within a page of the file.
const NEAR: usize = 64;

/// Where a number stands in an ascending list, looked for first where it would
/// be if the numbers were evenly spread. Terms of one kind nearly are, and a
/// look at every middle is a look at as many pages of the file.
pub(super) fn place_of<T>(list: &[T], wanted: u32, number: impl Fn(&T) -> u32) -> Option<usize> {
    let (first, last) = (number(list.first()?), number(list.last()?));
    let (steps, span) = (wanted.checked_sub(first)?, last.checked_sub(wanted)?);
    let width = u64::from(steps) + u64::from(span);
    let guess = u64::from(steps) * (list.len() as u64 - 1) / width.max(1);
    let guess = usize::try_from(guess).ok()?.min(list.len() - 1);
    // Everything before `from` is below, nothing from `to` on is.
    let (mut from, mut to) = (0, list.len());
    let mut step = NEAR;
    if number(&list[guess]) < wanted {
        from = guess + 1;
        while let Some(one) = list.get(guess + step) {
            if number(one) >= wanted {
                to = guess + step;
                break;
            }
            from = guess + step + 1;
            step *= 2;
        }
    } else {
        to = guess;
        while let Some(at) = guess.checked_sub(step) {
            if number(&list[at]) < wanted {
                from = at + 1;
                break;
            }
            to = at;
            step *= 2;
        }
    }
    let at = from
        + list
            .get(from..to)?
            .partition_point(|one| number(one) < wanted);
    (number(list.get(at)?) == wanted).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_the_list_is_spread() {
        let even: Vec<u32> = (0..1_000).map(|at| at * 3).collect();
        let bent: Vec<u32> = (0..1_000).map(|at: u32| at * at).collect();
        let late: Vec<u32> = [0, 1, 2]
            .into_iter()
            .chain(u32::MAX - 500..=u32::MAX)
            .collect();
        for list in [&even[..], &bent, &late, &late[..1], &[]] {
            for (at, number) in list.iter().enumerate() {
                assert_eq!(place_of(list, *number, |one| *one), Some(at));
            }
            for absent in [4, 10, 999_000, u32::MAX - 501] {
                assert_eq!(
                    place_of(list, absent, |one| *one),
                    list.binary_search(&absent).ok()
                );
            }
        }
    }
}
