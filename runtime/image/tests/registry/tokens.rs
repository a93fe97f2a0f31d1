//! A place that gives tokens out which a registry trusts: to `puller` with `secret`, for the identity `who we are`, or to anybody.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use tempfile::TempDir;

use crate::server::Server;

pub(crate) struct Tokens {
    pub(crate) host: String,
    folder: TempDir,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Tokens {
    pub(crate) fn new() -> Self {
        Self::start(false)
    }

    /// Gives them to anybody.
    pub(crate) fn for_anybody() -> Self {
        Self::start(true)
    }

    fn start(for_anybody: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signer = Signer::new(folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = asked.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                answer(client, &signer, &seen, for_anybody);
            }
        });
        Self { host, folder, asked }
    }

    /// A registry that wants these tokens.
    pub(crate) fn server(&self) -> Server {
        self.server_that_names(&self.host)
    }

    /// The same where they are to be got from another host.
    pub(crate) fn server_that_names(&self, host: &str) -> Server {
        let certificate = self.folder.path().join("certificate.pem");
        Server::with_tokens(&format!("http://{host}/token"), &certificate)
    }

    /// The first lines of all requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(client: TcpStream, signer: &Signer, seen: &Mutex<Vec<String>>, for_anybody: bool) {
    let mut reader = BufReader::new(client);
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head).unwrap() > 2 {
        let line = head.lines().last().unwrap().to_ascii_lowercase();
        length = line.strip_prefix("content-length: ").map_or(length, |length| length.parse().unwrap());
    }
    // Somebody's connection was cut.
    if !head.ends_with("\r\n\r\n") {
        return;
    }
    let mut form = vec![0; length];
    reader.read_exact(&mut form).unwrap();
    let line = head.lines().next().unwrap().to_owned();
    seen.lock().unwrap().push(line.clone());

    let by_password = head.contains("authorization: Basic cHVsbGVyOnNlY3JldA==");
    let form = String::from_utf8_lossy(&form).into_owned();
    let by_identity = form.contains("refresh_token=who%20we%20are");
    let (status, body) = if by_password || by_identity || for_anybody {
        ("200 OK", format!(r#"{{"token": "{}"}}"#, signer.token(&accesses(&line, &form))))
    } else {
        ("401 Unauthorized", "{}".to_owned())
    };
    let mut answer = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    write!(answer, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    reader.get_mut().write_all(answer.as_bytes()).unwrap();
}

/// What a token opens: the scopes of a request, which stand in its first line or its form.
fn accesses(line: &str, form: &str) -> String {
    let asked = line.split(['?', '&', ' ']).chain(form.split('&'));
    let scopes = asked.filter_map(|parameter| parameter.strip_prefix("scope="));
    let scopes = scopes.flat_map(|scopes| scopes.split("%20").map(|scope| scope.replace("%3A", ":")));
    let access = scopes.map(|scope| {
        let [_, name, actions] = scope.split(':').collect::<Vec<_>>()[..] else { panic!("{scope}") };
        let (name, actions) = (name.replace("%2F", "/"), actions.replace("%2C", "\",\""));
        format!(r#"{{"type":"repository","name":"{name}","actions":["{actions}"]}}"#)
    });
    access.collect::<Vec<_>>().join(",")
}

/// Signs tokens as <https://distribution.github.io/distribution/spec/auth/jwt/> has them.
struct Signer {
    key: EcdsaKeyPair,
    certificate: String,
}

impl Signer {
    fn new(folder: &Path) -> Self {
        let openssl = |line: &str| {
            let run = Command::new("openssl").args(line.split(' ')).current_dir(folder).output();
            let run = run.expect("openssl is installed");
            assert!(run.status.success(), "{run:?}");
        };
        openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out certificate.pem -subj /CN=tests",
        );
        openssl("pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der");
        openssl("x509 -in certificate.pem -outform DER -out certificate.der");
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &read("key.der"),
            &SystemRandom::new(),
        );
        Self { key: key.unwrap(), certificate: STANDARD.encode(read("certificate.der")) }
    }

    fn token(&self, accesses: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let header = format!(r#"{{"typ":"JWT","alg":"ES256","x5c":["{}"]}}"#, self.certificate);
        let claims = format!(
            r#"{{"iss":"tests","sub":"puller","aud":"registry","exp":{},"nbf":{},"iat":{now},"jti":"1","access":[{accesses}]}}"#,
            now + 300,
            now - 10,
        );
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
