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
        "Background RDF is read as Turtle (.ttl) or N-Triples (.nt), also packed with gzip (.ttl.gz, .nt.gz). Other formats are refused, those with named graphs because a graph name would be lost. Convert the file, for example with `riot --output=NT file.rdf`."
    BadGzip "bad-gzip" Error
        "A file of background RDF is packed with gzip, and what is in it cannot be unpacked to the end: it was cut off, changed, or joined with something else. Half of a file would look like the whole, so nothing of it is used. Copy or download it again; `gzip -t FILE` tests it."
    RdfSyntax "rdf-syntax" Error
        "The file is not the RDF that its name promises. Triple terms (`<< >>`) and named graphs are not read."
    RdfReserved "rdf-reserved" Error
        "Background RDF uses a term of nutgraf or of the case itself as a property or a type, or gives a row of the case another name, description or statement. Only the tables can make claims: otherwise a background file could state a link without a source, or hide a denial. Use another vocabulary."
    UnknownColumn "unknown-column" Error
        "A column has a name that this table does not have. Nothing in a case is ignored in silence, so the column must be renamed or removed. The nearest known name is shown."

    // Checking: cells of one row.
    MissingCell "missing-cell" Error
"A cell that every row of this table needs is empty, or says `unknown`. Fill it, or take the row out until you know.

Example: a person without `name` has nothing that could be printed; write the report's words and set `named` to `no`."
    BadId "bad-id" Error
"An id consists of lower-case letters a-z, digits and hyphens, and begins with a letter or digit. Ids stand in links, file names and queries, so nothing in them may need escaping; `unknown` is taken, since in a cell it says that nobody knows. The name itself keeps its spelling in the column `name`.

Example: `Zoë Müller` becomes `zoe-muller`."
    DuplicateId "duplicate-id" Error
"Two rows have the same id, perhaps in two tables. Ids are unique over all tables of a case, so that a reference can mean one row only. Rename one of the two and what refers to it. A row that was pasted twice is removed.

Example: a company `acme` and a source `acme`; call the source `acme-statement`."
    DanglingReference "dangling-reference" Error
"A cell names an id that no row has. Claims about nobody cannot be shown, so the reference must be mended or the row added. The nearest ids are shown; where you wrote a name, the id that belongs to it.

Example: `jory-penhal` for `jory-penhale`, or `Jory Penhale` for the id."
    WrongKind "wrong-kind" Error
"A cell names a row of another kind than the column takes: a source where a person or company is due, a company where an asset is due, a company to be one with a person, a whole meeting where one claim is due. A voice is both a source (who says it) and perhaps an entity (whom it is said of): these are two rows with two ids, tied by the column `entity` of sources.csv.

Example: `subject` takes `acme`, not the source `acme-statement`; `paid_in` takes a token or account of assets.csv, while dollars go into `currency`."
    UnknownWord "unknown-word" Error
"The column takes one of a few words and the cell holds another. The rules for standing and support are applied to these words, so none is guessed. Write one of those shown, in lower case; leave the cell empty for unknown.

Example: `denied`, not `Denied` or `denial`."
    ListedTwice "listed-twice" Warning
"The same item stands twice in a list, an alias repeats the name, or a passage was entered twice. It counts once. Remove one; if the second was to be another id, the claim lacks it."
    BadDate "bad-date" Error
"Dates are written in EDTF, level 1, in which a date says how exact it is. Every other way of writing is refused and not guessed: 12/11/2024 is in November for one reader and in December for another. The possible readings are shown; choose by the source.

Examples: `2024`, `2024-05`, `2024-05-12`; `2024-05?` uncertain, `2024~` about; `2024-22` the summer; `201X` the 2010s; `2023-05/2024-02` from and to, `2023/..` since. What the report printed goes into `when_text`."
    NoSuchDay "no-such-day" Error
"The date has the form of one, but no calendar has it, such as 30 February or a thirteenth month. Look it up in the source; if only the month is sure, write the month.

Example: `2023-02-29` may be `2023-02`."
    EndBeforeBegin "end-before-begin" Error
"An interval ends before it begins, so no day lies in it. Perhaps the two ends were swapped.

Example: `2024/2023` is written `2023/2024`."
    NotADay "not-a-day" Error
"This column takes one day, since it says when the desk did something: the day on which a row was entered. Questions such as \"what did we know on that day\" depend on it. Leave it empty if nobody knows.

