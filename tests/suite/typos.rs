//! Single typos in the words of the language: each is reported on the word, and the first fix of
//! the first report gives back the request that was meant.
//!
//! The words of the corpus that are mistyped stand between `‹` and `›`. A word is mistyped by
//! leaving a letter out, doubling one, swapping two neighbours, and hitting a neighbouring key. A
//! mutant that is a query of its own, without a report, is no typo that anything could notice; it
//! is counted apart.

use std::collections::{BTreeMap, BTreeSet};

use amq_check::{Analysis, Fix};
use amq_schema::CLAUSES;
use amq_tests::check;

use crate::vscode::{words, words_of_clause};

/// Every word of the language at least once. Each text is clean, and its mutants are not looked at
/// in other texts.
pub(crate) const CORPUS: &[&str] = &[
    r#"‹users› ‹new› ‹where› ‹city› ‹is› "Paris" ‹and› ‹country› ‹is not› "FR" ‹by› ‹platform›, ‹language› ‹every› ‹week› ‹last› 8‹w› ‹to› ‹yesterday›"#,
    r"‹users› ‹active› ‹by› ‹version› ‹every› ‹day› ‹from› 2021-09-01 ‹to› 2021-09-07",
    r#"‹users› ‹where› ‹city› ‹contains› "x" ‹vs› ‹region› ‹does not contain› "y" ‹vs› ‹everyone› ‹this› ‹month›"#,
    r#"‹users› ‹where› ‹DMA› ‹set is› "x" ‹and› ‹os› ‹set is not› "y" ‹and› ‹paying› = ‹true› ‹previous› ‹quarter›"#,
    r"‹users› ‹where› ‹start_version› ‹greater› 3 ‹and› ‹device› ‹less› 4 ‹and› ‹device_type› != ‹none› ‹today›",
    r"‹users› ‹where› ‹version› ‹greater or equal› 3 ‹and› ‹version› ‹less or equal› 4 ‹and› ‹paying› ‹is› ‹false› ‹yesterday›",
    r#"‹users› ‹where› ‹in› ‹cohort› "abc" ‹and› ‹not› ‹in› ‹cohort› ("d", "e") ‹on› 2021-09-01"#,
    r"‹users› ‹where› ‹performed› Purchase >= 2 ‹times› ‹within› ‹rolling› 7‹d› ‹vs› ‹not› ‹performed› Login ‹within› 2‹w› ‹last› 2‹mo›",
    r#"‹users› ‹where› gp:plan ‹is› "pro" ‹previous› ‹year›"#,
    "‹sessions› ‹length› ‹bins› 0..10 ‹minutes› ‹step› 1 ‹this› ‹week›",
    "‹sessions› ‹length› ‹bins› 0..10 ‹hours› ‹previous› ‹week›",
    "‹sessions› ‹length› ‹bins› 0..10 ‹seconds› ‹this› ‹month›",
    "‹sessions› ‹average› ‹last› 30‹d›",
    "‹sessions› ‹per› ‹user› ‹this› ‹quarter›",
    "‹composition› ‹platform› ‹yesterday›",
    "‹events›",
    r#"‹segmentation› Purchase{‹city› ‹is› "Paris" ‹and› price ‹is not› 3 ‹by› category, ‹country›} ‹metric› ‹sums› ‹by› ‹device› ‹limit› 10 ‹today›"#,
    r#"‹segmentation› "Play Song"{‹device_type› ‹contains› "x" ‹and› ‹start_version› ‹does not contain› "y" ‹by› ‹language›} ‹metric› ‹histogram› ‹today›"#,
    r#"‹segmentation› A{‹platform› ‹set is› "x" ‹and› ‹region› ‹set is not› "y" ‹by› ‹paying›} ‹metric› ‹value_avg› ‹today›"#,
    r"‹segmentation› A{‹version› ‹greater› 3 ‹and› ‹os› ‹less› 4} ‹metric› ‹uniques› ‹rolling› ‹window› 7 ‹for› ‹any› ‹users› ‹every› ‹week›",
    "‹segmentation› A, B ‹metric› ‹totals› ‹rolling› ‹average› 7 ‹for› ‹active› ‹users› ‹every› ‹month›",
    "‹segmentation› A ‹metric› ‹pct_dau› ‹every› ‹hour› ‹on› 2021-09-01",
    "‹segmentation› A ‹metric› ‹average› ‹every› 5‹min› ‹today›",
    "‹segmentation› A, B ‹formula› ‹UNIQUES›(A) / ‹TOTALS›(B) ‹by› ‹city› ‹limit› 5",
    "‹segmentation› A ‹formula› ‹AVG›(A) + ‹ACTIVE›(A) + ‹REVENUETOTAL›(A) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹HIST›(A) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹FREQPERCENTILE›(A, 90) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹EVENTTOTALS›(A) / ‹SESSIONTOTALS›(A) - ‹SEMANTICTOTALS›(A) ‹last› 7‹d›",
    "‹segmentation› A{‹by› price} ‹formula› ‹PROPSUM›(A) + ‹PROPAVG›(A) + ‹PROPCOUNT›(A) ‹last› 7‹d›",
    "‹segmentation› A{‹by› price} ‹formula› ‹PROPCOUNTAVG›(A) + ‹PROPMAX›(A) - ‹PROPMIN›(A) ‹last› 7‹d›",
    "‹segmentation› A{‹by› price} ‹formula› ‹ARPAU›(A) + ‹PERCENTILE›(A, 90) ‹last› 7‹d›",
    "‹segmentation› A{‹by› price} ‹formula› ‹PROPHIST›(A) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹CUMSUM›(TOTALS(A)) + ‹ROLLAVG›(TOTALS(A), 7) + ‹ROLLWIN›(TOTALS(A), 7) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹ROLLWINBEFORE›(TOTALS(A), 7) + ‹EXP›(TOTALS(A)) + ‹LN›(TOTALS(A)) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹LOG›(TOTALS(A), 2) + ‹LOG10›(TOTALS(A)) + ‹POWER›(TOTALS(A), 2) ‹last› 7‹d›",
    "‹segmentation› A ‹formula› ‹SQRT›(TOTALS(A)) + ‹TRENDLINE›(TOTALS(A)) ‹last› 7‹d›",
    "‹funnel› A -> B ‹for› ‹new› ‹users› ‹mode› ‹ordered› ‹window› 3‹d› ‹by› ‹city› ‹every› ‹day› ‹last› 5‹d›",
    "‹funnel› A -> B ‹for› ‹active› ‹users› ‹mode› ‹unordered› ‹window› 1‹w› ‹by› ‹country› ‹limit› 3",
    r#"‹funnel› A -> B{price >= 3} ‹mode› ‹sequential› ‹window› 30‹min› ‹where› ‹city› ‹is› ("Paris", "Lyon")"#,
    "‹funnel› A -> B ‹window› 30‹s› ‹by› gp:plan",
    "‹funnel› A -> B ‹window› 12‹h› ‹where› ‹everyone›",
    "‹retention› _new -> _active ‹mode› ‹n-day› ‹by› ‹city› ‹every› ‹week› ‹last› 3‹w›",
    "‹retention› _new -> _active ‹mode› ‹rolling› ‹where› ‹everyone› ‹vs› ‹city› ‹is› \"x\"",
    "‹retention› A -> B ‹mode› ‹bracket› 0-4, 5-9 ‹every› ‹month› ‹last› 3‹mo›",
    "‹activity› 12345 ‹latest› 10 ‹offset› 20",
    "‹activity› 12345 ‹earliest› 10",
    "‹activity› 12345 ‹limit› 10 ‹latest›",
    "‹search› \"mia@example.com\"",
    "‹realtime›",
    "‹ltv› ‹metric› ‹arpu› ‹by› ‹city› ‹every› ‹day› ‹last› 7‹d›",
    "‹ltv› ‹metric› ‹arppu› ‹by› ‹os› ‹every› ‹week› ‹this› ‹month›",
    "‹ltv› ‹metric› ‹total_revenue› ‹where› ‹city› ‹is› \"x\" ‹previous› ‹month›",
    "‹ltv› ‹metric› ‹paying_users› ‹every› ‹month› ‹last› 2‹mo›",
    "‹chart› abc123 ‹csv›",
    "‹chart› abc123",
    // One clause a line, as the formatter writes long queries.
    "named: ‹funnel› A -> B\n  ‹where› ‹city› ‹is› \"x\"\n  ‹by› ‹platform›\n  ‹mode› ‹ordered›\n  ‹window› 3‹d›\n  ‹every› ‹week›\n  ‹last› 30‹d›",
    "named: ‹segmentation› A{‹city› ‹is› \"x\" ‹and› price > 3}\n  ‹metric› ‹totals›\n  ‹for› ‹active› ‹users›\n  ‹where› ‹city› ‹is› \"x\"\n    ‹and› ‹performed› B >= 3 ‹times›\n  ‹by› ‹platform›\n  ‹limit› 10\n  ‹every› ‹week›",
    // The first words of lines in column 1.
    "funnel A -> B\n‹where› city is \"x\"\n‹and› country is \"y\"\n‹by› platform\n‹window› 3d\n‹last› 30d",
    // Definitions.
    "‹use› \"shared.amq\"\nusers new",
    "‹let› $a = ‹where› ‹city› ‹is› \"x\" ‹and› ‹paying› ‹is› ‹true›\nusers ‹where› $a",
    "‹let› $a = ‹event› Purchase{price > 3 ‹and› ‹city› ‹is› \"x\" ‹by› ‹city›}\nsegmentation $a ‹metric› ‹sums›",
    "‹let› $a = ‹from› 2021-09-01 ‹to› 2021-09-07\nusers ‹during› $a",
    "‹let› $a = ‹last› 7‹d›\nusers ‹during› $a",
    "‹let› $a = ‹this› ‹week›\nusers ‹during› $a",
    "‹let› $a = ‹previous› ‹month›\nusers ‹during› $a",
    "‹let› $a = ‹yesterday›\nusers ‹during› $a",
    "‹let› $a = (\"x\", ‹none›)\nusers ‹where› ‹city› ‹is› $a ‹and› ‹in› ‹cohort› $a",
    "‹let› $a = ‹where› ‹performed› A ‹within› 7‹d› ‹and› ‹not› ‹performed› B\nusers where $a ‹vs› ‹everyone›",
    // Any parameter is a warning.
    "# amq: allow AMQ415\n‹users› ‹new› ‹by› ‹city› ‹last› 7‹d› ‹with› x \"1\"",
];

