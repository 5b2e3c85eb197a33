//! A dossier in Markdown, for a CMS: made from the JSON, as the page is.

use std::io::{self, Write};

use serde_json::Value;

use crate::answer::{is_attendance, of_attendance};
use crate::render::dossier::answers::{answer, brief};
use crate::render::escape::markdown;
use crate::render::words::ROWS_WITHHELD;

/// Writes the dossier.
///
/// # Errors
/// Those of the writer.
pub fn write(dossier: &Value, out: &mut dyn Write) -> io::Result<()> {
    let who = &dossier["who"];
    writeln!(out, "# {}\n", text(&dossier["title"]))?;
    let mut line = format!("{}, {}", text(&who["kind"]), whence(who));
    if !who["case"].is_null() {
        line += &format!("; case: {}", text(&who["case"]));
    }
    for (name, field) in [
        ("", "description"),
        ("jurisdiction: ", "jurisdiction"),
        ("Wikidata: ", "wikidata"),
        ("LEI: ", "lei"),
    ] {
        if !who[field].is_null() {
            line += &format!("; {name}{}", text(&who[field]));
        }
    }
    let aliases: Vec<String> = list(&who["aliases"]).iter().map(text).collect();
    if !aliases.is_empty() {
        line += &format!("; also {}", aliases.join(", "));
    }
    writeln!(out, "{line}\n")?;
    for decision in list(&dossier["identities"]) {
        writeln!(out, "- {}\n", text(&decision["words"]))?;
    }
    if dossier["names_protected"] == true {
        writeln!(
            out,
            "**Names protected sources: must not leave the desk.**\n"
        )?;
    }
    if dossier["redacted"] == true {
        writeln!(
            out,
            "Of protected sources the names, words, days and addresses are withheld, and so may be what is said here not to be recorded; claims stay; {ROWS_WITHHELD}.\n"
        )?;
    }
    let claims = Claims(dossier);
    let title = text(&dossier["title"]);
    claims.section(
        out,
        &format!("What others say of {title}"),
        "by_others",
        "No claim by anybody else is on record.",
        1,
    )?;
    claims.section(
        out,
        &format!("Said by {title} or from that side"),
        "by_itself",
        "None.",
        1,
    )?;
    for (title, field, none) in [
        (
            format!("Denied by {title} or from that side"),
            "denials",
            "No denial is on record.",
        ),
        (
            format!("Otherwise answered by {title} or from that side"),
            "comments",
            "None on record.",
        ),
        (
            format!("Declined by {title} or from that side"),
            "declined",
            "No refusal to answer is on record.",
        ),
        (
            format!("Did not respond: {title} or that side"),
            "no_response",
            "No request without a response is on record.",
        ),
        (
            format!("Asked, not answered yet: {title} or that side"),
            "pending",
            "No open request is on record.",
        ),
    ] {
        heading(out, &title)?;
        let given = list(&dossier["answers"][field]);
        if given.is_empty() {
            writeln!(out, "{none}")?;
        }
        for one in given {
            let asked = &one["answer"];
            let no_deadline = field == "pending" && asked["deadline"].is_null();
            let more = if no_deadline {
                "; no deadline recorded"
            } else {
                ""
            };
            writeln!(out, "- {}{more}", answer(asked))?;
            claims.refer(out, "  ", &one["claims"])?;
        }
    }
    heading(
        out,
        &format!("Neither an answer nor a refusal by {title} on record"),
    )?;
    if list(&dossier["unanswered"]).is_empty() {
        writeln!(out, "Nothing that calls for one.")?;
    }
    for one in list(&dossier["unanswered"]) {
        writeln!(
            out,
            "- {}; calls for an answer, since {}",
            claims.short(&one["number"]),
            text(&one["words"])
        )?;
    }
    questions(dossier, &claims, out)?;
    for (title, field, none) in [
        ("Figures and particulars", "figures", "None."),
        ("Timeline", "timeline", "Nothing has a date."),
    ] {
        heading(out, title)?;
        if list(&dossier[field]).is_empty() {
            writeln!(out, "{none}")?;
        }
        for number in list(&dossier[field]) {
            let claim = claims.claim(number);
            let figure = match (claim["amount"].is_null(), claim["attribute"].is_null()) {
                (false, _) => format!("{}: ", text(&claim["amount"])),
                (_, false) => format!(
                    "{}: {}: ",
                    text(&claim["attribute"]["name"]),
                    text(&claim["attribute"]["value"])
                ),
                (true, true) => String::new(),
            };
            let date = date(&claim["when"]).unwrap_or_else(|| "no date recorded".to_owned());
            writeln!(
                out,
                "- {date}: {}{}",
                if field == "figures" {
                    figure.as_str()
                } else {
                    ""
                },
                claims.short(number)
            )?;
        }
    }
    heading(out, "Meetings")?;
    if list(&dossier["meetings"]).is_empty() {
        writeln!(out, "None on record.")?;
    }
    for meeting in list(&dossier["meetings"]) {
        let place = match meeting["place"].is_null() {
            true => "place not recorded".to_owned(),
            false => text(&meeting["place"]),
        };
        writeln!(
            out,
            "- {}; {place} ({})",
            text(&meeting["text"]),
            whence(meeting)
        )?;
        claims.refer(out, "  ", &meeting["claims"])?;
    }
    paths(dossier, &claims, out)?;
    heading(out, &format!("Sources that are {title} or on that side"))?;
    if list(&dossier["sources"]).is_empty() {
        writeln!(out, "None.")?;
    }
    for source in list(&dossier["sources"]) {
        let via: Vec<String> = list(&source["via"])
            .iter()
            .map(|via| text(&via["name"]))
            .collect();
        let via = if via.is_empty() {
            String::new()
        } else {
            format!(", via {}", via.join(", "))
        };
        writeln!(
            out,
            "- {} ({}){via} ({})",
            named(source),
            text(&source["kind"]),
            whence(source)
        )?;
    }
    if !list(&dossier["further"]).is_empty() {
        claims.section(
            out,
            "Claims about others that are referred to above",
            "further",
            "",
            1,
        )?;
    }
    writeln!(
        out,
        "\nNothing here is a fact: each line is a claim by a source. “No denial recorded” never means that it is true. Edition {}.",
        text(&dossier["edition"])
    )
}