Example: `2024-05-12`, not `2024-05`."
    DatesOutOfOrder "dates-out-of-order" Warning
"Of two dates of a row the one that must come later comes first: a deadline before the day of asking, a source read before it was published. One of the two is probably a slip."
    BadNumber "bad-number" Error
"A figure is written with digits and a point before decimals, and nothing else: no thousands separators, currency signs or words. `1.500` and `1,500` mean different things in different countries, so nothing is guessed; the possible numbers are shown. The currency goes into its own column, `about` or `over` into the qualifier, the words of the report into the text.

Example: `$1,250,000.50` is `1250000.50` with currency `USD`."
    NumberBeyondExact "number-beyond-exact" Error
"The figure has more digits than can be counted with exactly: 18 after the point, about 20 before it. Rounding in silence would be worse than refusing. Write fewer digits with the qualifier `about`, or keep the figure in the text.

Example: token balances with more than 18 decimals."
    NegativeAmount "negative-amount" Error
"An amount of money is below zero. Which way money went is said by `payer` and `payee`, never by a sign.

Example: a refund of 500 is a transaction of `500` with payer and payee exchanged."
    FigureRange "figure-range" Error
"A range has two figures, the second above the first, and the qualifier `between`; any other qualifier has one figure. Otherwise it cannot be said what the figure was.

Example: amount `5000000`, amount_max `7000000`, amount_qualifier `between`."
    MaybeThousands "maybe-thousands" Error
        "An amount with a point and exactly three digits after it can be read in two ways: the point may part thousands or begin the decimals. Nothing is guessed. If the source means thousands, take the point out; if it means decimals, drop the zeros at the end or add one.

Example: for two and a half write `2.5`, for two thousand five hundred `2500`, for one and an eighth `1.1250`."
    FigureAsText "figure-as-text" Warning
"The value of an attribute looks like a number written for people, and is kept as a text: it cannot be compared or summed. If it is a number, write it in digits only; its unit has a column.

Example: `1,200` is `1200`; `5m` is `5000000`."
    AmountWithoutCurrency "amount-without-currency" Warning
"An amount has neither a currency nor an asset that was paid in. It is kept, and printed without one; it cannot be compared with others."
    CurrencyWithoutAmount "currency-without-amount" Warning
"A currency without an amount says nothing that could be kept. If the amount is not known, say so in the text, where the currency can stand too."
    UnknownCurrency "unknown-currency" Error
"The currency is not an active code of ISO 4217: three capital letters. Signs and words are ambiguous (`$`, `franc`), and former currencies cannot be compared with today's. Tokens are no currencies: they are rows of assets.csv, named in `paid_in`.

Example: `EUR`, not `EURO` or `€`."
    BadCount "bad-count" Error
"How many people speak is a whole number in digits. If the report does not say, leave it empty: unknown is not zero.

Example: `3`, not `three` or `several`."
    BadWikidata "bad-wikidata" Error
"An item of Wikidata is the letter Q and a number. Nothing is fetched from there; a wrong item would tie the name to somebody else.

Example: `Q42`, not the whole address."
    BadLei "bad-lei" Error
"A Legal Entity Identifier has 20 capital letters and digits, the last two of which are check digits. They do not fit here, so a character is wrong or lost. Copy it again from the register."
    BadJurisdiction "bad-jurisdiction" Warning
"A jurisdiction is best written as a code of ISO 3166, with its part where it has one, so that companies of one place are found together. The cell is kept as it is.

Example: `AE`, `US-DE`."
    BadUrl "bad-url" Error
"Addresses are printed as links, so only those of the web are taken: they begin with `https://` or `http://` and have no spaces. Anything else could run a program or open a file of whoever clicks.

Example: `https://example.org/article`."
    BadSha256 "bad-sha256" Error
"The hash of a file has 64 digits and letters a to f. It is evidence that a document is the same, so a part of it is worth nothing. Make it anew: `sha256sum file.pdf`."

    MoreWarnings "more-warnings" Warning
"The same warning was given so often in this table that only the first thousand places are listed. Often one change mends them all, such as a column filled down."

    // Checking: damage that hides in cells.
    SpreadsheetTrace "spreadsheet-trace" Error
"A spreadsheet has changed what was typed: it shows the error of a formula, cut a long number to a few digits (1E+05), made a serial day of a date (45608), a date of a text (Jan-14), or dropped leading zeros. What stood there is lost in this file; nothing is guessed. Type it again in columns formatted as text, or import the CSV file with every column as text.

