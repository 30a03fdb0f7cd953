//! What may go and what waits, as time goes on.

use super::*;

fn cost(cost: u64) -> Ask {
    Ask { pool: Pool::Cost, cost }
}

/// Claims, which must be given.
fn go(state: &mut State, ask: Ask, reading: Option<Reading>, now: Millis) -> u64 {
    match state.admit(ask, "", reading, now) {
        Admission::Go(claim) => claim,
        Admission::Wait(why, until) => panic!("waits: {why:?} until {until:?}"),
    }
}

fn waits(
    state: &mut State,
    ask: Ask,
    reading: Option<Reading>,
    now: Millis,
) -> (Why, Option<Millis>) {
    match state.admit(ask, "", reading, now) {
        Admission::Go(_) => panic!("goes"),
        Admission::Wait(why, until) => (why, until),
    }
}

#[test]
fn five_requests_and_a_thousand_of_cost_at_a_time() {
    let mut state = State::default();
    let first = go(&mut state, cost(600), None, 0);
    assert_eq!(waits(&mut state, cost(401), None, 0), (Why::CostInFlight, None));
    for _ in 0..4 {
        go(&mut state, cost(100), None, 0);
    }
    assert_eq!(waits(&mut state, cost(0), None, 0), (Why::Requests, None));
    state.settle(first, Verdict::Answered, 10);
    go(&mut state, cost(0), None, 10);
}

#[test]
fn one_request_finds_out_how_the_api_counts() {
    let mut state = State::default();
    let first = go(&mut state, cost(900), None, 0);
    state.settle(first, Verdict::Answered, 1000);
    let probe = go(&mut state, cost(200), None, 1000);
    assert_eq!(waits(&mut state, cost(200), None, 1000), (Why::Probe, None));
    let mut other = state.clone();
    state.settle(probe, Verdict::Answered, 2000);
    assert_eq!(state.reading(2000), Some(Reading::InFlight));
    go(&mut state, cost(900), None, 2000);
    other.settle(probe, Verdict::TooManyAtATime(None), 2000);
    assert_eq!(other.reading(2000), Some(Reading::FiveMinutes));
    assert_eq!(waits(&mut other, cost(200), None, 2000), (Why::FiveMinutes, Some(301_000)));
    go(&mut other, cost(200), None, 301_000);
}

#[test]
fn a_dear_one_runs_alone() {
    let mut state = State::default();
    let small = go(&mut state, cost(1), None, 0);
    assert_eq!(waits(&mut state, cost(1800), None, 0), (Why::CostInFlight, None));
    state.settle(small, Verdict::Answered, 5);
    let reading = Some(Reading::FiveMinutes);
    assert_eq!(waits(&mut state, cost(1800), reading, 5), (Why::FiveMinutes, Some(300_005)));
    go(&mut state, cost(1800), reading, 300_005);
    assert_eq!(waits(&mut state, cost(1), reading, 300_005), (Why::CostInFlight, None));
}

#[test]
fn the_hour_has_a_budget() {
    let mut state = State::default();
    for at in 0..108 {
        let claim = go(&mut state, cost(1000), Some(Reading::InFlight), at * 1000);
        state.settle(claim, Verdict::Answered, at * 1000);
    }
    let reading = Some(Reading::InFlight);
    assert_eq!(waits(&mut state, cost(1500), reading, 108_000), (Why::Hour, Some(HOUR + 1000)));
    go(&mut state, cost(1000), reading, HOUR);
    let lookup = Ask { pool: Pool::Lookup, cost: 1 };
    for _ in 0..10 {
        go(&mut state, lookup, None, HOUR);
    }
    assert_eq!(waits(&mut state, lookup, None, HOUR), (Why::Requests, None));
}

#[test]
fn what_was_spent_long_ago_is_kept_in_few_entries_and_never_too_little() {
    let mut state = State::default();
    for at in 0..30_000 {
        let claim = go(&mut state, cost(1), Some(Reading::InFlight), at * 100);
        state.settle(claim, Verdict::Answered, at * 100);
        state.condense(at * 100);
    }
    assert!(state.spent.len() < 700, "{}", state.spent.len());
    assert_eq!(state.spent.iter().map(|it| it.cost).sum::<u64>(), 30_000);
}