fn questions(dossier: &Value, claims: &Claims, out: &mut dyn Write) -> io::Result<()> {
    heading(out, "Questions")?;
    if list(&dossier["questions"]).is_empty() {
        writeln!(out, "None on record.")?;
    }
    for question in list(&dossier["questions"]) {
        let state = match question["answered_by"].is_null() {
            true => "open".to_owned(),
            false => format!("answered by {}", claims.short(&question["answered_by"])),
        };
        writeln!(
            out,
            "- {} {state} ({})",
            text(&question["text"]),
            whence(question)
        )?;
        for given in list(&question["answers"]) {
            writeln!(out, "  - {}", answer(given))?;
        }
    }
    Ok(())
}

fn paths(dossier: &Value, claims: &Claims, out: &mut dyn Write) -> io::Result<()> {
    for paths in list(&dossier["paths"]) {
        heading(out, &format!("Paths to {}", text(&paths["to"]["name"])))?;
        for decision in list(&paths["identities"]) {
            writeln!(out, "Identity: {}\n", text(&decision["words"]))?;
        }
        if !paths["no_path"].is_null() {
            writeln!(out, "{}", text(&paths["no_path"]["words"]))?;
        }
        let shown = list(&paths["paths"]);
        for (at, path) in shown.iter().enumerate() {
            writeln!(
                out,
                "{}Path {} ({} hops):\n",
                if at > 0 { "\n" } else { "" },
                at + 1,
                path["length"]
            )?;
            for hop in list(&path["hops"]) {
                writeln!(
                    out,
                    "- {} to {}: {}",
                    named(&hop["from"]),
                    named(&hop["to"]),
                    standing(&hop["standing"])
                )?;
                for link in list(&hop["links"]).iter().chain(list(&hop["left_out"])) {
                    claims.refer(out, "  ", &link["claims"])?;
                }
            }
        }
        match (&paths["total"], &paths["more_than"]) {
            (Value::Null, Value::Null) => {}
            (Value::Null, more) => writeln!(
                out,
                "\nMore than {} shortest paths; {} shown.",
                text(more),
                shown.len()
            )?,
            (total, _) => writeln!(out, "\n{} shortest; {} shown.", text(total), shown.len())?,
        }
        claims.refer(out, "", &paths["plans"])?;
        claims.refer(out, "", &paths["naming_both"])?;
        for hop in list(&paths["shorter_through_retracted"]["hops"]) {
            writeln!(
                out,
                "- left out, withdrawn: {} to {}",
                named(&hop["from"]),
                named(&hop["to"])
            )?;
            for link in list(&hop["links"]) {
                claims.refer(out, "  ", &link["claims"])?;
            }
        }
        if paths["complete"] == false {
            writeln!(out, "\n**Not complete: a limit was hit.**")?;
        }
    }
    Ok(())
}

/// The claims of a dossier by their numbers.
struct Claims<'a>(&'a Value);