Example: an LEI that shows as 5.493E+19."
    HiddenCharacter "hidden-character" Error
"A name, id or other cell that is matched holds a character that cannot be seen: a space without width, a soft hyphen, a control that turns the direction of writing. Two names could look the same and be two, or read otherwise than they are. Such characters come with text copied from web pages and PDF files. Retype the cell; the text without them is shown."
    HiddenInText "hidden-in-text" Warning
"A text holds a character that cannot be seen. In a quotation it may have been in the source, so it is kept; if it came by copying, retype the place."
    LostLetter "lost-letter" Warning
"Where a letter was, the character U+FFFD stands: a program could not read the letter and threw it away. Take it from the source, and save files as UTF-8."
    NameSpacing "name-spacing" Warning
"A name holds two spaces in a row, or another space than the common one. It is found all the same, and printed as it is. Write single spaces."
    MixedScript "mixed-script" Warning
"A word of a name mixes letters of several scripts, such as a Cyrillic letter among Latin ones. They look alike, and searching for the name will not find it. Retype the word; if the name is really spelt so, nothing need be done."
    LookAlikeName "look-alike-name" Warning
"A name looks like that of another row but is spelt with other characters, such as `l` and `I`, or letters of another script. They may be the same, misspelt once; or somebody may want to be taken for somebody else. Nothing is merged."
    AmbiguousName "ambiguous-name" Warning
"Two rows share a name or alias, when case, accents and spacing are left aside. They stay two, and whoever asks by that name is shown both. If they are one, keep one row and mend what refers to the other; if they are two, a further word in `name` helps readers."

    // Checking: relations and sources.
    UnknownRelation "unknown-relation" Error
"The relation is neither one that ships with nutgraf nor a row of relations.csv. How a link is worded depends on its relation, in both directions, so it must be known. The nearest are shown; a new one is a row of relations.csv.

Example: `chief-executive-of`, not `CEO`."
    ShippedRelationRedefined "shipped-relation-redefined" Error
"relations.csv defines a relation that ships with nutgraf. The same word would mean two things in two cases. Give your own another id, or use the shipped one."
    RelationIncomplete "relation-incomplete" Error
"A relation of your own lacks a wording. It is read from both ends (`A owns B`, `B is owned by A`), so it needs `label` and `inverse_label`, unless it is symmetric; likewise for each mode that has a wording. It also needs a `category`."
    BadCategory "bad-category" Error
"A category is one lower-case word, by which links can be filtered: business, ownership, office, family, money, legal, presence, or one of your own."
    SourceCycle "source-cycle" Error
"Sources pass on each other in a circle, so that it cannot be said who was first. `via` points from a voice to the report through which it reached us, and from there towards the desk: voice, report, summary. The source that we hold ourselves has no `via`."
    OriginSpelling "origin-spelling" Warning
"Two sources have origins that differ only in case, accents or spacing. Origins are compared as written, so these count as two, and a claim seems to rest on more than it does. Write the same word for the same origin."

    // Checking: claims.
    ClaimWithoutSource "claim-without-source" Error
"A row makes a claim and names nobody who says it. Nothing is a fact here: every claim is somebody's. If it is your own inference, name a source of kind `editor`; it will be shown as such wherever it is used."
    QuoteWithSeveralSources "quote-with-several-sources" Error
"The row has a quote or locator and several sources, so that it cannot be said whose words they are. Move it to citations.csv: one row per passage, with the claim, the source, the quote."
    PassageAddsSource "passage-adds-source" Warning
"A row of citations.csv cites a source for a claim whose own row does not list it. The source counts as cited. List it in the claim's `sources` too, so that both tables say the same."
    EmptyPassage "empty-passage" Warning
"A row of citations.csv has neither quote nor locator, so it adds nothing to the claim's list of sources. Enter the words, or the page."
    SummaryCycle "summary-cycle" Error
"Claims sum up each other in a circle, or one sums up itself. A summary has the origins of what it sums up, so there must be claims at the end that sum up nothing."
    RelationToItself "relation-to-itself" Error
"Both ends of a relationship or payment are the same entity. A link needs two; what is said of one alone is an attribute. Perhaps one of the two ids was copied by mistake."
    TransactionWithoutParty "transaction-without-party" Error
