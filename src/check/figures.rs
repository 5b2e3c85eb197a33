//! Figures: amounts of money and values of attributes, exact or refused.
//!
//! A figure that is written in another way (`1,000,000`, `$5m`, `2,5`) is never
//! read as what it probably means; the problem shows what that is.

use crate::model::Amount;
use crate::model::AttributeValue;
use crate::model::Code;
use crate::model::Decimal;
use crate::model::DecimalError;
use crate::model::Problem;
use crate::model::Qualifier;
use crate::read::Cell;

use super::currencies;
use super::problems::problem;
use super::row_check::RowCheck;
use super::traces;
use super::written_figures::meant_by;

const EXPECTED_NUMBER: &str = "digits, with a point before decimals and nothing else: `1250000.50`";

impl RowCheck<'_, '_> {
    /// What a transaction says of its amount; `None` when that is unknown.
    pub(super) fn amount(&mut self, has_paid_in: bool) -> Option<Box<Amount>> {
        let cell = self.known("amount");
        let value = cell.and_then(|cell| self.money(cell));
        let currency = self.currency();
        let qualifier = self.word("amount_qualifier", &Qualifier::ALL, Qualifier::as_str);
        let max_cell = self.known("amount_max");
        let max = max_cell.and_then(|cell| self.money(cell));
        let Some(cell) = cell else {
            for column in ["amount_max", "amount_qualifier"] {
                self.range_problem(column, "there is no `amount` that it could belong to");
            }
            if let Some(cell) = self.known("currency") {
                self.push(problem(
                    Code::CurrencyWithoutAmount,
                    cell.place(),
                    "a currency without an amount is not kept",
                    "an amount beside it, or the currency in the text only",
                ));
            }
            return None;
        };
        self.range(
            "amount_max",
            qualifier,
            (Some(cell), value),
            (max_cell, max),
        );
        if self.cell("currency").is_none() && !has_paid_in {
            self.push(problem(
                Code::AmountWithoutCurrency,
                self.draft().place_of("currency"),
                format!("the amount `{}` has no currency", cell.text()),
                "a code of ISO 4217, or an asset in `paid_in`",
            ));
        }
        if let Some(currency) = &currency {
            for cell in [Some(cell), max_cell].into_iter().flatten() {
                self.refuse_thousands(cell, currency);
            }
        }
        Some(Box::new(Amount {
            value: value?,
            max,
            qualifier,
            currency,
            written: cell.text().to_owned(),
        }))
    }

    /// The value of an attribute: any text, and a number where it is one.
    pub(super) fn attribute_value(&mut self) -> Option<Box<AttributeValue>> {
        let cell = self.cell("value");
        let number = cell.and_then(|cell| self.attribute_number(cell));
        let qualifier = self.word("qualifier", &Qualifier::ALL, Qualifier::as_str);
        let max_cell = self.known("value_max");
        let max = max_cell.and_then(|cell| self.number(cell));
        self.range("value_max", qualifier, (cell, number), (max_cell, max));
        Some(Box::new(AttributeValue {
            written: cell?.text().into(),
            number,
            max,
            qualifier,
            unit: self.text("unit"),
        }))
    }

    fn attribute_number(&mut self, cell: Cell<'_>) -> Option<Decimal> {
        match cell.text().parse() {
            Ok(number) => Some(number),
            Err(DecimalError::BeyondExact) => self.number(cell),
            Err(DecimalError::NotANumber) => {
                if traces::is_scientific(cell.text()) {
                    return self.number(cell);
                }
                let meant = meant_by(cell.text());
                if !meant.is_empty() {
                    self.push(Problem {
                        hints: may_be(&meant),
                        ..problem(
                            Code::FigureAsText,
                            cell.place(),
                            format!("`{}` is kept as a text, not as a number", cell.text()),
                            EXPECTED_NUMBER,
                        )
                    });
                }
                None
            }
        }
    }

    fn money(&mut self, cell: Cell<'_>) -> Option<Decimal> {
        let value = self.number(cell)?;
        if value.is_negative() {
            self.push(problem(
                Code::NegativeAmount,
                cell.place(),
                format!("`{}` is less than nothing", cell.text()),
                "an amount of zero or more; who pays whom is said by `payer` and `payee`",
            ));
            return None;
        }
        Some(value)
    }

