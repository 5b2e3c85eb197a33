//! `nutgraf draw`: answers as pictures, to be printed.
//!
//! Takes the questions of `path`, `ties`, `between` and `timeline` with all their
//! options, and a form: by the ending of the file, by `-o`, else SVG. A picture
//! leaves the desk, so it is drawn from the redacted edition.

use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::path::Path;

use clap::{Subcommand, ValueEnum};

use crate::answer::{Graph, find_between, find_paths, find_ties};
use crate::cli::between::BetweenArgs;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::cli::known_on::KnownOnDay;
use crate::cli::leave::Leaving;
use crate::cli::path::PathArgs;
use crate::cli::ties::TiesArgs;
use crate::cli::timeline::TimelineArgs;
use crate::render::draw::{self, Picture};
use crate::render::font;
use crate::render::png::{self, PngError};
use crate::render::svg::Drawing;

/// Letters that the font lacks and that are named; all are counted.
const NAMED: usize = 12;

/// Pixels of a PNG for each pixel of the picture, where nobody says otherwise.
const SCALE: f64 = 2.0;

/// A picture taller than so many pixels, some four pages, is hard to look at.
const TALL: f64 = 5_600.0;

/// What makes a picture of links smaller.
const FEWER_LINKS: &str = "a lower `-k`, `--within` or `--most`";
/// What makes a timeline smaller.
pub(super) const FEWER_DATES: &str = "names after the case, `--from` and `--to`";

/// Draw paths, ties, what lies between names, or a timeline, to be printed
///
/// Boxes are people, organisations and assets; each line is what sources claim, with numbers that
/// lead to the list beneath: sources, dates, amounts and every answer. What is denied is dashed, red
/// and says so. The picture has its title, day, edition, counts and legend, and is described in words
/// for who cannot see it. It leaves the desk: protected sources are withheld.
#[derive(Debug, clap::Args)]
#[command(disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Draw the paths between two, from left to right
    ///
    /// Exit code 1 when there is no path: the picture says why. 5 when it is not complete.
    Path {
        #[command(flatten)]
        asked: PathArgs,
        #[command(flatten)]
        most: Most,
        #[command(flatten)]
        picture: PictureArgs,
    },
    /// Draw a neighbourhood
    ///
    /// Exit code 1 when there is no tie, 5 when the picture is not complete.
    Ties {
        #[command(flatten)]
        asked: TiesArgs,
        #[command(flatten)]
        most: Most,
        #[command(flatten)]
        picture: PictureArgs,
    },
    /// Draw what connects several names
    ///
    /// Exit code 1 when some two have no path, 5 when the picture is not complete.
    Between {
        #[command(flatten)]
        asked: BetweenArgs,
        #[command(flatten)]
        most: Most,
        #[command(flatten)]
        picture: PictureArgs,
    },
    /// Draw a timeline, as `timeline -o svg` does
    ///
    /// Exit code 1 when nothing is dated, 5 when there is more than is drawn.
    Timeline {
        #[command(flatten)]
        asked: TimelineArgs,
        #[command(flatten)]
        picture: PictureArgs,
    },
}

/// How much is drawn.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Most {
    /// Draw so many people, organisations and assets at most, and say how many more there are
    #[arg(long, value_name = "N", default_value_t = draw::MOST, value_parser = at_least_two)]
    most: usize,
}

fn at_least_two(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(most) if most >= 2 => Ok(most),
        Ok(_) | Err(_) => Err("a number from 2 on is needed".to_owned()),
    }
}

/// In which form, and into which file.
#[derive(Debug, clap::Args)]
struct PictureArgs {
    /// Form of the picture; without it as the file is named, and SVG to standard output
    #[arg(short, long, alias = "format", value_enum)]
    output: Option<Form>,
    /// For PNG: pixels for each pixel of the picture, from 1 to 4; 2 if not given
    #[arg(long, value_name = "N", value_parser = scale)]
    scale: Option<f64>,
    #[command(flatten)]
    into: IntoFile,
    #[command(flatten)]
    leaving: Leaving,
}

fn scale(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(scale) if (1.0..=4.0).contains(&scale) => Ok(scale),
        Ok(_) | Err(_) => Err("a number from 1 to 4 is needed".to_owned()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The picture with its list, sharp at any size
    Svg,
    /// The same in pixels
    Png,
    /// A page with the picture, and the list as text
    Html,
}

impl Form {
    /// What a file is by the end of its name.
    fn of_name(file: &Path) -> Option<Self> {
        let ending = file.extension().and_then(OsStr::to_str);
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("svg") => Some(Form::Svg),
            Some("png") => Some(Form::Png),
            Some("html" | "htm") => Some(Form::Html),
            Some(_) | None => None,
        }
    }
}

impl PictureArgs {
    /// The form that is asked for.
    fn form(&self) -> Result<Form, Failure> {
        if let Some(form) = self.output {
            return Ok(form);
        }
        let Some(file) = self.into.path() else {
            return Ok(Form::Svg);
        };
        match Form::of_name(file) {
            Some(form) => Ok(form),
            None => Err(Failure::usage(format!(
                "what `{}` is to be cannot be told from its name",
                file.display()
            ))
            .hint("end it in `.svg`, `.png` or `.html`, or add `-o svg`, `-o png` or `-o html`")),
        }
    }

