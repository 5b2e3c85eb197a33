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
    NotUtf8 "not-utf8" Error
        "The file is not UTF-8, nor UTF-16 with a byte order mark. Guessing an encoding would quietly change names, so nothing is guessed: the likely encoding is named, and the byte at which the text stops being UTF-8. In Excel choose Save As, \"CSV UTF-8 (Comma delimited)\"; elsewhere `iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv` does it."
    NulByte "nul-byte" Error
        "The file holds a NUL character, which no text has: it is binary data, a damaged file, or UTF-16 without its byte order mark. Save the table anew as \"CSV UTF-8\"."
    NotCsv "not-csv" Error
        "A table must be a CSV file, and this is a workbook, an archive, a web page or another kind of file, whatever its name says. Open it in the program that made it and export each sheet as \"CSV UTF-8\", named after its table: people.csv, sources.csv, ...."
    UnknownTable "unknown-table" Error
        "A file is named almost like a table, but no table has that name, so none of its rows would be read. Give it the name shown, or move it out of the case folder."
    StrayFile "stray-file" Warning
        "A file in the case folder looks like data, but no table has its name and `nutgraf.toml` does not list it under `background`. It is not read. Rename it, list it, or move it elsewhere."
    MissingTable "missing-table" Error
        "Every case needs sources.csv: a claim without a source is not accepted. All other tables may be absent."
    EmptyTable "empty-table" Error
        "The file has no header row. A table without rows still needs its header; a table that is not needed can be left out, except sources.csv."
    BadSeparator "bad-separator" Error
        "The first line is `sep=` with a character that is not read as a delimiter. Cells may stand between commas, semicolons or tabs. Save the table with one of these, or delete the line when it is wrong."
    MissingColumn "missing-column" Error
        "The header lacks a column that every row of this table must fill. Until it is there none of the rows can be used, so they all count as refused."
    DuplicateColumn "duplicate-column" Error
        "Two columns have the same name, so that it is not known which of them is meant. Rename or delete one."
    NamelessColumn "nameless-column" Error
        "A column has text in its cells but no name in the header, so that the text would be lost. Name the column or empty its cells. A nameless column without any text is no problem."
    RaggedRow "ragged-row" Error
        "A row has more or fewer cells than the header, so that it is not known which cell belongs to which column. Often a delimiter inside a cell is not quoted (`\"Smith, John\"`), or a row was made with another delimiter. The row is refused; the others are read."
    StrayQuote "stray-quote" Error
        "A quotation mark stands where CSV does not allow it. A cell that contains one must be quoted as a whole, and each mark inside it doubled: `\"He said \"\"no\"\"\"`. Typographic marks need nothing. The row is refused; programs that mend such rows by guessing disagree with each other."
    UnclosedQuote "unclosed-quote" Error
        "A cell starts with a quotation mark and no mark ends it, so that the rest of the file is inside that cell. Everything from there on is refused."
    LongCell "long-cell" Error
        "A cell is longer than one mebibyte. No claim is that long: a quotation mark is probably missing, or a whole document was pasted. The row is refused."
    LongRow "long-row" Error
        "A row is longer than eight mebibytes. A quotation mark is probably missing. The row is refused."
    MoreOfTheSame "more-of-the-same" Error
        "The same problem was found so often in this table that only the first thousand places are listed. Mend those, which often mends the rest, and check again. The rows count as refused all the same."
    BadConfig "bad-config" Error
        "`nutgraf.toml` is not valid TOML, or a value in it is not what its key takes: `title` is a text; `base` an IRI that ends in `/` or `#`; `background` a list of RDF files inside the case folder."
    UnknownKey "unknown-key" Error
        "`nutgraf.toml` has a key that means nothing. Keys are `title`, `base` and `background`."
    MissingBackground "missing-background" Error
        "`nutgraf.toml` lists a file of background RDF that is not in the case folder. Paths are relative to the folder and stay inside it."
    RdfFormat "rdf-format" Error
        "Background RDF is read as Turtle (.ttl) or N-Triples (.nt). Other formats are refused, those with named graphs because a graph name would be lost. Convert the file, for example with `riot --output=NT file.rdf`."
    RdfSyntax "rdf-syntax" Error
        "The file is not the RDF that its name promises. Triple terms (`<< >>`) and named graphs are not read."
    RdfReserved "rdf-reserved" Error
        "Background RDF uses a term of nutgraf or of the case itself as a property or a type. Only the tables can make claims: otherwise a background file could state a link without a source, or hide a denial. Use another vocabulary."
    UnknownColumn "unknown-column" Error
        "A column has a name that this table does not have. Nothing in a case is ignored in silence, so the column must be renamed or removed. The nearest known name is shown."
}