#[test]
fn what_the_dead_have_sent_is_worked_on_for_a_while_and_then_taken_for_spent() {
    let mut state = State::default();
    let Admission::Go(_) = state.admit(cost(1000), "gone", None, 0) else { panic!("waits") };
    state.bury(|owner| owner != "gone", 50);
    let reading = Some(Reading::FiveMinutes);
    assert_eq!(waits(&mut state, cost(1), reading, 50), (Why::Unanswered, Some(60_000)));
    assert_eq!(waits(&mut state, cost(1), reading, 60_000), (Why::FiveMinutes, Some(300_050)));
    go(&mut state, cost(1), Some(Reading::InFlight), 60_000);
}

#[test]
fn what_got_no_answer_keeps_its_place_for_as_long_as_answers_take() {
    let mut state = State::default();
    let claim = go(&mut state, cost(1), None, 0);
    state.settle(claim, Verdict::Answered, 6000);
    let claims: Vec<u64> = (0..5).map(|_| go(&mut state, cost(1), None, 6000)).collect();
    for (claim, late) in claims.iter().zip([false, false, false, false, true]) {
        state.settle(*claim, Verdict::Unanswered { late }, 16_000);
    }
    // Twice as long as the answer that was seen took, or as the one that had its time.
    assert_eq!(waits(&mut state, cost(1), None, 16_000), (Why::Unanswered, Some(18_000)));
    assert_eq!(state.in_flight(Pool::Cost).0, 5);
    go(&mut state, cost(1), None, 18_000);
    assert_eq!(state.in_flight(Pool::Cost).0, 2);
    go(&mut state, cost(1), None, 26_000);
    assert_eq!(state.in_flight(Pool::Cost).0, 2, "the late one is over, too");
}

#[test]
fn a_refusal_that_work_left_over_explains_teaches_nothing() {
    let mut state = State::default();
    let first = go(&mut state, cost(900), None, 0);
    state.settle(first, Verdict::Answered, 10_000);
    let lost = go(&mut state, cost(50), None, 10_000);
    let probe = go(&mut state, cost(200), None, 10_000);
    state.settle(lost, Verdict::Unanswered { late: false }, 11_000);
    state.settle(probe, Verdict::TooManyAtATime(None), 11_000);
    assert_eq!(state.reading(11_000), None);
    assert_eq!(waits(&mut state, cost(200), None, 11_000), (Why::Blocked, Some(16_000)));
    // No other one finds out before that work is over.
    assert_eq!(waits(&mut state, cost(200), None, 16_000), (Why::Unanswered, Some(30_000)));
    let probe = go(&mut state, cost(200), None, 30_000);
    state.settle(probe, Verdict::TooManyAtATime(None), 30_000);
    assert_eq!(state.reading(30_000), Some(Reading::FiveMinutes));
}

#[test]
fn a_refusal_that_the_other_reading_does_not_explain_teaches_nothing() {
    let mut state = State::default();
    let claim = go(&mut state, cost(10), None, 0);
    state.settle(claim, Verdict::TooManyAtATime(None), 0);
    assert_eq!(state.reading(0), None);
    assert_eq!(waits(&mut state, cost(10), None, 0), (Why::Blocked, Some(5000)));
}

#[test]
fn pauses_double_while_others_use_the_budget() {
    let mut state = State::default();
    let mut now = 0;
    for minutes in [1, 2, 4, 8, 15, 15] {
        let claim = go(&mut state, cost(1), None, now);
        state.settle(claim, Verdict::HourSpent(None), now);
        let until = now + minutes * 60_000;
        assert_eq!(waits(&mut state, cost(1), None, now), (Why::Blocked, Some(until)));
        now = until;
    }
}

#[test]
fn a_slow_api_is_asked_less_at_a_time_until_it_answers_again() {
    let mut state = State::default();
    for _ in 0..3 {
        let claim = go(&mut state, cost(1), None, 0);
        state.settle(claim, Verdict::Trouble { slow: true }, 0);
    }
    assert_eq!(state.at_a_time(Pool::Cost), 1);
    for _ in 0..(1 + 2 + 3 + 4) * PATIENCE {
        let claim = go(&mut state, cost(1), None, 0);
        state.settle(claim, Verdict::Answered, 0);
    }
    assert_eq!(state.at_a_time(Pool::Cost), 5);
}
