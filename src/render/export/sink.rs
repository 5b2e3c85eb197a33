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
        self.escaped(text, |byte| match byte {
            b'&' => Some(Escape::As("&amp;")),
            b'<' => Some(Escape::As("&lt;")),
            b'>' => Some(Escape::As("&gt;")),
            b'"' => Some(Escape::As("&quot;")),
            // Otherwise a reader turns them into spaces, or a line end into another.
            b'\t' => Some(Escape::As("&#9;")),
            b'\n' => Some(Escape::As("&#10;")),
            b'\r' => Some(Escape::As("&#13;")),
            0..=0x1f => Some(Escape::Shown),
            // Where U+FFFE and U+FFFF begin, and much else.
            0xef => Some(Escape::Look(&['\u{fffe}', '\u{ffff}'])),
            _ => None,
        })
    }

    /// A JSON string with its quotes.
    pub fn json(&mut self, text: &str) -> &mut Self {
        self.text.push('"');
        self.escaped(text, |byte| match byte {
            b'"' => Some(Escape::As("\\\"")),
            b'\\' => Some(Escape::As("\\\\")),
            b'\n' => Some(Escape::As("\\n")),
            b'\r' => Some(Escape::As("\\r")),
            b'\t' => Some(Escape::As("\\t")),
            0..=0x1f | 0x7f => Some(Escape::Unicode),
            _ => None,
        });
        self.text.push('"');
        self
    }

    /// A cell of CSV (RFC 4180), in quotes where it has to be.
    pub fn csv(&mut self, cell: &str) -> &mut Self {
        let quoted = cell.contains([',', '"', '\n', '\r']);
        if quoted {
            self.text.push('"');
        }
        self.escaped(cell, |byte| match byte {
            b'"' => Some(Escape::As("\"\"")),
            // Many readers end there.
            0 => Some(Escape::Shown),
            _ => None,
        });
        if quoted {
            self.text.push('"');
        }
        self
    }

    /// Text in which some bytes stand for something else; what lies between is
    /// copied in one go.
    fn escaped(&mut self, text: &str, escape: impl Fn(u8) -> Option<Escape>) -> &mut Self {
        let mut copied = 0;
        for (at, byte) in text.bytes().enumerate() {
            let Some(escape) = escape(byte) else {
                continue;
            };
            // Only at the first byte of a character is there an escape.
            let character = text[at..].chars().next().unwrap_or_default();
            if let Escape::Look(forbidden) = escape
                && !forbidden.contains(&character)
            {
                continue;
            }
            self.text.push_str(&text[copied..at]);
            copied = at + character.len_utf8();
            match escape {
                Escape::As(instead) => self.text.push_str(instead),
                Escape::Unicode => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(character));
                }
                Escape::Shown | Escape::Look(_) => self.show(character),
            }
        }
        self.text.push_str(&text[copied..]);
        self
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
    As(&'static str),
    /// `\u001f`
    Unicode,
    Shown,
    /// Shown where it is one of these, which begin with the same byte as others.
    Look(&'static [char]),
}

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
        let text = "a<b>&\"ä\u{1}\u{fffe}\u{fefe}\t\n\r\0漢";
        assert_written(
            |sink| {
                sink.xml(text);
            },
            "a&lt;b&gt;&amp;&quot;ä\\u{1}\\u{fffe}\u{fefe}&#9;&#10;&#13;\\u{0}漢",
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
        assert_eq!(shown, 0);
        Ok(())
    }
}
