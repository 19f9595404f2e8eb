// What single words are: a line, and what stands in it, from left to right.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tokens } from "./tokens.mjs";

const SHORT = {
  item: "storage.type.item", setting: "keyword.other.setting", clause: "keyword.other.clause", trigger: "support.type.trigger",
  op: "keyword.operator.word", logical: "keyword.operator.logical", control: "keyword.control.step", step: "support.function.step",
  act: "support.function.act", when: "keyword.control.act", expect: "keyword.control.expect",
  expectation: "support.function.expectation", particle: "keyword.other.particle", content: "support.type.content",
  receiver: "support.type.receiver", name: "variable.other.name", field: "variable.other.field", contact: "variable.other.contact",
  agent: "variable.other.agent", channel: "variable.other.constant.channel", call: "entity.name.function.call",
  flow: "entity.name.function", value: "constant.other.value", reason: "constant.other.reason", key: "variable.other.property",
  lang: "constant.other.language", word: "constant.language", day: "constant.language.day", n: "constant.numeric",
  dur: "constant.numeric.duration", time: "constant.numeric.time", date: "constant.numeric.date", "%": "constant.numeric.percentage",
  str: "string.quoted.double", long: "string.quoted.triple", esc: "constant.character.escape", regex: "string.regexp",
  hole: "variable.other.placeholder", default: "string.unquoted.default", comment: "comment.line.number-sign",
  type: "support.type.field", code: "constant.other.code", allow: "keyword.other.allow",
};
const BEFORE = { file: "", flow: "flow a {\n", scenario: 'scenario "a" {\n', schedule: "schedule a {\n", workspace: 'workspace "a" {\n' };

