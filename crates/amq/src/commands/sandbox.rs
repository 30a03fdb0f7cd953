//! `amq sandbox`

use amq_project::Problem;
use amq_sandbox::{Config, serve};

use crate::{
    args::{Common, Limits, Sandbox},
    exit::Exit,
    output,
};

/// Serves until the program is ended.
pub(crate) fn run(sandbox: &Sandbox, common: &Common) -> Exit {
    let config = config(sandbox, common);
    let keys = config.keys.clone();
    let handle = match serve(config) {
        Ok(handle) => handle,
        Err(error) => return output::problem(&Problem::new(error.to_string())),
    };
    let (api, secret) = (keys.api, keys.secret);
    let said = output::result(&format!(
        "http://{address}\n  API key: {api}, secret key: {secret}\n  \
         curl -u {api}:{secret} http://{address}/api/2/events/list\n",
        address = handle.address(),
    ));
    if said == Exit::Fine {
        handle.wait();
    }
    said
}

fn config(sandbox: &Sandbox, common: &Common) -> Config {
    Config {
        port: sandbox.port,
        seed: sandbox.seed,
        users: sandbox.users,
        events: sandbox.events.clone(),
        today: common.today,
        keys: sandbox.keys.clone(),
        limits: match sandbox.limits {
            Limits::InFlight => amq_sandbox::Limits::InFlight,
            Limits::FiveMinutes => amq_sandbox::Limits::FiveMinutes,
            Limits::Off => amq_sandbox::Limits::Off,
        },
        chaos: sandbox.chaos,
        delay: sandbox.delay,
        delay_per_cost: sandbox.delay_per_cost,
        ..Config::default()
    }
}
