//! Bytes of a file while they are made, and how many characters its format
//! could not hold.

use std::fmt::Write as _;

/// Text of a piece of a file.
#[derive(Debug, Default)]
pub(super) struct Sink {
    text: String,
    /// Characters that are written as `\u{…}`, since the format has none of them.
    shown: usize,
}

impl Sink {
    pub fn into_parts(self) -> (String, usize) {
        let Self { text, shown } = self;
        (text, shown)
    }

    /// Text of the format itself.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub fn number(&mut self, number: usize) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{number}");
        self
    }

    /// Text of an XML element or of an attribute in double quotes.
    pub fn xml(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // Otherwise a reader turns them into spaces, or a line end into another.
                '\t' => self.text.push_str("&#9;"),
                '\n' => self.text.push_str("&#10;"),
                '\r' => self.text.push_str("&#13;"),
                // These end a line in XML 1.1, and for some readers of XML 1.0.
                '\u{85}' => self.text.push_str("&#133;"),
                '\u{2028}' => self.text.push_str("&#8232;"),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => self.show(character),
                other => self.text.push(other),
            }
        }
        self
    }

    /// A JSON string with its quotes.
    pub fn json(&mut self, text: &str) -> &mut Self {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                // The last two end a line in JavaScript.
                '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(character));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
        self
    }

    /// A string of DOT with its quotes; with an `&` of its own where it is drawn,
    /// since graphviz knows HTML's entities there. A backslash is written twice,
    /// else it would hide a quote or, drawn, stand for a name. What XML has no room
    /// for is shown: the pictures made of DOT are SVG.
    pub fn dot(&mut self, text: &str, drawn: bool) -> &mut Self {
        self.text.push('"');
        for character in text.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '&' if drawn => self.text.push_str("&amp;"),
                '\t' | '\n' | '\r' => self.text.push(character),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                    self.shown += 1;
                    let _ = write!(self.text, "\\\\u{{{:x}}}", u32::from(character));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
        self
    }

    /// Text of Mermaid, between quotes or in a comment: whatever could be a part
    /// of the language, of Markdown or of HTML is written as its number.
    pub fn mermaid(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '0'..='9' | 'A'..='Z' | 'a'..='z' | ' ' | ',' | '.' | '-' | '(' | ')' | '/' => {
                    self.text.push(character);
                }
                other if other.is_alphanumeric() || other == '—' => self.text.push(other),
                other => {
                    let _ = write!(self.text, "#{};", u32::from(other));
                }
            }
        }
        self
    }

    /// A cell of CSV (RFC 4180), in quotes where it has to be.
    pub fn csv(&mut self, cell: &str) -> &mut Self {
        let quoted = cell.contains([',', '"', '\n', '\r']);
        if quoted {
            self.text.push('"');
        }
        for character in cell.chars() {
            match character {
                '"' => self.text.push_str("\"\""),
                // Many readers end there.
                '\0' => self.show(character),
                other => self.text.push(other),
            }
        }
        if quoted {
            self.text.push('"');
        }
        self
    }

    /// Counts characters that were shown in text made elsewhere.
    pub fn also_shown(&mut self, shown: usize) {
        self.shown += shown;
    }

    /// A character that the format has no room for, as its number.
    pub fn show(&mut self, character: char) {
        self.shown += 1;
        let _ = write!(self.text, "\\u{{{:x}}}", u32::from(character));
    }
}