"A transaction names neither payer nor payee. At least one must be known; for somebody unnamed make a row with `named` set to `no`, in the report's words.

Example: `an investment firm based in the Emirates`, named `no`."
    TooFewParticipants "too-few-participants" Error
"A meeting has fewer than two participants. If the report does not name the other, make a row with `named` set to `no`, in the report's words; if somebody only was somewhere, use the relation `visited` or `attended`."
    TooManyParticipants "too-many-participants" Error
"A meeting has more than 30 participants. Every two of them would be said to have met, which nobody reported. Make the event a row of companies.csv with kind `other`, and record in relationships.csv who `attended` it."
    ParticipantTwice "participant-twice" Error
"A meeting names the same participant twice. Perhaps the second was to be somebody else."

    // Checking: answers.
    AnswerToNothing "answer-to-nothing" Error
"An answer does not say what it answers, so it could be shown with no claim and would be lost. Name the claims, meetings or questions in `of`; or a source, for what was said of a whole report."
    ScopeMissing "scope-missing" Error
"A denial or confirmation does not say how much it covers, on which the claim's standing depends. `whole`: all of the claim; `general`: allegations in general, applied to this claim by you; `part`: some of it; `characterisation`: how it is put.

Example: \"we did meet, but not about business\" is `part`."
    RetractionScope "retraction-scope" Error
"A retraction takes a citation away entirely, so it cannot be one of a part or of the wording. Where a source withdrew a part, split the claim into rows that can be withdrawn one by one, or record a `denied` of that scope."
    RetractionByStranger "retraction-by-stranger" Error
"A claim is withdrawn only by who stands behind it: a source on the chain of one of its citations, up to and including the outlet. A relay that withdraws its summary takes nothing away, and somebody else's word against it is a denial. Those who could withdraw are shown."
    SpeakerMissing "speaker-missing" Error
"An answer does not say whose it is. Whether a denial counts as a party's depends on it. Name the source or entity in `by`, or whom it was given for in `on_behalf_of`; a retraction needs `by`. For a speaker who is not named make a source of kind `spokesperson` or `anonymous`."

    // Checking: decisions on identity.
    IdentityWithItself "identity-with-itself" Error
"A row of identities.csv names the same entity twice, so there is nothing to decide. Perhaps one of the two ids was copied by mistake."
    DecidedTwice "decided-twice" Error
"Two rows of identities.csv decide on the same two entities, in this order or the other. Readers would see two verdicts and not know which holds. Keep one row; when the desk changes its mind, change `same`, `decided_by`, `text` and `recorded` in that row."

    // Redacting: what would leave the desk all the same.
    NamesProtected "names-protected" Error
"A cell that is printed in a redacted edition has the name, id or address of a protected source, or of somebody whom only that source brings into the case. Sentences are the reporting and are never changed by a program, so nothing is redacted until the cell is. Write it so that it tells nobody; where the words are common ones and tell nothing, list them as `printable` in nutgraf.toml.

Example: `The council advised on the licence, a clerk says`, and not `... Pell Anstey says`; an id such as `advice-on-licence`, and not `anstey-on-licence`."
    MayNameProtected "may-name-protected" Warning
"A cell that is printed in a redacted edition has a part of a protected source's name, the word for its origin, or a name that it shares with somebody who stays visible. Whether that tells is for a person to say. Where it does not, list the words as `printable` in nutgraf.toml."
    OffRecord "off-record" Warning
"A source spoke off the record and is not marked `protected`. It would be named in every answer, and in what leaves the desk. Write `yes` into `protected`, so that `load --redacted`, `export` and all files made to be sent withhold it; or correct `terms`, if it may be named after all.

Example: a row with `terms` `off-record` and an empty `protected`."
    ProtectedParty "protected-party" Warning
"A protected source is a party to the claim or speaks from the side of one, and that shows: support by a party's own account, a denial by a party. Standing and support are told as they are, so the source is one of the few whom the claim is about. Where that is too few, take the source from the claim, or leave its `entity` and `side` empty; the claim's support or standing then changes at the desk too."

    // Checking: the case.
    BadBase "bad-base" Error
"The `base` in nutgraf.toml is the start of the address of everything in the case. It must be absolute (`https://`, `http://` or `urn:`), end in `/` or `#`, and be no vocabulary's. Nothing need be there on the web; a domain that is yours keeps it apart from other people's cases.

Example: base = \"https://example.org/port-brindle/\""
}