/// Each key and its neighbours.
const KEYS: &[(char, &str)] = &[
    ('q', "wa"),
    ('w', "qesa"),
    ('e', "wrds"),
    ('r', "etfd"),
    ('t', "rygf"),
    ('y', "tuhg"),
    ('u', "yijh"),
    ('i', "uokj"),
    ('o', "iplk"),
    ('p', "ol"),
    ('a', "qwsz"),
    ('s', "awedxz"),
    ('d', "serfcx"),
    ('f', "drtgvc"),
    ('g', "ftyhbv"),
    ('h', "gyujnb"),
    ('j', "huikmn"),
    ('k', "jiolm"),
    ('l', "kop"),
    ('z', "asx"),
    ('x', "zsdc"),
    ('c', "xdfv"),
    ('v', "cfgb"),
    ('b', "vghn"),
    ('n', "bhjm"),
    ('m', "njk"),
    ('_', "p"),
    ('-', "p"),
    ('5', "46"),
];

/// The share of typos whose first fix has to give back what was meant.
const REPAIRED: f64 = 0.98;

/// The share of typos that have to be told in a single report.
const SINGLE: f64 = 0.99;

#[derive(Default)]
struct Figures {
    mutants: usize,
    valid: Vec<String>,
    off: Vec<String>,
    exact: usize,
    single: usize,
    unrepaired: Vec<String>,
    by_kind: BTreeMap<&'static str, (usize, usize)>,
}

