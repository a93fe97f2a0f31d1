pub(crate) mod workshop;

use std::process::Command;

use super::*;
use workshop::Workshop;

fn resolve(executable: &Executable, host: Host) -> Result<Closure, ClosureError> {
    Closure::resolve(executable, Path::new("/app"), host)
}

fn has(closure: &Closure, image: impl AsRef<Path>) -> bool {
    closure.files.contains_key(image.as_ref())
}

#[test]
fn the_running_program_has_its_loader_and_libraries() {
    let executable = Executable::running().unwrap();
    let closure = resolve(&executable, Host::of(&executable)).unwrap();
    assert!(has(&closure, executable.elf().interpreter.as_deref().unwrap()));
    let names =
        closure.files.keys().map(|path| path.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(names.iter().filter(|name| **name == "libc.so.6").count(), 1, "{names:?}");
    assert!(names.contains(&"libgcc_s.so.1"));
    assert!(closure.files.values().all(|source| source.path() != executable.path()));
}

#[test]
fn the_loader_itself_agrees() {
    let executable = Executable::running().unwrap();
    let closure = resolve(&executable, Host::default()).unwrap();
    let listed = Command::new("ldd").arg(executable.path()).output().unwrap();
    for line in String::from_utf8(listed.stdout).unwrap().lines().filter(|line| line.contains("=>")) {
        let path = line.split_whitespace().nth(2).unwrap();
        assert!(has(&closure, path), "{path} is missing in {:?}", closure.files.keys());
    }
}

#[test]
fn a_static_program_needs_nothing() {
    let shop = Workshop::new();
    let closure = resolve(&shop.program("program", &[], &["-static"]), Host::default()).unwrap();
    assert!(closure.files.is_empty() && closure.settings.is_empty());
}

#[test]
fn libgcc_is_there_for_glibc_though_nothing_names_it() {
    let shop = Workshop::new();
    let program = shop.program("program", &[], &[]);
    assert!(!program.elf().dynamic.needed.iter().any(|name| name == LOADED_BY_GLIBC));
    let closure = resolve(&program, Host::default()).unwrap();
    assert!(closure.files.keys().any(|path| path.ends_with(LOADED_BY_GLIBC)));
}

#[test]
fn the_library_path_is_searched_and_the_table_names_what_was_found() {
    let shop = Workshop::new();
    shop.library("lib", "b", &[], &[]);
    shop.library("lib", "a", &["b"], &[]);
    let closure = resolve(&shop.program("program", &["a"], &[]), shop.host(&["none", "lib"])).unwrap();
    let path = shop.path("lib/libb.so.1");
    assert!(has(&closure, &path));
    let (_, table) = closure.settings.iter().find(|(path, _)| path.ends_with("ld.so.cache")).unwrap();
    let table = String::from_utf8_lossy(table);
    assert!(table.contains("libb.so.1\0") && table.contains(path.to_str().unwrap()));
}

#[test]
fn rpath_comes_before_the_library_path_and_runpath_after_it() {
    let shop = Workshop::new();
    shop.library("lib", "a", &[], &[]);
    shop.library("other", "a", &[], &[]);
    let lib = format!("-Wl,-rpath,{}", shop.path("lib").display());
    let rpath = shop.program("rpath", &["a"], &["-Wl,--disable-new-dtags", &lib]);
    assert!(has(&resolve(&rpath, shop.host(&["other"])).unwrap(), shop.path("lib/liba.so.1")));
    let runpath = shop.program("runpath", &["a"], &["-Wl,--enable-new-dtags", &lib]);
    assert!(has(&resolve(&runpath, shop.host(&["other"])).unwrap(), shop.path("other/liba.so.1")));
    assert!(has(&resolve(&runpath, Host::default()).unwrap(), shop.path("lib/liba.so.1")));
}

#[test]
fn rpath_counts_for_what_a_library_needs_and_runpath_does_not() {
    let shop = Workshop::new();
    shop.library("lib", "b", &[], &[]);
    shop.library("lib", "a", &["b"], &[]);
    let lib = format!("-Wl,-rpath,{}", shop.path("lib").display());
    let rpath = shop.program("rpath", &["a"], &["-Wl,--disable-new-dtags", &lib]);
    assert!(has(&resolve(&rpath, Host::default()).unwrap(), shop.path("lib/libb.so.1")));
    let runpath = shop.program("runpath", &["a"], &["-Wl,--enable-new-dtags", &lib]);
    assert!(matches!(resolve(&runpath, Host::default()), Err(ClosureError::Unresolved { .. })));
}

#[test]
fn what_lies_beside_the_program_moves_with_it() {
    let shop = Workshop::new();
    shop.library("lib", "a", &[], &[]);
    let program = shop.program("bin/program", &["a"], &["-Wl,-rpath,$ORIGIN/../lib"]);
    let closure = resolve(&program, Host::default()).unwrap();
    assert!(has(&closure, "/lib/liba.so.1"), "{:?}", closure.files.keys());
    assert_eq!(closure.files[Path::new("/lib/liba.so.1")].path(), shop.path("bin/../lib/liba.so.1"));
}

#[test]
fn an_unresolved_library_is_an_error_with_the_chain_that_needs_it() {
    let shop = Workshop::new();
    shop.library("other", "b", &[], &[]);
    shop.library("lib", "a", &["b"], &[]);
    let error = resolve(&shop.program("program", &["a"], &[]), shop.host(&["lib"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the shared library `libb.so.1` is not on this machine (needed by `liba.so.1`, needed by `program`): \
         install it, or name its folder in LD_LIBRARY_PATH"
    );
}

#[test]
fn a_library_for_another_processor_is_passed_over() {
    let shop = Workshop::new();
    shop.library("lib", "a", &[], &[]);
    shop.library("other", "a", &[], &[]);
    let program = shop.program("program", &["a"], &[]);
    let foreign = shop.path("other/liba.so.1");
    let mut bytes = std::fs::read(&foreign).unwrap();
    bytes[18] = 183;
    std::fs::write(&foreign, bytes).unwrap();
    let closure = resolve(&program, shop.host(&["other", "lib"])).unwrap();
    assert!(has(&closure, shop.path("lib/liba.so.1")));
}

#[test]
fn the_nodes_driver_is_not_packaged() {
    let shop = Workshop::new();
    shop.library("lib", "cuda", &[], &[]);
    let program = shop.program("program", &["cuda"], &[]);
    let closure = resolve(&program, Host::default()).unwrap();
    assert!(!closure.files.keys().any(|path| path.ends_with("libcuda.so.1")));
}

#[test]
fn what_the_running_program_has_loaded_is_in_with_what_it_needs() {
    let shop = Workshop::new();
    shop.library("lib", "b", &[], &[]);
    shop.library("lib", "a", &["b"], &["-Wl,-rpath,$ORIGIN"]);
    let program = shop.program("program", &[], &[]);
    let plugin = shop.path("lib/plugin.so");
    std::fs::rename(shop.path("lib/liba.so.1"), &plugin).unwrap();
    let host = Host { library_path: Vec::new(), mapped: vec![plugin.clone(), program.path().into()] };
    let closure = resolve(&program, host).unwrap();
    assert!(has(&closure, &plugin) && has(&closure, shop.path("lib/libb.so.1")));
    assert_eq!(closure.links[&shop.path("lib/liba.so.1")], plugin);
}

#[test]
fn what_is_loaded_in_a_build_for_newer_processors_is_in_as_the_one_for_all() {
    let shop = Workshop::new();
    for folder in ["lib", "lib/glibc-hwcaps/x86-64-v3"] {
        shop.library(folder, "a", &[], &[]);
    }
    let newer = shop.path("lib/glibc-hwcaps/x86-64-v3/liba.so.1");
    let closure = |shop: &Workshop| {
        let host = Host { library_path: Vec::new(), mapped: vec![newer.clone()] };
        resolve(&shop.program("program", &[], &[]), host).unwrap()
    };
    let both = closure(&shop);
    assert!(has(&both, shop.path("lib/liba.so.1")) && !has(&both, &newer), "{:?}", both.files.keys());
    std::fs::remove_file(shop.path("lib/liba.so.1")).unwrap();
    assert!(has(&closure(&shop), &newer));
}

#[test]
fn one_file_with_two_names_is_in_once() {
    let shop = Workshop::new();
    shop.library("lib", "a", &[], &[]);
    let program = shop.program("program", &["a"], &[]);
    std::os::unix::fs::symlink(shop.path("lib/liba.so.1"), shop.path("lib/alias.so")).unwrap();
    let mut walk = Walk::start(
        Search {
            architecture: program.architecture(),
            loader: Loader::of_host(Path::new(program.elf().interpreter.as_deref().unwrap())),
            library_path: vec![shop.path("lib")],
        },
        &program,
        Path::new("/app"),
    );
    walk.follow().unwrap();
    walk.add_if_there("alias.so").unwrap();
    let closure = walk.finish();
    assert_eq!(closure.links[&shop.path("lib/alias.so")], shop.path("lib/liba.so.1"));
}

#[test]
fn a_program_whose_loader_is_not_here_is_an_error() {
    let shop = Workshop::new();
    let program = shop.program("program", &[], &["-Wl,--dynamic-linker=/lib/ld-linux-other.so.1"]);
    let error = resolve(&program, Host::default()).unwrap_err().to_string();
    assert!(error.contains("`program` is started by `/lib/ld-linux-other.so.1`"), "{error}");
}
