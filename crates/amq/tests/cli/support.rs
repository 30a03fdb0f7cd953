//! A run of `amq` in a folder of its own.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder with files, a command line, and what is expected of it.
#[must_use]
pub(crate) struct Test {
    pub(crate) folder: Folder,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    below: &'static str,
    stdin: Vec<u8>,
    stdout: Option<String>,
    stderr: Option<String>,
    code: Option<i32>,
}

/// What a run wrote and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

/// A folder that is deleted in the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("amq-test-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("repo/.git")).unwrap();
        Self(folder)
    }

    /// The folder that commands run in, which is a repository.
    pub(crate) fn path(&self) -> PathBuf {
        self.0.join("repo")
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Test {
    /// `amq` with arguments apart by blanks, on a fixed day.
    pub(crate) fn new(arguments: &str) -> Self {
        Self {
            folder: Folder::new(),
            arguments: Vec::new(),
            variables: Vec::new(),
            below: "",
            stdin: Vec::new(),
            stdout: None,
            stderr: None,
            code: Some(0),
        }
        .args(&["--today", "2021-09-30"])
        .args(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    /// A folder, and no command line yet.
    pub(crate) fn bare() -> Self {
        let mut test = Self::new("");
        test.arguments.clear();
        test
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|&it| it.to_owned()));
        self
    }

    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.folder.write(name, content.as_ref());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder to run in, below that of the repository.
    pub(crate) fn below(mut self, folder: &'static str) -> Self {
        self.below = folder;
        self
    }

    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.stdin = text.as_ref().to_vec();
        self
    }

    pub(crate) fn stdout(mut self, text: &str) -> Self {
        self.stdout = Some(text.to_owned());
        self
    }

    pub(crate) fn stderr(mut self, text: &str) -> Self {
        self.stderr = Some(text.to_owned());
        self
    }

    pub(crate) fn code(mut self, code: i32) -> Self {
        self.code = Some(code);
        self
    }

    /// However it ends.
    pub(crate) fn any_code(mut self) -> Self {
        self.code = None;
        self
    }

    /// Runs and compares with what is expected.
    pub(crate) fn run(self) -> Output {
        let (output, _folder) = self.run_in();
        output
    }

    /// The same, and the folder as it is afterwards.
    pub(crate) fn run_in(self) -> (Output, Folder) {
        let output = self.output();
        let seen = format!("stdout:\n{}\nstderr:\n{}", output.stdout, output.stderr);
        assert!(self.code.is_none() || output.code == self.code, "{:?}: {seen}", output.code);
        if let Some(stdout) = &self.stdout {
            assert_eq!(&output.stdout, stdout, "{seen}");
        }
        if let Some(stderr) = &self.stderr {
            assert_eq!(&output.stderr, stderr, "{seen}");
        }
        (output, self.folder)
    }

    fn output(&self) -> Output {
        let mut child = self
            .command(&amq())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that does not read is none of our business.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        Output {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// What a terminal of 80 columns shows of the run, where `script` can make one.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_a_terminal(&self) -> Option<String> {
        let quoted = |it: &String| format!("'{it}'");
        let arguments: Vec<_> = self.arguments.iter().map(quoted).collect();
        let line = format!("stty cols 80 rows 24; {} {}", amq().display(), arguments.join(" "));
        let mut command = self.command_with(Path::new("script"), &["-qec", &line, "/dev/null"]);
        let output = command.stdin(Stdio::null()).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).replace('\r', ""))
    }

    /// The command, in its folder and with nothing of this process's environment but `PATH`.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        self.command_with(program, &arguments)
    }

    fn command_with(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.folder.path().join(self.below)).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// The program.
pub(crate) fn amq() -> PathBuf {
    env!("CARGO_BIN_EXE_amq").into()
}

/// Says that a test could not try what it is for: past the harness, which shows nothing of tests
/// that pass.
pub(crate) fn skipped(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}

/// The codes of a `short` report, by line.
pub(crate) fn codes(report: &str) -> Vec<(usize, String)> {
    let code = |line: &str| {
        let place = line.split(':').nth(1)?.parse().ok()?;
        let (_, rest) = line.split_once('[')?;
        Some((place, rest.split_once(']')?.0.to_owned()))
    };
    report.lines().filter_map(code).collect()
}