/// A new word of the table or of the grammar has to stand in the corpus.
#[test]
fn every_word_is_in_the_corpus() {
    let known = known();
    let lists = ["heads", "clauses", "connectives", "helpers", "constants", "units", "periods"];
    let lists = lists.into_iter().chain(["functions", "properties", "worded operators"]);
    let mut words: BTreeSet<String> = lists.flat_map(words).collect();
    words.extend(CLAUSES.iter().flat_map(|row| words_of_clause(row.clause)));
    words.extend(["let", "use", "event"].map(ToOwned::to_owned));
    let single = words.iter().flat_map(|it| it.split(' '));
    // `5min` is a number and a unit.
    let single = single.map(|it| it.trim_start_matches(|sign: char| sign.is_ascii_digit()));
    let missing: BTreeSet<&str> = single.filter(|it| !known.contains(*it)).collect();
    assert_eq!(missing, BTreeSet::new(), "not in the corpus of typos");
}

/// The words of the corpus.
fn known() -> BTreeSet<String> {
    let each = |marked: &&str| {
        let (text, words) = unmarked(marked);
        words.into_iter().map(move |(start, end)| text[start..end].to_owned()).collect::<Vec<_>>()
    };
    CORPUS.iter().flat_map(each).collect()
}

#[test]
fn typos_are_reported_on_the_word_and_repaired() {
    let mut figures = Figures::default();
    for marked in CORPUS {
        let (text, words) = unmarked(marked);
        figures.mistype(&text, &words);
    }
    figures.print();
    figures.hold(14_000, 8);
}