    /// The form, once it is clear that no file of the case is written over; and
    /// the edition of which there is to be a picture.
    fn open(
        &self,
        case: &Path,
        known: KnownOnDay,
        console: &mut Console,
    ) -> Result<(Form, Graph), Failure> {
        self.into.spare(case, &[])?;
        let form = self.form()?;
        if self.scale.is_some() && form != Form::Png {
            return Err(
                Failure::usage("`--scale` is for PNG: the others are sharp at any size")
                    .hint("leave it out, or name a file that ends in `.png`"),
            );
        }
        match self.into.path() {
            None if form == Form::Png && io::stdout().is_terminal() => {
                return Err(
                    Failure::usage("a picture in pixels is nothing for a terminal")
                        .hint("write it to a file: `-O picture.png`"),
                );
            }
            Some(file) if Form::of_name(file).is_some_and(|named| named != form) => {
                let word = form.to_possible_value();
                console.say(&format!(
                    "note: `{}` is `{}`, and its name that of another format",
                    file.display(),
                    word.as_ref().map_or("", |word| word.get_name())
                ));
            }
            Some(_) | None => {}
        }
        Ok((form, self.leaving.open_known(case, known, console)?))
    }

    /// Writes a picture, and says what is missing in it.
    fn write(
        &self,
        form: Form,
        picture: &Picture,
        no: bool,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        match form {
            Form::Svg => {
                let drawing = picture.drawing();
                say_of(&drawing, FEWER_LINKS, console);
                self.into.write(console, |out| picture.svg(&drawing, out))?;
            }
            Form::Html => self.into.write(console, |out| picture.html(out))?,
            Form::Png => {
                self.write_png(&picture.drawing(), FEWER_LINKS, console)?;
            }
        }
        console.say(&picture.summary());
        for limit in picture.limits() {
            console.say(&format!("NOT COMPLETE: {limit}"));
        }
        if let Some(all) = picture.entities_in_all() {
            console.say(&format!("hint: `--most {all}` draws everything"));
        }
        Ok(match (picture.limits().is_empty(), no) {
            (false, _) => Exit::Limit,
            (true, true) => Exit::No,
            (true, false) => Exit::Answered,
        })
    }

    fn write_png(
        &self,
        drawing: &Drawing,
        fewer: &str,
        console: &mut Console,
    ) -> Result<(), Failure> {
        say_of(drawing, fewer, console);
        let file = png::png(drawing, self.scale.unwrap_or(SCALE)).map_err(Failure::from)?;
        self.into.write(console, |out| out.write_all(&file))
    }
}

/// Says what there is to know of a picture before it is looked at: letters that it
/// lacks, and that it is too tall to be seen in one piece; `fewer` is what makes it
/// smaller.
pub(super) fn say_of(drawing: &Drawing, fewer: &str, console: &mut Console) {
    say_missing(drawing, console);
    if drawing.height > TALL {
        console.say(&format!(
            "hint: the picture with its list is {:.0} pixels tall: ask for less ({fewer}), or scroll a page (`-o html`)",
            drawing.height
        ));
    }
}

/// Says which letters the font of pictures lacks.
fn say_missing(drawing: &Drawing, console: &mut Console) {
    let missing = font::missing(drawing.labels.iter().map(|label| label.text.as_str()));
    if missing.is_empty() {
        return;
    }
    let named: String = missing.keys().take(NAMED).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more letters"),
    };
    let times: usize = missing.values().sum();
    console.say(&format!(
        "note: the picture's font has no `{named}`{more} ({times} in all): drawn as boxes in PNG; SVG uses the reader's fonts"
    ));
}

impl From<PngError> for Failure {
    fn from(error: PngError) -> Self {
        let exit = match error.is_limit() {
            true => Exit::Limit,
            false => Exit::Usage,
        };
        Failure::new(exit, error).hint("SVG can be written all the same: `-o svg`")
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    match args.what {
        What::Path {
            asked,
            most,
            picture,
        } => {
            let (form, graph) = picture.open(&asked.case, asked.links.known, console)?;
            let answer = find_paths(&graph, &asked.question())?;
            let drawn = draw::of_path(&graph, &answer, most.most)?;
            picture.write(form, &drawn, answer.paths.is_empty(), console)
        }
        What::Ties {
            asked,
            most,
            picture,
        } => {
            let (form, graph) = picture.open(&asked.case, asked.links.known, console)?;
            let answer = find_ties(&graph, &asked.question())?;
            let drawn = draw::of_ties(&graph, &answer, most.most)?;
            picture.write(form, &drawn, answer.ties.is_empty(), console)
        }
        What::Between {
            asked,
            most,
            picture,
        } => {
            let (form, graph) = picture.open(&asked.case, asked.links.known, console)?;
            let answer = find_between(&graph, &asked.question())?;
            let drawn = draw::of_between(&graph, &answer, most.most)?;
            let apart = answer.pairs.iter().any(|pair| pair.no_path.is_some());
            picture.write(form, &drawn, apart, console)
        }
        What::Timeline { asked, picture } => {
            asked.check()?;
            let (form, graph) = picture.open(&asked.case, asked.known, console)?;
            let found = asked.find(&graph, console)?;
            let telling = asked.telling(&graph, &found)?;
            match form {
                Form::Svg => {
                    say_of(&telling.drawing()?, FEWER_DATES, console);
                    picture.into.write(console, |out| telling.svg(out))?;
                }
                Form::Html => picture.into.write(console, |out| telling.html(out))?,
                Form::Png => picture.write_png(&telling.drawing()?, FEWER_DATES, console)?,
            }
            console.say(&telling.facts.summary);
            if let Some(words) = telling.limit() {
                console.say(&words);
                return Ok(Exit::Limit);
            }
            Ok(match found.is_empty() {
                true => Exit::No,
                false => Exit::Answered,
            })
        }
    }
}
