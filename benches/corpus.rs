//! Text to measure with: as many flows as asked for, each with its own names, like those of a real workspace.

use std::fmt::Write;

/// About that many bytes of `.flow` text, as a few large files or many small ones: `per_file` blocks in each.
pub fn files(bytes: usize, per_file: usize) -> Vec<String> {
    let mut files = vec![HEAD.to_owned()];
    let mut total = HEAD.len();
    let mut number = 0;
    while total < bytes {
        let mut text = String::new();
        for _ in 0..per_file {
            block(&mut text, number);
            number += 1;
        }
        total += text.len();
        files.push(text);
    }
    files
}

const HEAD: &str = r#"workspace "Mesure" { timezone "Europe/Paris" languages fr, en quiet 21:00..08:00 limit 3 per 1d }
schedule office { mon..fri 08:00..12:00, 14:00..17:00, sat 09:00..12:00 closed holidays "FR" }
group clients
field contact.plan: text one of "free", "pro"
channel boutique is webchat { brand acme }
"#;

/// Six flows and a scenario.
fn block(text: &mut String, n: usize) {
    // Letters, not digits: a word of digits is no keyword that an author would choose.
    let word: String = format!("{n:05}").bytes().map(|digit| char::from(b'A' + (digit - b'0'))).collect();
    write!(
        text,
        r#"# Bloc {n} : la commande, la relance, la page des tarifs.
flow order_{n} "Commande, étape {n}" {{
  on keyword "ORDER{word}", "CMD {word}" from sms
  send "Répondez LIVRAISON ou EMPORTER, {{contact.first_name | cher client}}."
  add to group clients
}}

flow silent_{n} "Le contact ne répond plus" {{
  on silence
  when contact has tag "bloc {n}" and (contact.plan is "free" or contact.plan is unknown)
  via webchat for 10m, else whatsapp for 24h, else sms
  within office
  stop on intent not_interested, booking, intent booked

  after 5m   send ai
  after 15m  send "Toujours là, {{contact.first_name | vous}} ?"
  after 1d {{
    send ai "Dernière relance : propose un rendez-vous"
    tag "à relancer {n}"
    assign to team sales
    notify "sales@example.com" "Silencieux depuis hier : {{contact.first_name | inconnu}}"
  }}
}}

flow pricing_{n} "Aide sur les tarifs" {{
  brand acme
  on page_view for 30s
  when visitor.url contains any of "/pricing/{n}", "/tarifs/{n}"
   and (visitor.history is new or device.language is not "en")
   and now within office
  via boutique
  once per visit
  send "👋 Une question sur nos tarifs ?"
  hand over to agent saying "Je vous passe un conseiller" asking name, email
  ticket tags "tarifs {n}"
}}

flow followup_{n} "Suivi de l'événement" {{
  on event "bought {n}"
  via messenger, else email
  send "C'est noté, à bientôt !" as confirmed_event_update
  after 2h within mon..fri 09:00..18:00  send "Comment s'est passée votre visite ?" silently
  after 1d within mon..fri 09:00..18:00  start coupon_{n}
}}
flow coupon_{n} {{ via sms send "-10 % avec le code MERCI{n}" }}

flow size_{n} {{
  on message starts with "TAILLE {word}" ignoring case
  ask "Quelle taille ?" {{
    "S", "M" {{ tag "petit" send "Très bien." }}
    "L" {{ tag "grand" send "Très bien." }}
    otherwise {{ send "S, M ou L ?" }}
  }}
}}

scenario "La commande {n}" {{
  at 2026-03-02 09:00
  contact marie {{ first_name "Marie" phone "+33612345678" language fr }}
  marie says "ORDER{word}" on sms
  expect send containing "Marie" to marie on sms from order_{n}
}}

"#
    )
    .expect("writing to a string");
}
