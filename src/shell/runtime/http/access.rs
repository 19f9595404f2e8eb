//! Who may do what: bearer tokens with roles. Only their digests are kept.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::problem::{Kind, Problem};
use crate::shell::failure::Failure;
use crate::shell::runtime::secrets::Secrets;
use crate::shell::runtime::signature::sha256;

/// The shortest token that is taken: what a person makes up is guessed.
const TOKEN_CHARACTERS_MIN: usize = 20;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// To look at contacts, events and figures.
    Read,
    /// To report events.
    Write,
    /// To act as a person of the business.
    Agent,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Agent];

    /// The word in `flowc.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Agent => "agent",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `[run.tokens.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The variable that holds the token.
    pub token_env: String,
    /// What it is good for.
    pub roles: Vec<Role>,
}

/// Somebody who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token's name in `flowc.toml`; for logs and limits.
    pub name: String,
    roles: Vec<Role>,
}

impl Caller {
    /// Somebody without a token, who may do nothing that takes one.
    pub fn unknown(name: &str) -> Self {
        Self { name: name.to_owned(), roles: Vec::new() }
    }

    /// Whether the caller has that role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// The tokens. Without any, everybody who reaches the service may do everything.
#[derive(Debug, Clone, Default)]
pub struct Access {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone)]
struct Token {
    digest: Vec<u8>,
    caller: Caller,
}

impl Access {
    /// The tokens of the settings, looked up in the environment.
    ///
    /// # Errors
    ///
    /// When a variable is not set, a token is short, has no role, or is another one's as well.
    pub fn new<'a>(
        settings: impl IntoIterator<Item = (&'a str, &'a Settings)>,
        secrets: &Secrets,
    ) -> Result<Self, Failure> {
        let mut tokens: Vec<Token> = Vec::new();
        for (name, Settings { token_env, roles }) in settings {
            let wrong = |fact: String| Failure::new(format!("the token `{name}` {fact}"));
            let secret = secrets.read(token_env).map_err(|failure| {
                wrong("is not there".to_owned())
                    .because(failure.to_string())
                    .help(format!("set `{token_env}` in the environment of `flowc run`"))
            })?;
            if secret.expose().chars().count() < TOKEN_CHARACTERS_MIN {
                return Err(wrong(format!("has fewer than {TOKEN_CHARACTERS_MIN} characters"))
                    .help("make one of random bytes: `openssl rand -hex 32`"));
            }
            if roles.is_empty() {
                return Err(wrong("has no role".to_owned()).help("write `roles = [\"read\"]`"));
            }
            let digest = sha256(secret.expose().as_bytes());
            if let Some(same) = tokens.iter().find(|token| token.digest == digest) {
                return Err(wrong(format!("is the same as `{}`", same.caller.name))
                    .help("give each caller a token of its own"));
            }
            tokens.push(Token { digest, caller: Caller { name: name.to_owned(), roles: roles.clone() } });
        }
        Ok(Self { tokens })
    }

    /// Whether nobody needs a token.
    pub fn is_open(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Who calls, by the header `Authorization`.
    ///
    /// All tokens are compared, each in a time that does not depend on where it differs.
    pub fn caller(&self, authorization: Option<&str>) -> Option<Caller> {
        if self.is_open() {
            return Some(Caller { name: "anybody".to_owned(), roles: Role::ALL.to_vec() });
        }
        let (scheme, token) = authorization?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let given = sha256(token.trim().as_bytes());
        let mut found = None;
        for token in &self.tokens {
            if token.digest.ct_eq(&given).into() {
                found = Some(token.caller.clone());
            }
        }
        found
    }
}

/// The answer to a caller without a role.
pub fn lacks(caller: &Caller, role: Role) -> Problem {
    Problem::new(Kind::Forbidden, format!("the token `{}` does not have the role `{role}`", caller.name))
        .remedy(format!("add \"{role}\" to its `roles` in `flowc.toml`, or use another token"))
}

/// The answer to a caller without a token that is known.
pub fn unauthorized() -> Problem {
    Problem::new(Kind::Unauthorized, "there is no token in `Authorization`, or none that is known")
        .remedy("send `Authorization: Bearer TOKEN`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const READER: &str = "reader-reader-reader-0001";

    fn access(settings: &[(&str, Settings)]) -> Result<Access, Failure> {
        let secrets = Secrets::given([("READ", READER), ("SHORT", "hunter2"), ("AGAIN", READER)]);
        Access::new(settings.iter().map(|(name, settings)| (*name, settings)), &secrets)
    }

    fn token(variable: &str, roles: &[Role]) -> Settings {
        Settings { token_env: variable.to_owned(), roles: roles.to_vec() }
    }

    #[test]
    fn a_token_opens_what_its_roles_say_and_nothing_else() {
        let access = access(&[("crm", token("READ", &[Role::Read]))]).unwrap();
        let bearer = format!("Bearer {READER}");
        for right in [&bearer, &format!("bearer  {READER}")] {
            let caller = access.caller(Some(right)).unwrap();
            assert_eq!(caller.name, "crm");
            assert_eq!(Role::ALL.map(|role| caller.has(role)), [true, false, false]);
        }
        let (near, basic) = (&bearer[..bearer.len() - 1], &format!("Basic {READER}"));
        for wrong in [None, Some(""), Some("Bearer"), Some("Bearer "), Some(near), Some(READER), Some(basic)]
        {
            assert_eq!(access.caller(wrong), None, "{wrong:?}");
        }
        assert!(!format!("{access:?}").contains(READER));
    }

    #[test]
    fn weak_and_double_tokens_are_refused_at_the_start() {
        let told = |settings: &[(&str, Settings)]| access(settings).unwrap_err().report();
        assert!(told(&[("a", token("SHORT", &[Role::Read]))]).contains("`a` has fewer than 20 characters"));
        assert!(told(&[("a", token("NOWHERE", &[Role::Read]))]).contains("`NOWHERE` is not set"));
        assert!(told(&[("a", token("READ", &[]))]).contains("`a` has no role"));
        let twice = [("a", token("READ", &[Role::Read])), ("b", token("AGAIN", &[Role::Write]))];
        assert!(told(&twice).contains("`b` is the same as `a`"));
    }
}