impl Claims<'_> {
    fn claim(&self, number: &Value) -> &Value {
        let at = number
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        &self.0["claims"][at.unwrap_or_default().saturating_sub(1)]["claim"]
    }

    /// Number, text, standing and answers.
    fn short(&self, number: &Value) -> String {
        let claim = self.claim(number);
        let mut line = format!(
            "\\[{number}\\] {} {}",
            sentence(claim),
            standing(&claim["standing"])
        );
        for given in list(&claim["answers"]) {
            line += &format!("; {}", brief(given));
        }
        line
    }

    fn refer(&self, out: &mut dyn Write, indent: &str, numbers: &Value) -> io::Result<()> {
        for number in list(numbers) {
            writeln!(out, "{indent}- {}", self.short(number))?;
        }
        Ok(())
    }

    /// Claims in full; one that stood in full before is only named.
    fn section(
        &self,
        out: &mut dyn Write,
        title: &str,
        field: &str,
        none: &str,
        depth: usize,
    ) -> io::Result<()> {
        heading(out, title)?;
        let numbers = list(&self.0[field]);
        if numbers.is_empty() {
            writeln!(out, "{none}")?;
        }
        // Those have the first numbers.
        let told = list(&self.0["by_others"]).len();
        for number in numbers {
            if field != "by_others" && number.as_u64().is_some_and(|number| number <= told as u64) {
                writeln!(out, "- {} (in full above)", self.short(number))?;
                continue;
            }
            self.in_full(out, number, depth)?;
        }
        Ok(())
    }

    fn in_full(&self, out: &mut dyn Write, number: &Value, depth: usize) -> io::Result<()> {
        let claim = self.claim(number);
        let inner = "  ".repeat(depth);
        let mut facts = vec![text(&claim["mode"])];
        facts.extend(date(&claim["when"]));
        for field in ["amount", "purpose", "detail"] {
            if !claim[field].is_null() {
                facts.push(text(&claim[field]));
            }
        }
        let support: Vec<String> = list(&claim["support"]).iter().map(text).collect();
        facts.push(match support.is_empty() {
            true => "rests on nothing that is left".to_owned(),
            false => format!("rests on {}", support.join(", ")),
        });
        facts.push(match claim["origins"].as_u64() {
            Some(1) => "at least 1 origin".to_owned(),
            _ => format!("at least {} origins", claim["origins"]),
        });
        writeln!(
            out,
            "- \\[{number}\\] {} {}; {} ({})",
            sentence(claim),
            standing(&claim["standing"]),
            facts.join("; "),
            whence(claim)
        )?;
        for source in list(&claim["sources"]) {
            let via: Vec<String> = list(&source["chain"])
                .iter()
                .skip(1)
                .map(|via| text(&via["name"]))
                .collect();
            let mut line = format!("source: {} ({})", named(source), text(&source["kind"]));
            if source["withdrawn"] == true {
                line = format!("**WITHDRAWN** {line}");
            }
            if !via.is_empty() {
                line += &format!(", via {}", via.join(", "));
            }
            if !source["quote"].is_null() {
                line += &format!(": “{}”", text(&source["quote"]));
            }
            if !source["locator"].is_null() {
                line += &format!(", {}", text(&source["locator"]));
            }
            writeln!(out, "{inner}- {line} ({})", whence(source))?;
        }
        for given in list(&claim["answers"]) {
            writeln!(out, "{inner}- {}", answer(given))?;
        }
        for (said, field) in [
            ("sums up", "summarises"),
            ("of the same meeting,", "same_meeting"),
        ] {
            for part in list(&claim[field]) {
                let (id, words) = (text(&part["id"]), sentence(part));
                let standing = standing(&part["standing"]);
                writeln!(out, "{inner}- {said} {id}: {words} {standing}")?;
                for given in list(&part["answers"]) {
                    writeln!(out, "{inner}  - {}", answer(given))?;
                }
            }
        }
        if !claim["concern"].is_null() {
            writeln!(out, "{inner}- concern: {}", text(&claim["concern"]))?;
        }
        Ok(())
    }
}

fn heading(out: &mut dyn Write, title: &str) -> io::Result<()> {
    writeln!(out, "\n## {title}\n")
}

pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A value as text that is no markup.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => markdown(text),
        Value::Null => "not recorded".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            markdown(&value.to_string())
        }
    }
}

/// The sentence of a claim; that of a meeting with whom the claim is about.
fn sentence(claim: &Value) -> String {
    let sentence = text(&claim["text"]);
    match claim["id"].as_str().is_some_and(is_attendance) {
        true => of_attendance(&sentence, &named(&claim["subject"]), &text(&claim["verb"])),
        false => sentence,
    }
}

pub(super) fn named(value: &Value) -> String {
    let mut name = text(&value["name"]);
    if value["protected"] == true {
        name += " **(protected)**";
    }
    if value["terms"] == "off-record" {
        name += " **(OFF THE RECORD)**";
    }
    name
}

/// `id, table, row 3`; the table alone where the row is withheld.
pub(super) fn whence(value: &Value) -> String {
    let place = format!("{}, {}", text(&value["id"]), text(&value["table"]));
    match value["row"].is_null() {
        true => place,
        false => format!("{place} row {}", value["row"]),
    }
}

fn standing(value: &Value) -> String {
    match value.as_str() {
        Some("uncontested") => "— no denial recorded".to_owned(),
        Some(other) => format!("— **{}**", other.to_uppercase()),
        None => "— standing not recorded".to_owned(),
    }
}

pub(super) fn date(when: &Value) -> Option<String> {
    match (when["edtf"].as_str(), when["text"].as_str()) {
        (Some(edtf), Some(printed)) => {
            Some(format!("{} (“{}”)", markdown(edtf), markdown(printed)))
        }
        (Some(edtf), None) => Some(markdown(edtf)),
        (None, Some(printed)) => Some(format!("“{}”", markdown(printed))),
        (None, None) => None,
    }
}
