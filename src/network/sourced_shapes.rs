//! The questions about sources in odd places: networks whose answer can be
//! seen by eye, a very long chain, and damaged sections.

use crate::model::Standing;
use crate::network::answers::Question;
use crate::network::budget::Budget;
use crate::network::error::NetworkError;
use crate::network::falls::falls;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::holds::AtLeast;
use crate::network::holds::Connection;
use crate::network::holds::Holds;
use crate::network::holds::HoldsBudget;
use crate::network::holds::HoldsLimit;
use crate::network::holds::holds;
use crate::network::independent::Independent;
use crate::network::independent::independent;
use crate::network::key::key;
use crate::network::key::key_between;
use crate::network::label::By;
use crate::network::sourced::Told;
use crate::network::sourced::hold;
use crate::network::testing::Dice;
use crate::network::testing::Plain;
use crate::network::testing::Sections;
use crate::network::testing::claim;
use crate::network::testing::link;
use crate::network::withdrawn::Rests;

type Outcome = Result<(), NetworkError>;

/// Links between two entities each, and the sources of the one claim of each.
fn of_rows(nodes: u32, rows: &[(u32, u32, &[u32])]) -> Plain {
    let standing = Standing::Uncontested;
    let numbered = || rows.iter().zip(1u32..);
    Plain {
        entities: (0..nodes).collect(),
        links: numbered()
            .map(|((from, to, _), number)| link(number, *from, *to, standing, &[number]))
            .collect(),
        claims: numbered()
            .map(|((.., sources), number)| claim(number, standing, sources))
            .collect(),
        origins: Vec::new(),
    }
}

#[test]
fn overlapping_pairs_of_sources_need_two_though_no_two_strands_are_apart() -> Outcome {
    // Three ways of two hops, with the sources 1 and 2, 2 and 3, 1 and 3.
    let rows: [(u32, u32, &[u32]); 6] = [
        (0, 1, &[101]),
        (1, 4, &[102]),
        (0, 2, &[102]),
        (2, 4, &[103]),
        (0, 3, &[101]),
        (3, 4, &[103]),
    ];
    let found = hold(&of_rows(5, &rows), By::Source, (0, 4), 8)?;
    let Holds::Exactly {
        set,
        because,
        only: _,
    } = found
    else {
        panic!("{found:?}");
    };
    assert_eq!((set.len(), because), (2, AtLeast::Tried { size: 1 }));
    let found = hold(&of_rows(5, &rows), By::Source, (0, 4), 0)?;
    let Holds::Between {
        at_least,
        at_most,
        limit,
        ..
    } = found
    else {
        panic!("{found:?}");
    };
    assert_eq!((at_least, limit), (1, HoldsLimit::Size));
    assert_eq!(at_most.map(|set| set.len()), Some(2));
    Ok(())
}

#[test]
fn as_many_strands_as_labels_are_exact_beyond_the_size_that_is_tried() -> Outcome {
    let sources: Vec<[u32; 1]> = (0..40).map(|at| [100 + at]).collect();
    let rows = sources.iter().zip(0..).flat_map(|(source, at)| {
        let to = at + 2;
        [(0, to, &source[..]), (to, 1, &source[..])]
    });
    let found = hold(&of_rows(42, &Vec::from_iter(rows)), By::Outlet, (0, 1), 8)?;
    let Holds::Exactly {
        set,
        because: AtLeast::Disjoint { strands },
        only: _,
    } = found
    else {
        panic!("{found:?}");
    };
    assert_eq!((set.len(), strands.len()), (40, 40));
    Ok(())
}

#[test]
fn a_claim_with_several_sources_needs_all_of_them_withdrawn() -> Outcome {
    let plain = of_rows(2, &[(0, 1, &[101, 102, 103])]);
    for (by, expected) in [(By::Source, vec![101, 102, 103]), (By::Claim, vec![1])] {
        match hold(&plain, by, (0, 1), 8)? {
            Holds::Exactly { set, only, .. } => {
                assert_eq!(set, expected);
                assert!(only);
            }
            other => panic!("{other:?}"),
        }
    }
    Ok(())
}

