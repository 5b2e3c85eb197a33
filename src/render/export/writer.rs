//! What every format does: begin a file, write entities, then edges, end it.

use crate::answer::Node;
use crate::render::export::columns::Linked;
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;

/// A format. Its parts are called in the order in which they stand here; an
/// entity and an edge are given their places from 0, and may be written on any
/// thread, so that nothing depends on what was written before.
pub(super) trait Writer: Sync {
    fn begin(&self, head: &Head, out: &mut Sink);

    fn node(&self, at: usize, node: &Node, out: &mut Sink);

    /// Between entities and edges. Of a format of two files: how the second begins.
    fn between(&self, _head: &Head, _out: &mut Sink) {}

    fn edge(&self, at: usize, edge: &Linked, out: &mut Sink);

    fn end(&self, head: &Head, out: &mut Sink);
}
