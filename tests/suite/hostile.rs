//! Hostile text: every shape is answered in time, on a small stack, in little memory, and in time
//! that grows with its length and not with its square.
//!
//! Each shape is answered in a process of its own, so that its peak of memory is its own and an
//! overflow of the stack is told by its name. The figures are printed with `--nocapture`. A usual
//! run takes 32 KB of every shape and a megabyte of a few; with `AMQ_LONG` it is one of each.

#![allow(clippy::print_stdout, reason = "tests print their figures")]

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use amq_check::Context;
use amq_tests::TODAY;

/// The stack that a text is answered on; a main thread usually has eight times as much.
const STACK: usize = 1 << 20;

/// How long a megabyte may take. Generous, because test machines are slow and shared.
const MOST_SECONDS: f64 = 2.5;

/// How much memory a byte of text may take at the peak, text and answer included.
const MOST_BYTES_A_BYTE: usize = 250;

/// How much longer a text may take than four of a quarter of its length.
const MOST_GROWTH: f64 = 2.5;

const FAR_TOO_LONG: Duration = Duration::from_secs(15);

const SHAPE: &str = "AMQ_HOSTILE_SHAPE";
const SIZE: &str = "AMQ_HOSTILE_SIZE";

const MEGABYTE: usize = 1 << 20;

/// What a usual run takes of every shape: enough for nesting to overflow the stack.
const SMALL: usize = 32 << 10;

/// The shapes that a usual run takes a megabyte of.
const ALWAYS: &[&str] = &[
    "random bytes",
    "one line of words",
    "`(`",
    "statements with an error each",
    "a description of many lines",
];

