//! Tests from outside: the library as its users call it.

mod read_folder;
mod read_tables;
