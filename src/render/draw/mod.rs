//! Pictures of paths, neighbourhoods and what lies between names.
//!
//! Takes answers; gives drawings that [`svg`](crate::render::svg) writes. Where
//! everything goes is decided in [`layout`], which knows nothing of claims.

pub mod layout;
