//! The tree: what an author wrote, owned, with a place on every node. It is made by `parse` alone.
//!
//! Names are composed (NFC) but not looked up; times and numbers are read; words that only one place allows
//! (trigger words, operators, days) are enums. Nothing here is checked against anything else.

pub mod condition;
pub mod dump;
pub mod flow;
pub mod hours;
pub mod item;
pub mod scenario;
pub mod step;
pub mod value;

pub use condition::{Compare, Condition, FieldPath, Operator};
pub use flow::{Again, Candidate, Flow, Frequency, Header, Lifecycle, Per, StopRule, Trigger, TriggerKind};
pub use hours::{Hours, HoursSource, Overrun, Window};
pub use item::{
    Beyond, Bot, Channel, ChannelClause, Field, FieldType, File, Group, Intent, Item, Limit, LocalText,
    OnClose, Schedule, ScheduleEntry, Template, Text, Workspace,
};
pub use scenario::{
    Act, ActKind, DayRef, Expect, Expectation, ExpectedAssignee, ExpectedContent, MomentRef, Person, Scenario,
};
pub use step::{
    Arm, ArmKind, Ask, Assignee, Block, Branch, HandOver, InstantBase, InstantExpr, Notification, Receiver,
    Send, SendContent, Sign, Step, StepKind,
};
pub use value::{Case, DateTime, Name, Number, Placeholder, Regex, Str, StrPart, Value};