/// The same over the examples, which were not written with typos in mind.
#[test]
fn typos_in_the_examples() {
    let known = known();
    let mut figures = Figures::default();
    for text in amq_tests::examples() {
        for placed in amq_syntax::parse(&text).statements {
            let statement = &text[std::ops::Range::<usize>::from(placed.range())];
            // What mentions names of another statement is not clean alone.
            if check(statement).diagnostics.is_empty() {
                figures.mistype(statement, &words_of(statement, &known));
            }
        }
    }
    figures.print();
    figures.hold(13_000, 57);
}

impl Figures {
    fn mistype(&mut self, text: &str, words: &[(usize, usize)]) {
        let meant = check(text);
        assert_eq!(meant.diagnostics, [], "{text}");
        for &(start, end) in words {
            for (kind, mutant) in mutants(&text[start..end]) {
                let mistyped = format!("{}{mutant}{}", &text[..start], &text[end..]);
                self.look(kind, &mistyped, start..start + mutant.len(), &meant);
            }
        }
    }

    /// So many typos there are at the least, and so many mutants that are queries of their own at
    /// the most.
    fn hold(&self, at_least: usize, valid: usize) {
        let typos = self.mutants - self.valid.len();
        assert!(typos > at_least, "only {typos} typos");
        let unseen = self.valid.join("\n");
        assert!(self.valid.len() <= valid, "{} are not reported:\n{unseen}", self.valid.len());
        assert!(self.off.is_empty(), "not reported on the word:\n{}", self.off.join("\n"));
        let repaired = 1.0 - self.unrepaired.len() as f64 / typos as f64;
        assert!(repaired >= REPAIRED, "only {:.2} % are repaired", repaired * 100.0);
        let single = self.single as f64 / typos as f64;
        assert!(single >= SINGLE, "only {:.2} % are told once", single * 100.0);
    }

    fn look(
        &mut self,
        kind: &'static str,
        text: &str,
        word: std::ops::Range<usize>,
        meant: &Analysis,
    ) {
        self.mutants += 1;
        let found = check(text);
        let line = format!("{:<14} {}", kind, shown(text, &word));
        if found.diagnostics.is_empty() {
            return self.valid.push(line);
        }
        let counts = self.by_kind.entry(kind).or_default();
        counts.0 += 1;
        let first = &found.diagnostics[0];
        let (start, end) = (usize::from(first.range.start()), usize::from(first.range.end()));
        // A word that is gone altogether is reported where it stood.
        let touches = start < word.end && end > word.start || word.is_empty() && end == word.start;
        if !touches {
            let said =
                format!("{line}\n      {} at {start}..{end}: {}", first.code.id, first.message);
            self.off.push(said);
        }
        self.exact += usize::from((start, end) == (word.start, word.end));
        self.single += usize::from(found.diagnostics.len() == 1);
        let repaired = first.fixes.first().map(|fix| apply(text, fix));
        if repaired.as_deref().is_some_and(|text| says_the_same(text, meant)) {
            counts.1 += 1;
            return;
        }
        self.unrepaired.push(format!(
            "{line}\n      {}: {} → {}",
            first.code.id,
            first.message,
            first.fixes.first().map_or("no fix", |fix| fix.title.as_str())
        ));
    }

