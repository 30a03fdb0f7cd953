//! How a property's value compares with those of a filter.

use std::{cmp::Ordering, collections::BTreeSet};

use crate::understood::Filter;

/// What stands in filters and answers for a property that is absent.
pub(crate) const NONE: &str = "(none)";

/// Whether a filter holds of the elements of a value, which are none where the property is absent.
///
/// A list counts as each of its elements, but for `set is`, where it has to have exactly the
/// given ones. `contains` does not mind upper and lower case, as Amplitude's help says. Order is
/// that of numbers where both are, and of texts otherwise, so that dates compare; nothing absent
/// has an order.
pub(crate) fn holds(filter: &Filter, elements: &[&str]) -> bool {
    let values = &filter.values;
    match filter.operator.as_str() {
        "is" => is(elements, values),
        "is not" => !is(elements, values),
        "contains" => contains(elements, values),
        "does not contain" => !contains(elements, values),
        "set is" => set_is(elements, values),
        "set is not" => !set_is(elements, values),
        "glob match" => any(elements, values, |element, value| glob(value, element)),
        "less" => any(elements, values, |element, value| order(element, value).is_lt()),
        "less or equal" => any(elements, values, |element, value| order(element, value).is_le()),
        "greater" => any(elements, values, |element, value| order(element, value).is_gt()),
        _ => any(elements, values, |element, value| order(element, value).is_ge()),
    }
}

fn any(elements: &[&str], values: &[String], holds: impl Fn(&str, &str) -> bool) -> bool {
    elements.iter().any(|element| values.iter().any(|value| holds(element, value)))
}

fn is(elements: &[&str], values: &[String]) -> bool {
    if elements.is_empty() {
        return values.iter().any(|value| value == NONE);
    }
    any(elements, values, |element, value| element == value)
}

fn contains(elements: &[&str], values: &[String]) -> bool {
    any(elements, values, |element, value| element.to_lowercase().contains(&value.to_lowercase()))
}

fn set_is(elements: &[&str], values: &[String]) -> bool {
    let values: BTreeSet<&str> = values.iter().map(String::as_str).collect();
    let elements = if elements.is_empty() { &[NONE] } else { elements };
    elements.iter().copied().collect::<BTreeSet<_>>() == values
}

fn order(one: &str, other: &str) -> Ordering {
    match (one.trim().parse::<f64>(), other.trim().parse::<f64>()) {
        (Ok(one), Ok(other)) => one.total_cmp(&other),
        _ => one.cmp(other),
    }
}

/// `*` stands for any text and `?` for one character. Each star tries every place, and only the
/// last one is tried again, which is enough: what stands before it has been found as early as can be.
fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut of_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while of_text < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at + 1, of_text));
                at += 1;
                continue;
            }
            Some(sign) if *sign == '?' || text.get(of_text) == Some(sign) => {
                at += 1;
                of_text += 1;
                continue;
            }
            _ => {}
        }
        let Some((behind, tried)) = star else { return false };
        star = Some((behind, tried + 1));
        (at, of_text) = (behind, tried + 1);
    }
    pattern.iter().skip(at).all(|sign| *sign == '*')
}