#[test]
fn a_connection_that_rests_on_nobody_cannot_be_withdrawn() -> Outcome {
    // A longer way beside it rests on a source and does not matter.
    let mut plain = of_rows(
        4,
        &[(0, 1, &[101]), (1, 3, &[101]), (0, 2, &[]), (2, 3, &[])],
    );
    for claim in &mut plain.claims[2..] {
        claim.chains = vec![Vec::new()];
    }
    for by in [By::Source, By::Outlet, By::Claim] {
        let found = hold(&plain, by, (0, 3), 8)?;
        let Holds::OnNothing { strand } = found else {
            panic!("{found:?}");
        };
        assert_eq!((strand.nodes(), strand.labels()), (&[0, 2, 3][..], &[][..]));
    }
    Ok(())
}

#[test]
fn a_chain_of_a_hundred_thousand_is_answered_without_overflow() -> Outcome {
    let plain = Plain::of_pairs(100_001, (0..100_000).map(|at| (at, at + 1)));
    let sections = plain.laid_out_in_order()?;
    let network = sections.network()?;
    let (from, to, filter) = (0, 100_000, Filter::default());
    let connection = Connection {
        from,
        to,
        filter: filter.clone(),
    };
    for by in [By::Source, By::Claim] {
        let rests = Rests::new(&network, by)?;
        match holds(&rests, &connection, &HoldsBudget::default())? {
            Holds::Exactly {
                set,
                because: AtLeast::Disjoint { strands },
                only: _,
            } => {
                assert_eq!((set.len(), strands.len()), (1, 1));
                assert_eq!(strands[0].hops().len(), 100_000);
            }
            other => panic!("{:?}", std::mem::discriminant(&other)),
        }
    }
    let view = Filtered::new(&network, &filter);
    let found = key(&view)?;
    assert_eq!((found.entities.len(), found.hops.len()), (99_999, 100_000));
    assert_eq!(found.hops[30_000].cuts_off, 30_001);
    let between = key_between(&view, to, from)?.expect("they are connected");
    assert_eq!(between.entities, Vec::from_iter((1..100_000).rev()));
    assert_eq!(between.hops.len(), 100_000);

    let question = Question::between(from, to);
    let found = independent(&network, &question, By::Claim, &Budget::default())?;
    let Independent::Found {
        representatives, ..
    } = found
    else {
        panic!("each hop has a claim of its own");
    };
    assert_eq!(representatives.len(), 100_000);
    let found = independent(&network, &question, By::Source, &Budget::default())?;
    assert_eq!(
        found,
        Independent::NoneWithin {
            hops: None,
            tried: 2
        }
    );

    let rests = Rests::new(&network, By::Claim)?;
    let found = falls(&rests, &[50_000], &Filter::default())?;
    assert_eq!((found.parts_before, found.parts_after), (1, 2));
    assert_eq!(
        (found.hops, found.isolated),
        (vec![(50_000, 50_001)], vec![])
    );
    Ok(())
}

/// Asks everything about sources of sections that may be damaged.
fn interrogate(sections: &Sections) -> Outcome {
    let network = sections.network()?;
    let nodes = network.node_count() as u32;
    let filter = Filter::default();
    let origin = |source: u32| source.is_multiple_of(2).then_some(1);
    let view = Filtered::new(&network, &filter);
    key(&view)?;
    for by in [By::Source, By::Outlet, By::Origin(&origin), By::Claim] {
        let rests = Rests::new(&network, by)?;
        let labels = rests.labels();
        falls(&rests, &labels[..labels.len().min(2)], &filter)?;
        for (from, to) in [(0, nodes - 1), (1, 0)] {
            holds(
                &rests,
                &Connection {
                    from,
                    to,
                    filter: filter.clone(),
                },
                &HoldsBudget::default(),
            )?;
            key_between(&view, from, to)?;
            let question = Question::between(from, to);
            independent(&network, &question, by, &Budget::default())?;
        }
    }
    Ok(())
}

#[test]
fn a_flipped_bit_is_an_error_or_a_different_answer_and_never_a_panic() -> Outcome {
    let whole = Told::random(&mut Dice(56), 6, 12)
        .plain
        .laid_out_in_order()?;
    interrogate(&whole)?;
    let mut noticed = 0;
    for section in 0..whole.0.len() {
        for byte in 0..whole.0[section].1.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped.0[section].1[byte] ^= 1 << bit;
                noticed += u32::from(interrogate(&flipped).is_err());
            }
        }
    }
    assert!(noticed > 100, "{noticed}");
    Ok(())
}
