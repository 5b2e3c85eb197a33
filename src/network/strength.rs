//! The strongest connection: over no weaker links than there need be.
//!
//! A link is as strong as its standing, and among those of one standing as it
//! has origins. There are so few different strengths that no heap is needed:
//! from the strongest down, links are let in until the two ends meet (the
//! widest path as a threshold search, M. Pollack, 1960).

use crate::model::Standing;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::filter::Filtered;
use crate::network::filter::Pass;
use crate::network::format::SlotByte;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::meet;
use crate::network::through;
use crate::network::through::Through;

/// The strength of the weakest hop: no path between the two has a better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Strength {
    pub standing: Standing,
    /// At least so many origins behind each link of this standing; three means
    /// "three or more", which are not told apart.
    pub origins: u8,
}

impl Strength {
    /// From the strongest to the weakest.
    fn all() -> impl Iterator<Item = Strength> {
        Standing::ALL.into_iter().flat_map(|standing| {
            let origins = (0..=3).rev();
            origins.map(move |origins| Strength { standing, origins })
        })
    }

    fn has(self, byte: SlotByte) -> bool {
        byte.standing() < self.standing
            || byte.standing() == self.standing && byte.origins() >= self.origins
    }

    /// The links that are so strong.
    pub(super) fn pass(self) -> Pass {
        Pass::of(|byte| self.has(byte))
    }
}

/// The strength of the strongest connection of at most `bound` hops, through
/// all of `via`; `None` where there is no connection.
pub(super) fn strongest(
    view: &Filtered,
    through: Through,
    bound: u32,
    work: &mut Work,
) -> Result<Option<Strength>, Stop> {
    // Where there is none at all, this is seen at once.
    if !connects(view, through, bound, work)? {
        return Ok(None);
    }
    for strength in Strength::all() {
        if connects(&view.narrowed(strength.pass()), through, bound, work)? {
            return Ok(Some(strength));
        }
    }
    Ok(None)
}

fn connects(view: &Filtered, through: Through, bound: u32, work: &mut Work) -> Result<bool, Stop> {
    if !through.via.is_empty() {
        return through::exists(view, through, bound, work);
    }
    let Through { from, to, .. } = through;
    Ok(
        match meet(view, from, to, bound, &Detour::default(), work)? {
            Met::Paths(_) => true,
            Met::NotWithin | Met::Never => false,
        },
    )
}
