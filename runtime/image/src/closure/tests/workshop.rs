//! C libraries and programs built for a test.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::Host;
use crate::executable::Executable;

/// A folder with C libraries and programs built for a test.
pub(crate) struct Workshop(TempDir);

impl Workshop {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    /// Builds `lib/NAME.so`, with the soname `NAME.so.1` as its link, that needs the libraries given.
    pub(crate) fn library(&self, folder: &str, name: &str, needs: &[&str], linker: &[&str]) {
        let folder = self.path(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let calls = needs
            .iter()
            .map(|need| format!("int {need}(void); int {name}_{need}(void) {{ return {need}(); }}"));
        let code = format!("int {name}(void) {{ return 0; }} {}", calls.collect::<String>());
        let soname = format!("-Wl,-soname,lib{name}.so.1");
        let output = folder.join(format!("lib{name}.so.1"));
        self.compile(&code, &["-shared", "-fPIC", &soname], &output, needs, linker);
        std::os::unix::fs::symlink(&output, folder.join(format!("lib{name}.so"))).unwrap();
    }

    pub(crate) fn program(&self, name: &str, needs: &[&str], linker: &[&str]) -> Executable {
        let output = self.path(name);
        std::fs::create_dir_all(output.parent().unwrap()).unwrap();
        let calls = needs.iter().map(|need| format!("int {need}(void);")).collect::<String>();
        let sum = needs.iter().map(|need| format!(" + {need}()")).collect::<String>();
        self.compile(&format!("{calls} int main() {{ return 0{sum}; }}"), &[], &output, needs, linker);
        Executable::open(&output).unwrap()
    }

    fn compile(&self, code: &str, mode: &[&str], output: &Path, needs: &[&str], linker: &[&str]) {
        let source = output.with_extension("c");
        std::fs::write(&source, code).unwrap();
        let mut cc = Command::new("cc");
        cc.args(mode).arg("-o").arg(output).arg(&source).arg("-Wl,--allow-shlib-undefined");
        for folder in ["lib", "other"] {
            cc.arg("-L").arg(self.path(folder));
        }
        cc.args(needs.iter().map(|need| format!("-l{need}"))).args(linker);
        let done = cc.output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    pub(crate) fn host(&self, folders: &[&str]) -> Host {
        Host { library_path: folders.iter().map(|folder| self.path(folder)).collect(), mapped: Vec::new() }
    }
}
