//! The codes of problems: name, severity, and what `explain` says of each.
//!
//! One macro table, so that a code without a severity or an explanation
//! cannot be added.

use super::problem::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $explanation:literal)*) => {
        /// What kind of problem it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),* }

        impl Code {
            /// Every code, in the order of the table below.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The name shown and accepted by `explain`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// Whether it blocks a load.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// What it means, why it matters, and how to mend it.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation),* }
            }
        }
    };
}

codes! {
    UnknownColumn "unknown-column" Error
        "A column has a name that this table does not have. Nothing in a case is ignored in silence, so the column must be renamed or removed. The nearest known name is shown."
}