/// A kind of hostile text, of about so many bytes.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    // Noise.
    ("random bytes", random_bytes),
    ("ASCII soup", ascii_soup),
    ("soup of the language's words", word_soup),
    // One line.
    ("one word", |size| "a".repeat(size)),
    ("one line of words", |size| fill("", "word ", size)),
    ("one query of words", |size| fill("users ", "word ", size)),
    ("one open string", |size| fill("users where city is \"", "x", size)),
    ("many strings", |size| fill("users ", "\"x\" ", size)),
    ("many open strings", |size| fill("users where city is (", "\"x\n ", size)),
    ("one list", |size| fill("users where city is (", "\"x\", ", size)),
    ("one list of words", |size| fill("users where city is (", "x ", size)),
    ("one list of commas", |size| fill("users where city is (", ",", size)),
    ("one list of junk", |size| fill("users where city is (", ";", size)),
    ("one list without commas", |size| fill("users where city is (", "\"x\" ", size)),
    ("one `and` chain", |size| fill("users where city is \"x\"", " and city is \"x\"", size)),
    ("one `or` chain", |size| fill("users where city is \"x\"", " or city is \"x\"", size)),
    ("one `vs` chain", |size| fill("users where city is \"x\"", " vs city is \"x\"", size)),
    ("conditions without operator", |size| fill("users where a", " and a", size)),
    ("conditions without value", |size| fill("users where a is", " and a is", size)),
    ("conditions of words", |size| fill("users where a b c d", " and a b c d", size)),
    ("one formula", |size| fill("segmentation A formula A", " + A", size)),
    ("one formula of minus signs", |size| fill("segmentation A formula ", "-", size)),
    ("one formula of calls", |size| fill("segmentation A formula F(A)", " + F(A)", size)),
    ("one formula without operands", |size| fill("segmentation A formula A", " + +", size)),
    ("one call of many arguments", |size| fill("segmentation A formula F(A", ", A", size)),
    ("one funnel", |size| fill("funnel A", " -> A", size)),
    ("one funnel of dear events", |size| fill("funnel A{by a}", " -> A{by a}", size)),
    ("one segmentation", |size| fill("segmentation A", ", A", size)),
    ("one event of filters", |size| fill("funnel A -> A{a is 1", " and a is 1", size)),
    ("one event of groups", |size| fill("funnel A -> A{by a", ", a", size)),
    ("one `by`", |size| fill("users by city", ", city", size)),
    ("unknown properties", |size| fill("users by citi", ", citi", size)),
    ("property metrics and events", metrics_and_events),
    ("modes and a window", |size| fill("funnel A -> B", " mode unordered", size) + " window 1h"),
    ("brackets", |size| fill("retention A -> B mode bracket 0-1", ", 0-1", size)),
    ("parameters", |size| fill("users with a \"b\"", ", a \"b\"", size)),
    ("clauses", |size| fill("users", " by city", size)),
    ("clauses of other endpoints", |size| fill("events", " limit 3", size)),
    ("clauses without a word", |size| fill("users", " metric", size)),
    ("missing arrows", |size| fill("funnel A", " B", size)),
    ("event properties outside", |size| {
        fill("users where event.a is 1", " and event.a is 1", size)
    }),
    ("filters of an event outside", |size| {
        fill("segmentation A where event.a is 1", " and event.a is 1", size)
    }),
    // Signs.
    ("`(`", |size| "(".repeat(size)),
    ("`{`", |size| "{".repeat(size)),
    ("`-`", |size| "-".repeat(size)),
    ("`\"`", |size| "\"".repeat(size)),
    ("`'`", |size| "'".repeat(size)),
    ("`$`", |size| "$".repeat(size)),
    ("`#` lines", |size| "#\n".repeat(size / 2)),
    ("blanks", |size| fill("users", " ", size)),
    ("blank lines inside", |size| fill("users", "\n", size) + " by city"),
    ("comments inside", |size| fill("users\n", " # x\n", size) + " by city"),
    ("`(` in a formula", |size| fill("segmentation A formula ", "(", size)),
    ("`F(` in a formula", |size| fill("segmentation A formula ", "F(", size)),
    ("`(` behind a quote in other quotes", |size| {
        fill("users where city is '\"' formula ", "(", size)
    }),
    ("`(` behind a sign in a string", |size| {
        fill("segmentation A where city is \"#\" formula ", "(", size)
    }),
    ("`(` between comments", |size| fill("segmentation A formula ", "( # \"))\n ", size)),
    ("`(` with quotes in comments", |size| {
        fill("segmentation A where city is \"x\" formula ", "(", size / 2) + " # \""
    }),
    ("`(` in a string", |size| fill("segmentation A formula A where city is \"", "(", size) + "\""),
    ("cohorts without quotes", |size| fill("users where in cohort (a", ", b", size) + ")"),
    ("words for cohorts", |size| fill("users where in cohort (a", " b", size) + ")"),
    ("`(` in a value", |size| fill("users where city is ", "(", size)),
    ("`{` behind an event", |size| fill("segmentation A", "{", size)),
    ("`{` behind events", |size| fill("funnel A{", " -> A{", size)),
    ("`{` behind performed events", |size| {
        fill("users where performed A{", " and performed A{", size)
    }),
    ("`(` behind conditions", |size| fill("users where a is (", " vs a is (", size)),
    ("open strings behind conditions", |size| fill("users where a is \"x", "\n vs a is \"x", size)),
    ("escapes", |size| fill("search \"", "\\q", size) + "\""),
    ("backslashes", |size| fill("search \"", "\\", size)),
    ("stray signs between clauses", |size| fill("users", " ; by city", size)),
    // Statements.
    ("statements with an error each", |size| fill("", "users wehre city is \"x\"\n", size)),
    // Every one of them is an error of a few hundred bytes: a hundred thousand are enough.
    ("statements of one letter", |size| fill("", "a\n", size / 5)),
    ("good statements", |size| fill("", "funnel A -> B where city is \"x\" by city\n", size)),
    ("labels", |size| fill("", "a: users\n", size)),
    ("silenced statements", |size| fill("", "# amq: allow AMQ501\n\na: users\n", size)),
    ("names and silence", names_and_silence),
    ("a description of many lines", |size| fill("", "# amq: allow x\n", size) + "users"),
    // Definitions.
    ("a chain of definitions", |size| chain(size, false)),
    ("a chain of definitions, last one first", |size| chain(size, true)),
    ("a cycle of definitions", cycle),
    ("cycles inside cycles", cycles),
    ("definitions of one name", |size| fill("", "let $a = \"x\"\n", size)),
    ("unknown names among many", unknown_names),
    ("unknown names in one list", |size| fill("let $b = 1\nlet $a = (", "$x, ", size)),
    ("doubled values", |size| {
        doubled(size, "let $X = \"x\"\n", "let $Y = ($X, $X)\n", USES_VALUES)
    }),
    ("doubled segments", |size| {
        doubled(size, "let $X = where city is \"x\"\n", "let $Y = where $X and $X\n", USES_SEGMENT)
    }),
    ("doubled values in segments", |size| {
        doubled(
            size,
            "let $X = \"x\"\n",
            "let $Y = ($X, $X)\n",
            "let $s = where city is $X\nusers where $s and $s\n",
        )
    }),
    ("growing events", |size| {
        doubled(size, "let $X = event A{a is 1}\n", "let $Y = event $X{a is 1}\n", USES_EVENT)
    }),
];

