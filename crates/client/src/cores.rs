//! Keys are in no core file of a process that crashes.

/// Lets the system write no core of this process, for as long as it runs.
///
/// It is for processes that hold a key, in their environment or after they asked a keyring, before
/// they do so. Where the system cannot be told, nothing is said: a core is written there only if
/// its user asked for that.
pub fn no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    // A core that goes to a program through a pipe knows no limit.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
