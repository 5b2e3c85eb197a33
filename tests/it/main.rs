//! Tests of the whole, one module each.

mod slow_rules;
