//! JSON objects with lists that are too long to lie in memory: written as they
//! come, one item a line.

use std::io;

use serde_json::Value;

/// An object that is being written: first what is short, then lists.
pub struct LongObject<'w> {
    out: &'w mut dyn io::Write,
    // Whether something of the object, or of the list that is open, is written.
    any: bool,
    list_is_open: bool,
}

impl<'w> LongObject<'w> {
    /// Writes the fields of an object and leaves it open.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(head: &Value, out: &'w mut dyn io::Write) -> io::Result<Self> {
        out.write_all(b"{")?;
        let mut any = false;
        for (name, value) in head.as_object().into_iter().flatten() {
            out.write_all(if any { b",\n  " } else { b"\n  " })?;
            any = true;
            serde_json::to_writer(&mut *out, name)?;
            out.write_all(b": ")?;
            serde_json::to_writer(&mut *out, value)?;
        }
        Ok(Self {
            out,
            any,
            list_is_open: false,
        })
    }

    /// Ends the list that is open, if one is, and begins another field: a list
    /// of the items that follow.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn list(&mut self, name: &str) -> io::Result<()> {
        self.end_list()?;
        self.out
            .write_all(if self.any { b",\n  " } else { b"\n  " })?;
        serde_json::to_writer(&mut *self.out, name)?;
        self.out.write_all(b": [")?;
        self.list_is_open = true;
        self.any = false;
        Ok(())
    }

    /// Writes an item of the list that is open.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn item(&mut self, value: &Value) -> io::Result<()> {
        self.out
            .write_all(if self.any { b",\n    " } else { b"\n    " })?;
        self.any = true;
        Ok(serde_json::to_writer(&mut *self.out, value)?)
    }

    /// Likewise several that are JSON already, each on one line.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn items(&mut self, lines: &[String]) -> io::Result<()> {
        for line in lines {
            self.out
                .write_all(if self.any { b",\n    " } else { b"\n    " })?;
            self.any = true;
            self.out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// Ends the object.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self) -> io::Result<()> {
        self.end_list()?;
        self.out.write_all(b"\n}\n")
    }

    fn end_list(&mut self) -> io::Result<()> {
        if self.list_is_open {
            self.out.write_all(if self.any { b"\n  ]" } else { b"]" })?;
            self.any = true;
        }
        self.list_is_open = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::LongObject;

    #[test]
    fn what_is_written_in_parts_is_one_object() -> Result<(), Box<dyn std::error::Error>> {
        for head in [json!({}), json!({"a": [1], "b": "\"\n"})] {
            for lists in [&[][..], &[("x", 0)], &[("x", 2), ("y", 0), ("z", 1)]] {
                let mut out = Vec::new();
                let mut object = LongObject::begin(&head, &mut out)?;
                let mut expected = head.clone();
                for (name, items) in lists {
                    object.list(name)?;
                    let items: Vec<Value> = (0..*items).map(|n| json!({"n": n})).collect();
                    for item in &items {
                        object.item(item)?;
                    }
                    expected[name] = json!(items);
                }
                object.end()?;
                assert_eq!(serde_json::from_slice::<Value>(&out)?, expected);
            }
        }
        Ok(())
    }
}
