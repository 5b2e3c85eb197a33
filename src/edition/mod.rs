//! TODO-header
