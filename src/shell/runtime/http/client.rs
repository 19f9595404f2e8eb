//! Where a request comes from: the address of its connection, or the one that a proxy tells of.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use serde::Deserialize;

use crate::shell::failure::Failure;

/// The header in which proxies tell of who called them, unless the settings name another.
const USUAL_HEADER: &str = "x-forwarded-for";
/// How much of an IPv6 address counts as one client: what a provider gives to a single household or machine.
const V6_BITS: u8 = 64;

/// The address at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// An address, or all that begin alike: `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(IpNet);

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let whole = IpNet::from_str(&text).or_else(|_| IpAddr::from_str(&text).map(IpNet::from));
        whole.map(Self).map_err(|_| format!("`{text}` is no address, and no network such as `10.0.0.0/8`"))
    }
}

/// Who calls, as far as addresses tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// The address, or what of it stands for one client.
    pub network: IpNet,
    /// It may be that of a proxy, and anybody may stand behind it.
    pub shared: bool,
}

impl Client {
    fn at(address: IpAddr, shared: bool) -> Self {
        let address = address.to_canonical();
        let bits = if address.is_ipv6() { V6_BITS } else { 32 };
        let network = IpNet::new(address, bits).expect("client: no address has fewer bits");
        Self { network: network.trunc(), shared }
    }
}

/// The proxies that are believed, and the header in which they tell who called them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxies {
    trusted: Vec<Network>,
    header: HeaderName,
}

impl Proxies {
    /// These proxies; the usual header when none is named.
    ///
    /// # Errors
    ///
    /// When the header cannot be, or nobody is to be believed who sends it.
    pub fn new(trusted: &[Network], header: Option<&str>) -> Result<Self, Failure> {
        let wrong = |fact: &str, help: &str| {
            Err(Failure::new(format!("`client_address_header` {fact}")).help(help.to_owned()))
        };
        let usual = "let the proxy send `X-Forwarded-For`, or a header that holds the address alone";
        match HeaderName::from_str(header.unwrap_or(USUAL_HEADER)) {
            Err(_) => wrong("names no header", usual),
            Ok(name) if name == "forwarded" => wrong("cannot be `Forwarded`, which is not read here", usual),
            Ok(_) if header.is_some() && trusted.is_empty() => {
                let help = "name the proxies in `trusted_proxies`, such as `[\"127.0.0.1\"]`";
                wrong("is named, and no proxy is trusted", help)
            }
            Ok(header) => Ok(Self { trusted: trusted.to_vec(), header }),
        }
    }

    /// Who sent a request with these headers over a connection from there.
    ///
    /// Each proxy adds the address that it sees at the end, so that only what stands behind the last address that is
    /// no proxy's of ours can be made up.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let peer = peer.to_canonical();
        if self.trusted.is_empty() {
            return Client::at(peer, true);
        }
        if !self.trusts(peer) {
            return Client::at(peer, false);
        }
        let lines = headers.get_all(&self.header).iter().rev();
        let told = lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
        for text in told {
            match address(text.trim()) {
                Some(address) if self.trusts(address) => {}
                Some(address) => return Client::at(address, false),
                None => break,
            }
        }
        Client::at(peer, true)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|Network(network)| network.contains(&address))
    }
}

/// An address as proxies write it: also with its port, and in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let alone = IpAddr::from_str(bare).ok();
    let address = alone.or_else(|| SocketAddr::from_str(text).ok().map(|address| address.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn proxies(trusted: &[&str], header: Option<&str>) -> Result<Proxies, Failure> {
        let trusted: Vec<Network> =
            trusted.iter().map(|text| Network::try_from((*text).to_owned()).unwrap()).collect();
        Proxies::new(&trusted, header)
    }

    fn told(proxies: &Proxies, peer: &str, lines: &[(&'static str, &str)]) -> (String, bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        let Client { network, shared } = proxies.client(peer.parse().unwrap(), &headers);
        (network.to_string(), shared)
    }

    #[test]
    fn without_a_trusted_proxy_the_connection_counts_and_may_be_anybodys() {
        let none = proxies(&[], None).unwrap();
        let forged = [("x-forwarded-for", "198.51.100.7")];
        assert_eq!(told(&none, "203.0.113.9", &forged), ("203.0.113.9/32".to_owned(), true));
        assert_eq!(told(&none, "::ffff:203.0.113.9", &[]), ("203.0.113.9/32".to_owned(), true));
        assert_eq!(told(&none, "2001:db8:1:2:3:4:5:6", &[]), ("2001:db8:1:2::/64".to_owned(), true));
    }

    #[test]
    fn of_what_a_trusted_proxy_tells_the_last_address_that_is_none_of_ours_counts() {
        let ours = proxies(&["127.0.0.1", "10.0.0.0/8", "fd00::/8"], None).unwrap();
        let through = |value: &str| told(&ours, "::ffff:127.0.0.1", &[("x-forwarded-for", value)]);
        let client = |network: &str| (network.to_owned(), false);
        assert_eq!(through("198.51.100.7"), client("198.51.100.7/32"));
        // What the client said itself stands in front.
        assert_eq!(through("192.0.2.1, 198.51.100.7"), client("198.51.100.7/32"));
        assert_eq!(through("garbage, 198.51.100.7,10.1.2.3 , fd00::1"), client("198.51.100.7/32"));
        assert_eq!(through("198.51.100.7:4711"), client("198.51.100.7/32"));
        assert_eq!(through("[2001:db8::7]:4711"), client("2001:db8::/64"));
        assert_eq!(through("[2001:db8:0:1::7]"), client("2001:db8:0:1::/64"));
        let two = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-for", "198.51.100.7")];
        assert_eq!(told(&ours, "10.9.9.9", &two), client("198.51.100.7/32"));
        // A proxy that tells nothing that can be read stands for everybody behind it.
        let proxy = ("127.0.0.1/32".to_owned(), true);
        for said in ["", "garbage", "198.51.100.7, garbage", "10.1.2.3"] {
            assert_eq!(through(said), proxy, "{said}");
        }
        assert_eq!(told(&ours, "127.0.0.1", &[]), proxy);
        // Who is no proxy of ours is not believed.
        let forged = [("x-forwarded-for", "198.51.100.7")];
        assert_eq!(told(&ours, "203.0.113.9", &forged), client("203.0.113.9/32"));
    }

    #[test]
    fn another_header_may_be_named_and_one_that_cannot_be_is_refused() {
        let ours = proxies(&["127.0.0.1"], Some("CF-Connecting-IP")).unwrap();
        let lines = [("x-forwarded-for", "192.0.2.1"), ("cf-connecting-ip", "198.51.100.7")];
        assert_eq!(told(&ours, "127.0.0.1", &lines), ("198.51.100.7/32".to_owned(), false));
        let report = |trusted: &[&str], header| proxies(trusted, Some(header)).unwrap_err().report();
        assert!(report(&["127.0.0.1"], "a b").contains("names no header"));
        assert!(report(&["127.0.0.1"], "Forwarded").contains("cannot be `Forwarded`"));
        assert!(report(&[], "X-Real-IP").contains("no proxy is trusted"));
        for wrong in ["", "proxy", "10.0.0.0/33", "10.0.0.0/8/8"] {
            assert!(Network::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
