//! `flowc.toml`: what is wrong is told with its place and a remedy.

use flowc::shell::runtime::connectors::settings::Kind;
use flowc::shell::runtime::connectors::{assemble, read};
use flowc::shell::runtime::secrets::Secrets;

fn report(toml: &str) -> String {
    read("flowc.toml", toml).err().unwrap_or_else(|| panic!("nothing is wrong with {toml}")).report()
}

#[test]
fn an_unknown_key_is_told_with_its_place_and_what_there_is() {
    let toml = "[connectors.bot]\nkind = \"telegram\"\ntoken_env = \"TOKEN\"\nchannel = \"telegram\"\n";
    assert_eq!(
        report(toml),
        "error: flowc.toml:4:1: unknown key `channel`\n  help: it knows `kind`, `serves` and `timeout_seconds`, and \
         `token_env`, `webhook_secret_env`, `api`\n"
    );
    assert!(
        report("[ai]\nmodel = \"m\"\nurl = \"https://u\"\nkey = \"k\"\n")
            .starts_with("error: flowc.toml:4:1: unknown key `key`")
    );
    let log = report("[connectors.l]\nkind = \"log\"\nserves = [\"sms\"]\nfile = \"x\"\n");
    assert!(log.starts_with("error: flowc.toml:4:1: unknown key `file`\n  help: it knows `kind`"), "{log}");
}

#[test]
fn what_is_missing_or_cannot_be_is_told() {
    let cases = [
        ("[connectors.bot]\ntoken_env = \"T\"\n", "1:1: the connector `bot` has no `kind`"),
        ("[connectors.bot]\nkind = \"telegramm\"\n", "2:8: there is no kind `telegramm`"),
        ("[connectors.bot]\nkind = \"telegram\"\n", "1:1: there is no key `token_env`"),
        ("[connectors.bot]\nkind = \"telegram\"\ntoken_env = 7\n", "3:13: invalid type: integer `7`"),
        ("[connectors]\nbot = 7\n", "2:7: `connectors.bot` is no table"),
        ("connectors = 7\n", "1:14: `connectors` is no table"),
        (
            "[connectors.c]\nkind = \"webhook\"\nurl = \"https://a\"\n",
            "1:1: the connector `c` serves nothing",
        ),
        ("[connectors.c]\nkind = \"log\"\nserves = []\n", "3:10: the connector `c` serves nothing"),
        (
            "[connectors.l]\nkind = \"line\"\ntoken_env = \"T\"\nserves = [\"line\", \"call\"]\n",
            "4:10: a connector of kind `line` cannot serve `call`",
        ),
        (
            "[connectors.l]\nkind = \"line\"\ntoken_env = \"T\"\ntimeout_seconds = 0\n",
            "4:19: `timeout_seconds` cannot be 0",
        ),
        (
            "[connectors.t]\nkind = \"twilio\"\naccount_sid = \"AC\"\nauth_token_env = \"T\"\n",
            "1:1: the connector `t` needs exactly one sender",
        ),
        (
            "[connectors.m]\nkind = \"messenger\"\ntoken_env = \"T\"\napp_secret_env = \"S\"\n",
            "1:1: the connector `m` needs both `app_secret_env` and `verify_token_env`",
        ),
        (
            "[connectors.c]\nkind = \"webhook\"\nserves = [\"call\", \"other\"]\n",
            "1:1: the connector `c` needs a `url`",
        ),
        (
            "[connectors.c]\nkind = \"webhook\"\nserves = [\"other\"]\nurl = \"crm.example.com\"\n",
            "1:1: the `url` of `c` is no address",
        ),
        ("[ai]\nurl = \"api\"\nmodel = \"m\"\n", "1:1: the `url` of `[ai]` is no address"),
        ("[connectors.\"a/b\"]\nkind = \"log\"\n", "1:13: `a/b` is no name for a connector"),
        ("[connectors.bot\n", "1:16: "),
    ];
    for (toml, start) in cases {
        let report = report(toml);
        assert!(report.starts_with(&format!("error: flowc.toml:{start}")), "{toml}\n{report}");
    }
}

#[test]
fn other_tables_are_left_alone() {
    let plan = read(
        "flowc.toml",
        "workspace = \"w\"\n[http]\nport = 1\n[connectors.l]\nkind = \"log\"\nserves = [\"sms\"]\n",
    );
    let plan = plan.unwrap();
    assert_eq!((plan.connectors.len(), plan.ai), (1, None));
    assert_eq!(read("flowc.toml", "").unwrap().connectors, []);
}

#[test]
fn a_missing_secret_names_connector_and_variable() {
    let plan =
        read("flowc.toml", "[connectors.bot]\nkind = \"telegram\"\ntoken_env = \"BOT_TOKEN\"\n").unwrap();
    assert_eq!(
        assemble(plan, &Secrets::given([])).err().unwrap().report(),
        "error: the connector `bot` lacks a secret\n  because: the environment variable `BOT_TOKEN` is not set\n  \
         help: set `BOT_TOKEN` in the environment of `flowc run`; `flowc.toml` names variables only\n"
    );
}

#[test]
fn one_channel_has_one_connector() {
    let toml = "[connectors.a]\nkind = \"log\"\nserves = [\"sms\"]\n[connectors.b]\nkind = \"log\"\nserves = [\"sms\"]\n";
    let report = assemble(read("flowc.toml", toml).unwrap(), &Secrets::given([])).err().unwrap().report();
    assert!(report.starts_with("error: `sms` is served by `a` and `b`\n"), "{report}");
}

#[test]
fn webhooks_are_there_when_their_secrets_are() {
    let toml = r#"
[connectors.texting]
kind = "twilio"
account_sid = "AC"
auth_token_env = "S"
from = "+33"
[connectors.bot]
kind = "telegram"
token_env = "S"
[connectors.insta]
kind = "instagram"
token_env = "S"
app_secret_env = "S"
verify_token_env = "S"
"#;
    let connectors = assemble(read("flowc.toml", toml).unwrap(), &Secrets::given([("S", "s")])).unwrap();
    assert_eq!(connectors.webhooks.keys().map(|name| &**name).collect::<Vec<_>>(), ["insta", "texting"]);
    assert_eq!(
        connectors.by_channel.keys().map(|name| &**name).collect::<Vec<_>>(),
        ["instagram", "sms", "telegram"]
    );
}

/// Each `toml` block of the page for operators is a `flowc.toml` that can be started with.
#[test]
fn the_pages_tables_are_what_is_read() {
    let page = std::fs::read_to_string("docs/connectors.md").unwrap();
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let mut kinds = std::collections::BTreeSet::new();
    for block in &blocks {
        let plan =
            read("connectors.md", block).unwrap_or_else(|failure| panic!("{}{block}", failure.report()));
        kinds.extend(plan.connectors.iter().map(|connector| kind_of(block, &connector.name)));
        let variables = block.lines().filter_map(|line| line.split_once("_env = \"")?.1.strip_suffix('"'));
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let secrets = Secrets::given(variables.map(|variable| (variable, secret)));
        assemble(plan, &secrets).unwrap_or_else(|failure| panic!("{}{block}", failure.report()));
    }
    assert!(Kind::ALL.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}

fn kind_of(block: &str, name: &str) -> String {
    let (_, table) = block.split_once(&format!("[connectors.{name}]")).unwrap();
    table.split_once("kind = \"").unwrap().1.split('"').next().unwrap().to_owned()
}