const TABLE = {
  file: [
    ["flow silent_contact {", "flow item", "silent_contact flow"],
    ["flow Événement_2 {", "Événement_2 flow"],
    ["flow a { on start } flow b {", "flow item", "start trigger", "flow item", "b flow"],
    ["channel shop is webchat { brand acme  bot faq }", "channel item", "is op", "webchat channel", "brand setting", "acme name", "bot setting", "faq name"],
    ["channel viber is viber { quota 500 per month beyond allow }", "viber entity.name.type.channel", "viber channel", "500 n", "per particle", "month word", "allow word"],
    ["channel a is sms channel b is sms", "a entity.name.type.channel", "channel item", "b entity.name.type.channel"],
    ["bot faq { channels shop  answers pricing, shipping }", "bot item", "channels setting", "shop channel", "answers setting", "shipping name"],
    ['template t on whatsapp (name, order) "Bonjour {name}"', "template item", "on particle", "whatsapp channel", "order name", "name hole"],
    ['text thanks { fr "Merci" pt-BR "Obrigado" }', "text item", "fr lang", "pt-BR lang", "Obrigado str"],
    ['intent refund { fr "rendre", "retour" en "refund" }', "intent item", "retour str", "en lang"],
    ['group clients "Clients"  group b', "group item", "clients entity.name.type.group", "group item", "b entity.name.type.group"],
    ['field contact.plan: text one of "free", "pro"', "field item", "contact.plan field", "text type", "one op", "pro str"],
    ["field contact.a: yes_no field contact.b: instant", "yes_no type", "field item", "instant type"],
    ["# allow K001, digits: the reason", "allow allow", "K001, digits code"],
    ["# flow x { \"", ' flow x { " comment'],
  ],
  workspace: [
    ['timezone "Europe/Paris"  languages fr, en-GB', "timezone setting", "languages setting", "fr lang", "en-GB lang"],
    ["quiet 21:00..08:00  limit 3 per 1d  on close unassign", "quiet setting", "21:00 time", ".. keyword.operator.range", "3 n", "1d dur", "on setting", "close setting", "unassign word"],
  ],
  schedule: [
    ["mon..fri 08:00..12:00, 14:00..17:00", "mon day", "fri day", "08:00 time", "17:00 time"],
    ["closed 2026-12-24..2026-12-26, 2027-01-01", "closed setting", "2026-12-24 date", ".. keyword.operator.range", "2027-01-01 date"],
    ['closed holidays "FR", "BE"  open 2026-12-23 09:00..20:00', "holidays setting", "open setting", "20:00 time"],
  ],
  flow: [
    ['on keyword "A", "B" ignoring case from sms', "on clause", "keyword trigger", "B str", "ignoring op", "from particle", "sms channel"],
    ["on message matches /REF\\/ [0-9]{4}/ from shop", "message trigger", "matches op", "/REF regex", "\\/ constant.character.escape.regexp", "shop channel"],
    ['on message starts with "a", any message from email', "starts op", "with op", "any trigger", "message trigger", "email channel"],
    ["on silence, start, every mon..fri at 10:00, every day at 09:00", "start trigger", "every trigger", "mon day", "at particle", "10:00 time", "day day"],
    ['on tag "x", group g, close, time 2026-03-02 10:00', "tag trigger", "group trigger", "g name", "close trigger", "time trigger", "2026-03-02 date"],
    ["on silence,\n  opt_out # later\n  , booking", "silence trigger", "opt_out trigger", "booking trigger"],
    ["on page_view for 30s  once per visit  at most 3 per 1d", "page_view trigger", "for particle", "30s dur", "once clause", "visit clause", "at clause", "most clause", "per particle"],
    ["via webchat for 10m, else whatsapp, else shop", "via clause", "webchat channel", "10m dur", "else particle", "whatsapp channel", "shop channel"],
    ["stop on intent a, booking  stop when contact.a is open", "stop clause", "on clause", "intent trigger", "booking trigger", "when clause", "open value"],
    ["within mon..fri 09:00..18:00, sat 09:00..12:00 or skip", "within clause", "sat day", "or clause", "skip clause"],
    ["within office expires 12h  outside shut", "office name", "expires clause", "12h dur", "outside clause", "shut name"],
    ["priority -3  restart ignore draft paused brand acme", "priority clause", "-3 n", "restart clause", "paused clause", "acme name"],
    ['when visitor.url contains any of "/a" and not now within office', "visitor.url field", "contains op", "any op", "and logical", "not logical", "now op", "within op", "office name"],
    ["when contact in group g or contact not in group h", "contact variable.language.contact", "group op", "g name", "or logical", "not op", "h name"],
    ['if contact has no tag "x" { stop } else if contact.n <= 3 { stop b }', "if control", "no op", "tag op", "stop control", "else control", "if control", "<= keyword.operator.comparison", "3 n", "b call"],
    ["when contact.a is not one of new, pt-BR and contact.b is unknown", "is op", "not op", "one op", "new value", "pt-BR value", "unknown op"],
    ['when message.text does not contain "a" and contact.c is 2026-12-31', "does op", "contain op", "2026-12-31 date"],
    ["when contact.c is contact.d or event.total > 49.90", "contact.d field", "or logical", "event.total field", "49.90 n"],
    ["after 1h30m within office send ai", "after control", "1h30m dur", "within clause", "office name", "send step", "ai content"],
    ['at booking.time - 1d send "A"', "at control", "booking.time field", "- keyword.operator.arithmetic", "1d dur", "send step"],
    ['at 2026-12-24 09:00 "America/New_York" send thanks silently', "at control", "2026-12-24 date", "09:00 time", "thanks name", "silently particle"],
    ['send template t("a", event.order, contact.b) as post_purchase_update', "template content", "t name", "event.order field", "contact.b field", "as particle", "post_purchase_update constant.other.purpose"],
    ['send "Hi {contact.first_name | dear \\{x\\}}!\\n" without notification', "Hi  str", "contact.first_name hole", " dear  default", "\\{ esc", "\\n esc", "without particle"],
    ['send "\\t \\" \\\\ \\} \\u{1F44B}" silently', "\\t esc", '\\" esc', "\\\\ esc", "\\} esc", "\\u{1F44B} esc", "silently particle"],
    ['send "{contact.a|}{ b.c }{d}"', "contact.a hole", "| keyword.operator.default", "b.c hole", "d hole"],
    ['send "a # b" # c', "a # b str", " c comment"],
    ['send "\\q {a"  ', "\\q invalid.illegal.escape", "{ invalid.illegal.brace", "a str"],
    ['send "not closed {a | b\nsend ai', "not closed  str", "send step", "ai content"],
    ['send """\n  flow x "quoted" # no comment\n"""  stop', '  flow x "quoted" # no comment long', "stop control"],
    ['ask "A?" save contact.mode { "a", "b" { stop } otherwise { stop } }', "ask step", "save particle", "contact.mode field", "b str", "otherwise control"],
    ["ask ai { intent busy { start f } silence 30m { call \"x\" } }", "ai content", "intent control", "busy name", "start control", "f call", "silence control", "30m dur", "call step"],
    ["split { 50% { stop } 50 % { stop } }", "split control", "50 %", "% keyword.operator.percentage"],
    ['tag "x" untag "y" add to group g remove from group h', "tag step", "untag step", "add step", "group step", "g name", "remove step", "from step", "h name"],
    ['assign to team sales assign to nobody assign to "leo"', "assign step", "team receiver", "sales name", "nobody word"],
    ["set contact.plan to pro", "to particle", "pro value"],
    ["set contact.plan to event.total", "set step", "contact.plan field", "to particle", "event.total field"],
    ['notify "a@b" ai "x" forward to "+33"', "notify step", "ai content", "forward step", "to step"],
    ["hand over to agent saying hello asking name, email ticket tags \"a\"", "hand step", "agent receiver", "saying step", "hello name", "asking step", "name name", "email name", "ticket step", "tags step"],
    ["hand over to bot b answer c open conversation close conversation", "bot receiver", "b name", "answer step", "c name", "open step", "close step", "conversation step"],
    ["send ai 5x @ /", "5x invalid.illegal.number", "@ invalid.illegal.character", "/ invalid.illegal.character"],
    ["send ai\nflow next {\n on start", "send step", "flow item", "next flow", "on clause", "start trigger"],
  ],
  scenario: [
    ["at 2026-03-02 10:00", "at when", "2026-03-02 date", "10:00 time"],
    ['contact sun { first_name "M" language en-GB group g tag "x" on 2026-01-01 }', "contact act", "sun contact", "first_name key", "language key", "en-GB value", "group particle", "g name", "tag key", "2026-01-01 date"],
    ['sun says "Hi" on sms', "sun contact", "says act", "on particle", "sms channel"],
    ['marie views "/u" titled "T" with device { language "fr" }', "views act", "titled particle", "with particle", "language key"],
    ["marie leaves marie opens f marie dismisses g marie clears browser", "leaves act", "opens act", "f call", "g call", "clears act", "browser act"],
    ['marie does "x" { total 49.90 } marie opts out of sms', "does act", "total key", "49.90 n", "opts act", "of particle", "sms channel"],
    ['bot says "A" to marie  ai answers "B"', "bot agent", "says act", "to particle", "marie contact", "ai agent", "answers act"],
    ["agent leo takes over marie agent leo closes marie", "leo agent", "takes act", "over act", "marie contact", "closes act"],
    ['agent leo sends template t("a") to marie', "sends act", "template content", "t name", "marie contact"],
    ["delivery to marie fails on sms  start f for marie", "delivery act", "marie contact", "fails act", "sms channel", "start act", "f call", "for particle", "marie contact"],
    ["wait 29s  wait until tomorrow 09:00  wait until thu 11:00", "wait when", "29s dur", "until when", "tomorrow day", "thu day", "11:00 time"],
    ['expect send "A" to marie on sms from f at 09:05', "expect expect", "send expectation", "to particle", "marie contact", "sms channel", "f call", "at particle", "09:05 time"],
    ['expect send containing "A"  expect send template t', "containing op", "template content", "t name"],
    ["expect nothing  expect no pending from f  expect no send", "nothing expectation", "no expectation", "pending expectation", "from particle", "f call", "send expectation"],
    ["expect held until 14:00  expect suppressed because limit", "held expectation", "until expectation", "14:00 time", "because particle", "limit reason"],
    ['expect tag "x"  expect no tag "y"  expect call "z"', "tag expectation", "no expectation", "tag expectation", "call expectation"],
    ["expect marie in group g  expect marie not in group h", "marie contact", "in expectation", "g name", "not expectation", "h name"],
    ['expect marie.plan is "pro"  expect marie.plan is unknown', "marie.plan field", "is op", "unknown op"],
    ["expect assigned to leo  expect assigned to team t  expect assigned to nobody", "assigned expectation", "leo name", "team receiver", "nobody word"],
    ["expect hand over to agent asking name  expect conversation closed", "hand expectation", "agent receiver", "asking expectation", "name name", "conversation expectation", "closed expectation"],
  ],
};

for (const [context, rows] of Object.entries(TABLE)) {
  for (const [line, ...expected] of rows) {
    test(`${context}: ${line}`, async () => {
      const read = (await tokens(BEFORE[context] + line)).slice((await tokens(BEFORE[context])).length);
      let at = 0;
      for (const pair of expected) {
        const [, word, short] = pair.match(/^([^]*) (\S+)$/);
        const wanted = `${SHORT[short] ?? short}.flow`;
        const found = read.findIndex((token, place) => place >= at && token.text === word);
        assert.notEqual(found, -1, `no token \`${word}\` behind the ones before: ${read.map((token) => token.text).join("|")}`);
        assert.equal(read[found].scopes.at(-1), wanted, word);
        at = found + 1;
      }
    });
  }
}