const USES_VALUES: &str = "users where city is $X\n";
const USES_SEGMENT: &str = "users where $X\n";
const USES_EVENT: &str = "funnel $X -> $X\n";

#[test]
fn hostile_text() {
    if std::env::var_os(SHAPE).is_none() {
        let long = std::env::var_os("AMQ_LONG").is_some();
        every_shape_is_answered(long);
        if long {
            time_grows_with_the_text();
        }
    }
}

fn every_shape_is_answered(long: bool) {
    let mut failures = Vec::new();
    println!("{:<45} {:>8} {:>8} {:>10}", "shape", "KB", "s", "bytes/byte");
    for (name, _) in SHAPES {
        let size = if long || ALWAYS.contains(name) { MEGABYTE } else { SMALL };
        let Some((seconds, memory)) = in_process(name, size) else {
            failures.push(format!("{name}: the process died"));
            continue;
        };
        // What a process takes in any case would be most of a small text's share.
        let each = memory.filter(|_| size == MEGABYTE).map_or(0, |memory| memory / size);
        println!("{name:<45} {:>8} {seconds:>8.3} {each:>10}", size >> 10);
        if seconds > MOST_SECONDS {
            failures.push(format!("{name}: {seconds:.2} s"));
        }
        if each > MOST_BYTES_A_BYTE {
            failures.push(format!("{name}: {each} bytes of memory a byte of text"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn time_grows_with_the_text() {
    let mut failures = Vec::new();
    for (name, shape) in SHAPES {
        let growth = growth(*shape);
        println!("{name:<45} {growth:>6.1}");
        if growth > MOST_GROWTH {
            failures
                .push(format!("{name}: a text takes {growth:.1} times as long as its quarters"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// How much longer a text takes than four of a quarter of its length; the best of five, which is
/// the least disturbed.
fn growth(shape: fn(usize) -> String) -> f64 {
    const SIZE: usize = 64 << 10;
    let best = |text: &str, times: usize| {
        let timed = || {
            let start = Instant::now();
            (0..times).for_each(|_| answer(text));
            start.elapsed()
        };
        (0..5).map(|_| timed()).min().unwrap_or_default().as_secs_f64()
    };
    best(&shape(4 * SIZE), 1) / best(&shape(SIZE), 4).max(1e-4)
}

/// Answers the shape that the environment names, for the test above.
#[test]
fn answers_one_shape() {
    let Ok(name) = std::env::var(SHAPE) else { return };
    let size = std::env::var(SIZE).unwrap().parse().unwrap();
    let (_, shape) = SHAPES.iter().find(|shape| shape.0 == name).unwrap();
    let text = shape(size);
    let before = peak().unwrap_or(0);
    let worker = std::thread::Builder::new().stack_size(STACK);
    let taken = worker.spawn(move || timed(&text)).unwrap().join().unwrap();
    let memory = peak().map(|peak| peak.saturating_sub(before));
    println!(
        "\nanswer {} {}",
        taken.as_secs_f64(),
        memory.map_or(-1, |it| it.try_into().unwrap_or(i64::MAX))
    );
}

fn timed(text: &str) -> Duration {
    let (start, busy) = (Instant::now(), processor_time());
    answer(text);
    let busy = processor_time().zip(busy).map(|(now, before)| now.saturating_sub(before));
    busy.unwrap_or_else(|| start.elapsed())
}

/// How long this thread has been running, where the system tells: other programs do not count.
fn processor_time() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    status.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Everything that `check`, `compile` and then `fmt` do to a text.
fn answer(text: &str) {
    check_and_compile(text);
    std::hint::black_box(amq_syntax::format(text));
}

fn check_and_compile(text: &str) {
    let parse = amq_syntax::parse(text);
    let analysis = amq_check::check(text, &parse, &Context::new(TODAY), &[]);
    for query in analysis.queries.iter().filter_map(|query| query.query.as_ref()) {
        std::hint::black_box(amq_request::url(query, ""));
    }
    std::hint::black_box(analysis);
}

/// The seconds and the peak of memory; `None` where the process died or took far too long.
fn in_process(name: &str, size: usize) -> Option<(f64, Option<usize>)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "answers_one_shape", "--nocapture", "--test-threads=1"])
        .env(SHAPE, name)
        .env(SIZE, size.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > FAR_TOO_LONG {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let text = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("answer "))?;
    let (seconds, memory) = line.split_once(' ')?;
    Some((seconds.parse().ok()?, memory.parse().ok()))
}

/// The most memory that this process has held so far, where the system tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok().map(|kilobytes| kilobytes * 1024)
}

// ---- shapes ------------------------------------------------------------------------------------

fn fill(start: &str, piece: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + piece.len());
    text.push_str(start);
    while text.len() < size {
        text.push_str(piece);
    }
    text
}

fn random_bytes(size: usize) -> String {
    let mut random = amq_tests::Random::new(1);
    let bytes: Vec<u8> = (0..size).map(|_| random.below(256) as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn ascii_soup(size: usize) -> String {
    let mut random = amq_tests::Random::new(2);
    let sign = |_| match random.below(20) {
        0 => '\n',
        _ => char::from(32 + random.below(95) as u8),
    };
    (0..size).map(sign).collect()
}

fn word_soup(size: usize) -> String {
    let mut random = amq_tests::Random::new(3);
    let mut text = String::with_capacity(size + 16);
    while text.len() < size {
        text.push_str(random.pick(amq_tests::random::SOUP));
        text.push(' ');
    }
    text
}

fn metrics_and_events(size: usize) -> String {
    fill(&fill("segmentation A", ", A", size / 2), " metric sums", size)
}

fn names_and_silence(size: usize) -> String {
    let head = "# amq: allow AMQ214\nusers\n".to_owned();
    let lets = (0..size / 14).map(|at| format!("let $n{at} = 1\n"));
    std::iter::once(head).chain(lets).collect()
}

fn chain(size: usize, reversed: bool) -> String {
    let count = size / 30;
    let mut lines: Vec<String> =
        (1..count).map(|at| format!("let $n{at} = where $n{}\n", at - 1)).collect();
    lines.insert(0, "let $n0 = where city is \"x\"\n".to_owned());
    lines.push(format!("users where $n{}\n", count.saturating_sub(1)));
    if reversed {
        lines.reverse();
    }
    lines.concat()
}

fn cycle(size: usize) -> String {
    let count = size / 30;
    let line = |at| format!("let $n{at} = where $n{}\n", (at + 1) % count);
    (0..count).map(line).collect()
}

fn cycles(size: usize) -> String {
    let count = size / 30;
    let line = |at: usize| {
        let back = at.saturating_sub(count - at);
        format!("let $n{at} = ($n{}, $n{back})\n", at + 1)
    };
    (0..count).map(line).collect()
}

fn unknown_names(size: usize) -> String {
    let half = size / 60;
    let known = (0..half).map(|at| format!("let $name{at:05} = where city is 1\n"));
    let unknown = (0..half).map(|at| format!("users where $nema{at:05}\n"));
    known.chain(unknown).collect()
}

/// Definitions that each mention the one before twice, until a name stands for more than a
/// request can hold, and then queries that mention each of them.
fn doubled(size: usize, first: &str, next: &str, uses: &str) -> String {
    const DOUBLINGS: usize = 40;
    let mut text = first.replace("$X", "$n0");
    for at in 1..DOUBLINGS {
        let line = next.replace("$X", &format!("$n{}", at - 1));
        text.push_str(&line.replace("$Y", &format!("$n{at}")));
    }
    let mut at = 0;
    while text.len() < size {
        // Names that are large and still allowed are the worst.
        let name = format!("$n{}", 8 + at % 8);
        text.push_str(&uses.replace("$X", &name).replace("$s", &format!("$s{at}")));
        at += 1;
    }
    text
}
