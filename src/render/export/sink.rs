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

/// A piece of a file, made.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    /// See [`Sink`].
    pub shown: usize,
    /// All characters of it.
    pub characters: usize,
}

impl Sink {
    /// Into the memory of a text that was written before.
    pub fn into_memory_of(mut text: String) -> Self {
        text.clear();
        Self { text, shown: 0 }
    }

    /// The text, and how many characters are shown in it.
    pub fn into_parts(self) -> (String, usize) {
        let Self { text, shown } = self;
        (text, shown)
    }

    /// The piece that was made; characters are counted here, on the thread that
    /// made it.
    pub fn finished(self) -> Piece {
        let (text, shown) = self.into_parts();
        Piece {
            characters: text.chars().count(),
            text,
            shown,
        }
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
        self.escaped(text, &XML)
    }

    /// Likewise an item of a list; see [`Value::joined`].
    pub fn xml_item(&mut self, text: &str) -> &mut Self {
        self.escaped(text, &XML_ITEM)
    }

    /// A JSON string with its quotes.
    pub fn json(&mut self, text: &str) -> &mut Self {
        self.text.push('"');
        self.escaped(text, &JSON);
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
        let quoted = cell
            .bytes()
            .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        if quoted {
            self.text.push('"');
        }
        self.escaped(cell, &CSV);
        if quoted {
            self.text.push('"');
        }
        self
    }

    /// Text in which some characters stand for something else; what lies between
    /// is copied in one go.
    fn escaped(&mut self, text: &str, escapes: &Escapes) -> &mut Self {
        let bytes = text.as_bytes();
        let (mut copied, mut at) = (0, 0);
        let is_special = |byte: &u8| escapes.special[usize::from(*byte)];
        while let Some(plain) = bytes[at..].iter().position(is_special) {
            let first = at + plain;
            at = first + 1;
            let mut escape = escapes.of[usize::from(bytes[first])];
            // Only the first byte of a character has an escape.
            let character = text[first..].chars().next().unwrap_or_default();
            if let Escape::Rare(of) = escape {
                escape = of(character);
                if matches!(escape, Escape::Not) {
                    continue;
                }
            }
            self.text.push_str(&text[copied..first]);
            at = first + character.len_utf8();
            copied = at;
            match escape {
                Escape::Not | Escape::Rare(_) => {}
                Escape::As(instead) => self.text.push_str(instead),
                Escape::Unicode => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(character));
                }
                Escape::Shown => self.show(character),
            }
        }
        self.text.push_str(&text[copied..]);
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