    fn number(&mut self, cell: Cell<'_>) -> Option<Decimal> {
        let text = cell.text();
        let error = match text.parse() {
            Ok(number) => return Some(number),
            Err(error) => error,
        };
        let found = match error {
            DecimalError::BeyondExact => problem(
                Code::NumberBeyondExact,
                cell.place(),
                format!("`{text}` has more digits than can be counted exactly"),
                "at most 18 digits after the point and 20 before it",
            ),
            DecimalError::NotANumber => match traces::in_number(text) {
                Some(message) => problem(
                    Code::SpreadsheetTrace,
                    cell.place(),
                    message,
                    "all digits, as the source has them",
                ),
                None => Problem {
                    hints: may_be(&meant_by(text)),
                    ..problem(
                        Code::BadNumber,
                        cell.place(),
                        format!("`{text}` is not a number"),
                        EXPECTED_NUMBER,
                    )
                },
            },
        };
        self.push(found);
        None
    }

    fn currency(&mut self) -> Option<String> {
        let cell = self.known("currency")?;
        if currencies::is_active(cell.text()) {
            return Some(cell.text().to_owned());
        }
        self.push(Problem {
            hints: currencies::hint(cell.text()).into_iter().collect(),
            ..problem(
                Code::UnknownCurrency,
                cell.place(),
                format!("`{}` is no currency in use", cell.text()),
                "three letters of ISO 4217, such as `EUR` or `USD`",
            )
        });
        None
    }

    /// Checks the upper end against the value and the qualifier.
    fn range(
        &mut self,
        column: &str,
        qualifier: Option<Qualifier>,
        (low, value): (Option<Cell<'_>>, Option<Decimal>),
        (high, max): (Option<Cell<'_>>, Option<Decimal>),
    ) {
        match (qualifier, high) {
            (Some(Qualifier::Between), None) => {
                self.push(problem(
                    Code::FigureRange,
                    self.draft().place_of(column),
                    format!("the figure is said to be between two, and `{column}` is empty"),
                    format!("the greater figure in `{column}`"),
                ));
            }
            (Some(Qualifier::Between), Some(_)) => {
                if let (Some(value), Some(max)) = (value, max)
                    && max <= value
                {
                    let low = low.map_or("", |cell| cell.text());
                    self.range_problem(column, &format!("it is not above the lower end, `{low}`"));
                }
                if let (Some(low), None, Some(_)) = (low, value, max)
                    && low.text().parse::<Decimal>() == Err(DecimalError::NotANumber)
                    && column == "value_max"
                {
                    self.range_problem(column, &format!("`{}` is not a number", low.text()));
                }
            }
            (
                None
                | Some(Qualifier::Exact | Qualifier::About | Qualifier::Over | Qualifier::Under),
                Some(_),
            ) => self.range_problem(column, "the qualifier is not `between`"),
            (
                None
                | Some(Qualifier::Exact | Qualifier::About | Qualifier::Over | Qualifier::Under),
                None,
            ) => {}
        }
    }

    fn range_problem(&mut self, column: &str, reason: &str) {
        let Some(cell) = self.known(column) else {
            return;
        };
        self.push(problem(
            Code::FigureRange,
            cell.place(),
            format!("`{}` cannot stand in `{column}`: {reason}", cell.text()),
            "`between` with a lower and a greater figure, or one figure with another qualifier",
        ));
    }

    /// `2.500` is two and a half, or what a point parts thousands in.
    fn refuse_thousands(&mut self, cell: Cell<'_>, currency: &str) {
        let Some((whole, fraction)) = cell.text().split_once('.') else {
            return;
        };
        if fraction.len() == 3
            && whole.len() <= 3
            && !whole.starts_with('0')
            && !currencies::HAS_THREE_DECIMALS.contains(&currency)
        {
            let short = fraction.trim_end_matches('0');
            let decimals = match (short, short.len()) {
                ("", _) => whole.to_owned(),
                (_, 3) => format!("{whole}.{fraction}0"),
                (_, _) => format!("{whole}.{short}"),
            };
            self.push(problem(
                Code::MaybeThousands,
                cell.place(),
                format!("`{}` can be read in two ways", cell.text()),
                format!("`{decimals}`, or `{whole}{fraction}` if the point parts thousands"),
            ));
        }
    }
}

fn may_be(meant: &[String]) -> Vec<String> {
    match meant {
        [] => Vec::new(),
        several => {
            let quoted: Vec<String> = several.iter().map(|n| format!("`{n}`")).collect();
            vec![format!("this may be {}", quoted.join(" or "))]
        }
    }
}
