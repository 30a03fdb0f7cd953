//! What people see.

use crate::support::Test;

fn rendered(text: &str) -> String {
    let (output, _) = {
        let test = Test::new("check -").stdin(text);
        let code = i32::from(!text.starts_with("# fine"));
        test.code(code).run_in()
    };
    output.stderr
}

#[test]
fn x() {
    eprintln!("{}", rendered("usrs\n"));
}