/// What is written in the place of a character.
#[derive(Debug, Clone, Copy)]
enum Escape {
    /// It stays.
    Not,
    As(&'static str),
    /// `\u001f`
    Unicode,
    Shown,
    /// As this says of the whole character; many others begin with its byte.
    Rare(fn(char) -> Escape),
}

/// How JSON has a character that begins with the same byte as many others.
fn rare_in_json(character: char) -> Escape {
    match character {
        // These end a line in JavaScript of old, and in YAML, which has JSON's strings.
        '\u{85}' | '\u{2028}' | '\u{2029}' => Escape::Unicode,
        _ => Escape::Not,
    }
}

/// Likewise XML.
fn rare_in_xml(character: char) -> Escape {
    match character {
        // What Unicode has set aside, and XML forbids.
        '\u{fffe}' | '\u{ffff}' => Escape::Shown,
        // These end a line in XML 1.1, and for some readers of XML 1.0.
        '\u{85}' => Escape::As("&#133;"),
        '\u{2028}' => Escape::As("&#8232;"),
        _ => Escape::Not,
    }
}

/// By the first byte of a character.
struct Escapes {
    of: [Escape; 256],
    /// Whether there is one at all: four lines of a cache, which stay in it.
    special: [bool; 256],
}

impl Escapes {
    const fn new(of: [Escape; 256]) -> Self {
        let mut special = [false; 256];
        let mut at = 0;
        while at < of.len() {
            special[at] = !matches!(of[at], Escape::Not);
            at += 1;
        }
        Self { of, special }
    }
}

static XML: Escapes = Escapes::new(IN_XML);

static XML_ITEM: Escapes = Escapes::new({
    let mut escapes = IN_XML;
    escapes[b'|' as usize] = Escape::As("\\|");
    escapes[b'\\' as usize] = Escape::As("\\\\");
    escapes
});

const IN_XML: [Escape; 256] = {
    let mut escapes = [Escape::Not; 256];
    let mut control = 0;
    while control < 0x20 {
        escapes[control] = Escape::Shown;
        control += 1;
    }
    // Otherwise a reader turns them into spaces, or a line end into another.
    escapes[b'\t' as usize] = Escape::As("&#9;");
    escapes[b'\n' as usize] = Escape::As("&#10;");
    escapes[b'\r' as usize] = Escape::As("&#13;");
    escapes[b'&' as usize] = Escape::As("&amp;");
    escapes[b'<' as usize] = Escape::As("&lt;");
    escapes[b'>' as usize] = Escape::As("&gt;");
    escapes[b'"' as usize] = Escape::As("&quot;");
    // The first bytes of what is rare.
    escapes[0xc2] = Escape::Rare(rare_in_xml);
    escapes[0xe2] = Escape::Rare(rare_in_xml);
    escapes[0xef] = Escape::Rare(rare_in_xml);
    escapes
};

static JSON: Escapes = Escapes::new({
    let mut escapes = [Escape::Not; 256];
    let mut control = 0;
    while control < 0x20 {
        escapes[control] = Escape::Unicode;
        control += 1;
    }
    escapes[0x7f] = Escape::Unicode;
    escapes[0xc2] = Escape::Rare(rare_in_json);
    escapes[0xe2] = Escape::Rare(rare_in_json);
    escapes[b'"' as usize] = Escape::As("\\\"");
    escapes[b'\\' as usize] = Escape::As("\\\\");
    escapes[b'\n' as usize] = Escape::As("\\n");
    escapes[b'\r' as usize] = Escape::As("\\r");
    escapes[b'\t' as usize] = Escape::As("\\t");
    escapes
});

static CSV: Escapes = Escapes::new({
    let mut escapes = [Escape::Not; 256];
    // Many readers end there.
    escapes[0] = Escape::Shown;
    escapes[b'"' as usize] = Escape::As("\"\"");
    escapes
});

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_written(put: impl Fn(&mut Sink), text: &str, shown: usize) {
        let mut sink = Sink::default();
        put(&mut sink);
        assert_eq!(sink.into_parts(), (text.to_owned(), shown));
    }

    #[test]
    fn what_a_format_cannot_hold_is_shown_and_counted() {
        let text = "a<b>&\"ä\u{1}\u{fffe}\u{fefe}\t\n\r\0漢\u{85}\u{2028}“§”";
        assert_written(
            |sink| {
                sink.xml(text);
            },
            "a&lt;b&gt;&amp;&quot;ä\\u{1}\\u{fffe}\u{fefe}&#9;&#10;&#13;\\u{0}漢&#133;&#8232;“§”",
            3,
        );
        assert_written(
            |sink| {
                sink.csv("a\0,\"b\"");
            },
            "\"a\\u{0},\"\"b\"\"\"",
            1,
        );
        assert_written(
            |sink| {
                sink.csv("plain ä");
            },
            "plain ä",
            0,
        );
    }

    #[test]
    fn json_is_read_back_by_another_reader() -> Result<(), serde_json::Error> {
        let all: String = (0..0x3000).filter_map(char::from_u32).collect();
        let mut sink = Sink::default();
        sink.json(&all);
        let (text, shown) = sink.into_parts();
        assert_eq!(serde_json::from_str::<String>(&text)?, all);
        assert!(!text.contains(['\u{85}', '\u{2028}', '\u{2029}']));
        assert_eq!(shown, 0);
        Ok(())
    }
}
