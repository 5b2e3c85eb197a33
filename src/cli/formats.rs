//! `nutgraf formats`: what `export` writes, for whom, and what is lost there.

use serde_json::{Value, json};

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::render::export::{Attribute, FORMATS, Format, attributes};
use crate::render::json;
use crate::render::page::Page;
use crate::render::sheet::Sheet;

/// List the formats of `export`: what each carries, who reads it, what it cannot say
#[derive(Debug, clap::Args)]
pub struct Args {
    /// List instead what is said of every entity and of every link, in all formats
    #[arg(long)]
    attributes: bool,
    /// Form of the list
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let name = match args.attributes {
        true => "attributes",
        false => "formats",
    };
    let value = || match args.attributes {
        true => attribute_value(),
        false => value(),
    };
    match args.output {
        Form::Table if args.attributes => console.page(&attribute_page())?,
        Form::Table => console.page(&page())?,
        Form::Json => json::write(
            &json!({"schema": format!("nutgraf/{name}/1"), name: value()}),
            console.out(),
        )?,
        Form::Jsonl => json::write_lines(&value(), console.out())?,
        Form::Csv | Form::Tsv | Form::Md => {
            let sheet = match args.attributes {
                true => attribute_sheet(),
                false => sheet(),
            };
            sheet.write_as(args.output.sheet(), console.out())?;
        }
    }
    Ok(Exit::Answered)
}

/// The words by which it is asked for.
fn asked(format: &Format) -> String {
    match format.flavour {
        None => format!("-o {}", format.name),
        Some(flavour) => format!("-o {} --flavour {flavour}", format.name),
    }
}

fn page() -> Page {
    let mut page = Page::new();
    for (at, format) in FORMATS.iter().enumerate() {
        let Format {
            name: _,
            flavour: _,
            files,
            carries,
            read_by,
            lacks,
            is_warned_of,
        } = format;
        if at > 0 {
            page.gap();
        }
        page.title(asked(format));
        page.line(format!("  files:    {files}"));
        page.line(format!("  carries:  {carries}"));
        page.line(format!("  read by:  {read_by}"));
        if let Some(lacks) = lacks {
            page.line("  lacks:    ");
            match is_warned_of {
                true => page.alarm(*lacks),
                false => page.add(*lacks),
            };
        }
    }
    page
}

fn value() -> Value {
    let formats = FORMATS.iter().map(|format| {
        let Format {
            name,
            flavour,
            files,
            carries,
            read_by,
            lacks,
            is_warned_of,
        } = format;
        json!({
            "format": name,
            "flavour": flavour,
            "files": files,
            "carries": carries,
            "read_by": read_by,
            "lacks": lacks,
            "is_warned_of": is_warned_of,
        })
    });
    formats.collect()
}

fn sheet() -> Sheet {
    let mut sheet = Sheet::new(["format", "flavour", "files", "carries", "read_by", "lacks"]);
    for format in FORMATS {
        let Format {
            name,
            flavour,
            files,
            carries,
            read_by,
            lacks,
            is_warned_of: _,
        } = format;
        let flavour = flavour.unwrap_or_default();
        sheet.row(
            [
                name,
                &flavour,
                files,
                carries,
                read_by,
                &lacks.unwrap_or_default(),
            ]
            .map(|cell| (*cell).to_owned()),
        );
    }
    sheet
}

fn attribute_page() -> Page {
    let mut page = Page::new();
    for Attribute {
        of,
        name,
        kind,
        says,
    } in attributes()
    {
        page.line(format!("{of} {name} ({kind}): {says}"));
    }
    page
}

fn attribute_value() -> Value {
    let attributes = attributes().into_iter().map(|attribute| {
        let Attribute {
            of,
            name,
            kind,
            says,
        } = attribute;
        json!({"of": of, "attribute": name, "kind": kind, "says": says})
    });
    attributes.collect()
}

fn attribute_sheet() -> Sheet {
    let mut sheet = Sheet::new(["of", "attribute", "kind", "says"]);
    for Attribute {
        of,
        name,
        kind,
        says,
    } in attributes()
    {
        sheet.row([of, name, kind, says]);
    }
    sheet
}