    fn print(&self) {
        let typos = self.mutants - self.valid.len();
        let percent = |part: usize| part as f64 * 100.0 / typos as f64;
        println!("{} mutants, {} of them queries of their own:", self.mutants, self.valid.len());
        println!("  {}", self.valid.join("\n  "));
        println!("{typos} typos:");
        println!("  reported on the word     {:6.2} %", percent(typos - self.off.len()));
        println!("  on exactly the word      {:6.2} %", percent(self.exact));
        println!("  in a single report       {:6.2} %", percent(self.single));
        println!("  repaired by first fix    {:6.2} %", percent(typos - self.unrepaired.len()));
        for (kind, (all, repaired)) in &self.by_kind {
            println!("    {kind:<14} {repaired} of {all}");
        }
        println!("not repaired:\n  {}", self.unrepaired.join("\n  "));
        println!("not on the word:\n  {}", self.off.join("\n  "));
    }
}

/// The text with the mutant between marks, on one line.
fn shown(text: &str, word: &std::ops::Range<usize>) -> String {
    let (before, after) = (&text[..word.start], &text[word.end..]);
    format!("{before}‹{}›{after}", &text[word.clone()]).replace('\n', "⏎")
}

/// A text without its marks, and where they stood.
pub(crate) fn unmarked(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut words, mut start) = (String::new(), Vec::new(), 0);
    for sign in marked.chars() {
        match sign {
            '‹' => start = text.len(),
            '›' => words.extend(single_words(&text, start)),
            other => text.push(other),
        }
    }
    (text, words)
}

/// Where known words stand in a text, outside of strings, comments, labels and longer names.
fn words_of(text: &str, known: &BTreeSet<String>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut quoted, mut comment, mut start) = (false, false, None);
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        let in_word = sign.is_alphanumeric() || "_-$.".contains(sign);
        match (quoted || comment, start, in_word) {
            (false, None, true) => start = Some(at),
            (false, Some(from), false) => {
                let word = text[from..at].trim_start_matches(|it: char| it.is_ascii_digit());
                let before = text[..from].chars().next_back();
                if known.contains(word) && sign != ':' && before != Some(':') {
                    found.push((at - word.len(), at));
                }
                start = None;
            }
            _ => {}
        }
        quoted ^= sign == '"' && !comment;
        comment = (comment || sign == '#' && !quoted) && sign != '\n';
    }
    found
}

/// The words of a marked phrase such as `does not contain`, each mistyped on its own.
fn single_words(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut at = start;
    let mut words = Vec::new();
    for word in text[start..].split(' ') {
        words.push((at, at + word.len()));
        at += word.len() + 1;
    }
    words
}

fn mutants(word: &str) -> Vec<(&'static str, String)> {
    let letters: Vec<char> = word.chars().collect();
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut add = |kind, letters: Vec<char>| {
        let mutant: String = letters.into_iter().collect();
        if mutant != word && !found.iter().any(|it| it.1 == mutant) {
            found.push((kind, mutant));
        }
    };
    for at in 0..letters.len() {
        let mut without = letters.clone();
        without.remove(at);
        add("deletion", without);
        let mut doubled = letters.clone();
        doubled.insert(at, letters[at]);
        add("doubling", doubled);
        if at + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            add("transposition", swapped);
        }
        for key in neighbours(letters[at]) {
            let mut hit = letters.clone();
            hit[at] = key;
            add("substitution", hit);
        }
    }
    found
}

fn neighbours(letter: char) -> Vec<char> {
    let row = KEYS.iter().find(|row| row.0 == letter.to_ascii_lowercase());
    let keys = row.map_or("", |row| row.1).chars();
    keys.map(|key| if letter.is_uppercase() { key.to_ascii_uppercase() } else { key }).collect()
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut fixed = text.to_owned();
    for edit in fix.edits.iter().rev() {
        fixed.replace_range(
            usize::from(edit.range.start())..usize::from(edit.range.end()),
            &edit.text,
        );
    }
    fixed
}

fn says_the_same(text: &str, meant: &Analysis) -> bool {
    let found = check(text);
    found.diagnostics.is_empty() && requests(&found) == requests(meant)
}

fn requests(analysis: &Analysis) -> Vec<Option<String>> {
    let queries = analysis.queries.iter();
    queries.map(|it| it.query.as_ref().map(|query| amq_request::url(query, ""))).collect()
}
