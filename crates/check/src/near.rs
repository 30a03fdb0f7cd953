//! The nearest names to a misspelt one. Computed here for everyone.

/// The names that a misspelt one may have meant, nearest first, at most three.
pub(crate) struct Near<'a> {
    names: Vec<&'a str>,
    unique: bool,
}

impl<'a> Near<'a> {
    /// A name that is another one for what was written, and may have been meant.
    pub(crate) fn one(name: &'a str) -> Self {
        Self { names: vec![name], unique: false }
    }

    /// The nearest, if any is near.
    pub(crate) fn first(&self) -> Option<&'a str> {
        self.names.first().copied()
    }

    /// Every near name, best first.
    pub(crate) fn all(&self) -> &[&'a str] {
        &self.names
    }

    /// Whether the nearest has no rival.
    pub(crate) fn is_unique(&self) -> bool {
        self.unique
    }

    /// "`where` or `when`", for a help line.
    pub(crate) fn list(&self) -> Option<String> {
        let quoted: Vec<String> = self.names.iter().map(|name| format!("`{name}`")).collect();
        one_of(&quoted)
    }
}

/// "a, b or c".
pub(crate) fn one_of(items: &[impl AsRef<str>]) -> Option<String> {
    let (last, rest) = items.split_last()?;
    let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
    let last = last.as_ref();
    Some(if rest.is_empty() { last.to_owned() } else { format!("{} or {last}", rest.join(", ")) })
}

/// A word shorter than this may well be another one than the one that it differs from by a letter:
/// `of` need not be `on`.
const SHORT: usize = 4;

/// As many slips make a typo; with more of them another word may be meant: `os_version` is not
/// `version`.
const SLIPS: usize = 2;

/// How many slips a word may have and still be near another.
fn reach(word: &str) -> usize {
    (word.chars().count() / 3).clamp(1, 3)
}

/// No name is taken for a misspelt one that has more bytes: telling costs the square of them.
const LONGEST: usize = 256;

/// The candidates near a word.
pub(crate) fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Near<'a> {
    let length = word.chars().count();
    if word.len() > LONGEST {
        return Near { names: Vec::new(), unique: false };
    }
    let reach = reach(word);
    let folded = word.to_lowercase();
    let mut ranked: Vec<((usize, Letters, usize), &str)> = Vec::new();
    for candidate in candidates {
        if candidate.chars().count().abs_diff(length) > reach
            || ranked.iter().any(|it| it.1 == candidate)
            || negates(&folded, candidate)
            || !is_near_word_by_word(&folded, &candidate.to_lowercase())
        {
            continue;
        }
        let distance = if candidate.to_lowercase() == folded {
            0
        } else {
            strsim::osa_distance(&folded, &candidate.to_lowercase())
        };
        if distance <= reach {
            let shared = shared_prefix(&folded, candidate);
            let letters = letters(&folded, &candidate.to_lowercase());
            ranked.push(((distance, letters, usize::MAX - shared), candidate));
        }
    }
    ranked.sort_by_key(|&(rank, _)| rank);
    let best = ranked.first().map(|it| it.0.0);
    let alike = ranked.first().is_some_and(|it| it.0.0 == 0 || it.0.1 != Letters::Other);
    let rivals = ranked.iter().filter(|it| Some(it.0.0) == best).count();
    let close = best.is_some_and(|best| best <= SLIPS);
    let unique = rivals == 1 && close && length > 1 && (alike || length >= SHORT);
    let names = ranked.into_iter().take(3).map(|it| it.1).collect();
    Near { names, unique }
}

/// What two words share, most first. Of two names as near, the one is meant whose letters were only
/// swapped, or else only left out or doubled: `fro` is rather `for` than `from`, and `nd` rather
/// `and` than `on`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Letters {
    Same,
    OneHasAll,
    Other,
}

fn letters(a: &str, b: &str) -> Letters {
    let (mut short, mut long): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let all = short.iter().all(|letter| {
        let found = long.iter().position(|other| other == letter);
        found.map(|at| long.swap_remove(at)).is_some()
    });
    match (all, long.is_empty()) {
        (true, true) => Letters::Same,
        (true, false) => Letters::OneHasAll,
        (false, _) => Letters::Other,
    }
}

/// Whether one letter more, fewer, other or swapped with its neighbour makes one word the other,
/// letter case aside. Cheap enough to ask of every property of every file.
pub(crate) fn one_edit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long) = (short.as_bytes(), long.as_bytes());
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let (short, long) =
        (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default());
    let equal = |a: &u8, b: &u8| a.eq_ignore_ascii_case(b);
    match (short, long) {
        (_, [_, rest @ ..]) if long.len() > short.len() => short.eq_ignore_ascii_case(rest),
        ([a, b, short @ ..], [c, d, long @ ..]) if equal(a, d) && equal(b, c) => {
            short.eq_ignore_ascii_case(long)
        }
        ([_, short @ ..], [_, long @ ..]) => short.eq_ignore_ascii_case(long),
        _ => true,
    }
}

/// Whether a word is the opposite of another: `inactive` is not a slip of `active`.
fn negates(word: &str, other: &str) -> bool {
    let prefix = word.strip_suffix(other);
    prefix.is_some_and(|it| ["in", "un", "non", "not", "non-"].contains(&it))
}

/// Whether each word of two texts is near the one at its place: `is new` is none of `is not`.
fn is_near_word_by_word(text: &str, other: &str) -> bool {
    let (words, others) = (text.split(' '), other.split(' '));
    let many = words.clone().nth(1).is_some() && words.clone().count() == others.clone().count();
    !many || words.zip(others).all(|(word, other)| strsim::osa_distance(word, other) <= reach(word))
}

fn shared_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The names nearest to a misspelt one, at most three, best first.
///
/// ```
/// assert_eq!(amq_check::nearest("funel", ["funnel", "chart"]), ["funnel"]);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    near(word, candidates).names
}
