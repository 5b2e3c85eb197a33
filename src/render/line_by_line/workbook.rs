//! The sheet as a workbook: filters, a header that stays, a list to choose the
//! check from.
//!
//! Rows go to a temporary file as they come. No cell is a formula: texts are
//! written as texts, whatever they begin with. More rows than a worksheet holds
//! go on in the next one; a text longer than a cell holds is an error.

use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

use crate::answer::{Checking, CheckingRow};
use crate::model::{CheckStatus, Standing};
use crate::render::escape::workbook as harmless;
use crate::render::line_by_line::WriteError;
use crate::render::line_by_line::cells::{COLUMNS, cells};

/// A cell holds so many UTF-16 units.
const LONGEST_CELL: usize = 32_767;

/// A worksheet holds so many rows; the first is the header.
const MOST_ROWS: usize = 1_048_576;

/// From so many rows on the archive is written such that a part may pass 4 GB.
const LARGE: usize = 200_000;

/// How much is packed then: the least, which takes half as long.
const FAST: u8 = 1;

/// A4, as workbooks number papers.
const A4: u8 = 9;

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(inner) => WriteError::Write(inner),
            // A closed pipe must stay one.
            XlsxError::ZipError(zip) => match io::Error::from(zip) {
                inner if inner.kind() == io::ErrorKind::Other => {
                    WriteError::Workbook(XlsxError::IoError(inner))
                }
                inner => WriteError::Write(inner),
            },
            other => WriteError::Workbook(other),
        }
    }
}

/// Writes the sheet as a workbook.
///
/// # Errors
/// Those of the writer and of temporary files; when a text is longer than a cell
/// of a workbook holds, or the edition is damaged.
pub fn write_xlsx<W: Write + Send>(checking: &Checking<'_>, out: W) -> Result<(), WriteError> {
    write_xlsx_split(checking, out, MOST_ROWS - 1)
}

/// The formats of cells.
struct Formats {
    header: Format,
    text: Format,
    contested: Format,
    checked: Format,
}

/// Likewise, with so many rows to a worksheet, one at least.
///
/// # Errors
/// See [`write_xlsx`].
pub fn write_xlsx_split<W: Write + Send>(
    checking: &Checking<'_>,
    out: W,
    most: usize,
) -> Result<(), WriteError> {
    let most = most.clamp(1, MOST_ROWS - 1);
    let mut book = Workbook::new();
    // The clock would make two workbooks of one case differ.
    let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    if checking.rows() > LARGE {
        book.use_zip_large_file(true)
            .set_zip_compression_level(FAST);
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats = Formats {
        header: wrapped
            .clone()
            .set_bold()
            .set_background_color(Color::RGB(0xE8E8E4)),
        contested: wrapped
            .clone()
            .set_bold()
            .set_font_color(Color::RGB(0xA8_0000)),
        checked: wrapped.clone().set_background_color(Color::RGB(0xFF_F9E0)),
        text: wrapped,
    };
    let sheets = checking.rows().div_ceil(most).max(1);
    for number in 0..sheets {
        let rows = most.min(checking.rows() - number * most);
        let name = match number {
            0 => "claims".to_owned(),
            more => format!("claims ({})", more + 1),
        };
        head(
            book.add_worksheet_with_constant_memory()?.set_name(name)?,
            rows,
            &formats,
        )?;
    }
    let edition = checking.edition();
    let mut written = 0;
    checking.each(
        &|rows: Vec<CheckingRow>| rows.iter().map(|row| Cells::new(row, edition)).collect(),
        &mut |some: Vec<Cells>| {
            for cells in some {
                let sheet = book.worksheet_from_index(written / most)?;
                // Fewer rows than a worksheet holds, below its header.
                cells.write(sheet, (written % most + 1) as u32, &formats)?;
                written += 1;
            }
            Ok::<_, WriteError>(())
        },
    )?;
    Ok(book.save_to_writer(Once { out, failed: false })?)
}

/// Fails once: the archive is finished when it is dropped, also after a failure,
/// and would complain on standard error that this failed again.
struct Once<W> {
    out: W,
    failed: bool,
}

impl<W: Write> Once<W> {
    fn first<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        let again = |error: &io::Error| error.kind() == io::ErrorKind::Interrupted;
        self.failed = result.as_ref().is_err_and(|error| !again(error));
        result
    }
}

impl<W: Write> Write for Once<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let result = self.out.write(bytes);
        self.first(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed {
            return Ok(());
        }
        let result = self.out.flush();
        self.first(result)
    }
}

/// The header, and what belongs to a worksheet as a whole.
fn head(sheet: &mut Worksheet, rows: usize, formats: &Formats) -> Result<(), WriteError> {
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, column.name, &formats.header)?;
        if column.name == "edition" || column.name.ends_with("_was") {
            // For `--import` alone; a workbook saved as CSV has them.
            sheet.set_column_hidden(at)?;
        }
    }
    // Fewer than a worksheet holds.
    let last = rows as u32;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, (COLUMNS.len() - 1) as u16)?;
    let words = CheckStatus::ALL.iter().map(|status| status.as_str());
    let words: Vec<&str> = words.collect();
    let choice = DataValidation::new().allow_list_strings(&words)?;
    if let Some(check) = COLUMNS.iter().position(|column| column.name == "check") {
        sheet.add_data_validation(1, check as u16, last.max(1), check as u16, &choice)?;
    }
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// The cells of a row, made on any core.
struct Cells {
    texts: [String; COLUMNS.len()],
    contested: bool,
}

impl Cells {
    fn new(row: &CheckingRow, edition: &str) -> Result<Self, WriteError> {
        let texts = cells(row, edition, "\n").map(|text| harmless(&text).into_owned());
        for (column, text) in COLUMNS.iter().zip(&texts) {
            let length = text.encode_utf16().count();
            if length > LONGEST_CELL {
                let claim = row.claim.as_ref().map(|claim| claim.view.id.clone());
                let line = row
                    .line
                    .as_ref()
                    .map(|line| format!("line {}", line.number));
                return Err(WriteError::LongCell {
                    column: column.name,
                    claim: claim.or(line).unwrap_or_default(),
                    length,
                    most: LONGEST_CELL,
                });
            }
        }
        let standing = row.claim.as_ref().map(|claim| claim.view.standing);
        Ok(Self {
            texts,
            contested: match standing {
                Some(Standing::Uncontested) => false,
                // A sentence without a claim is to be seen as well.
                Some(Standing::Disputed | Standing::Denied | Standing::Retracted) | None => true,
            },
        })
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, formats: &Formats) -> Result<(), WriteError> {
        let Self { texts, contested } = self;
        for ((at, column), text) in (0..).zip(COLUMNS).zip(texts) {
            let format = match column.name {
                "standing" if *contested => &formats.contested,
                "check" | "checked_by" | "concern" | "old_wording" => &formats.checked,
                _ => &formats.text,
            };
            match (column.name, text.parse::<u32>()) {
                _ if text.is_empty() => {
                    if column.name == "check"
                        || matches!(column.name, "checked_by" | "concern" | "old_wording")
                    {
                        sheet.write_blank(row, at, format)?;
                    }
                }
                ("line" | "row", Ok(number)) => {
                    sheet.write_number_with_format(row, at, number, format)?;
                }
                _ => {
                    sheet.write_string_with_format(row, at, text, format)?;
                }
            }
        }
        Ok(())
    }
}
