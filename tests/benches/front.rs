//! What a statement costs: parse, check, compile, format. `cargo bench`.

use amq_check::Context;
use amq_tests::{TODAY, corpus, random};
use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};

fn main() {
    divan::main();
}

const STATEMENTS: usize = 1000;

fn text() -> String {
    corpus::file(&mut random::Random::new(7), STATEMENTS)
}

fn bencher<'a, 'b>(bencher: Bencher<'a, 'b>, text: &str) -> Bencher<'a, 'b> {
    bencher.counter(ItemsCount::new(STATEMENTS)).counter(BytesCount::of_str(text))
}

#[divan::bench]
fn split(bencher: Bencher) {
    let text = text();
    self::bencher(bencher, &text).bench(|| amq_syntax::split(divan::black_box(&text)));
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let text = text();
    self::bencher(bencher, &text).bench(|| amq_syntax::parse(divan::black_box(&text)));
}

#[divan::bench]
fn check(bencher: Bencher) {
    let text = text();
    let parse = amq_syntax::parse(&text);
    let context = Context::new(TODAY);
    self::bencher(bencher, &text)
        .bench(|| amq_check::check(divan::black_box(&text), &parse, &context, &[]));
}

#[divan::bench]
fn encode(bencher: Bencher) {
    let text = text();
    let analysis = amq_tests::check(&text);
    self::bencher(bencher, &text).bench(|| {
        let queries = analysis.queries.iter().filter_map(|it| it.query.as_ref());
        queries.map(|query| amq_request::url(query, "https://amplitude.com").len()).sum::<usize>()
    });
}

#[divan::bench]
fn compile(bencher: Bencher) {
    let text = text();
    let context = Context::new(TODAY);
    self::bencher(bencher, &text).bench(|| {
        let text = divan::black_box(&text);
        let analysis = amq_check::check(text, &amq_syntax::parse(text), &context, &[]);
        let queries = analysis.queries.iter().filter_map(|it| it.query.as_ref());
        queries.map(|query| amq_request::url(query, "https://amplitude.com").len()).sum::<usize>()
    });
}

#[divan::bench]
fn format(bencher: Bencher) {
    let text = text();
    self::bencher(bencher, &text).bench(|| amq_syntax::format(divan::black_box(&text)).len());
}
