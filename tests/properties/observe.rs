//! An observer of a trace: says which promise a step breaks.

use std::collections::{BTreeMap, BTreeSet};

use flowc::engine::{Cause, Effect, EffectKey, EffectKind, Event, EventKind, Sender};
use flowc::program::Name;
use flowc::time::Instant;

/// What has been seen so far.
#[derive(Default)]
pub struct Observer {
    now: Instant,
    events: BTreeSet<Name>,
    effects: BTreeSet<EffectKey>,
    opted_out: BTreeSet<Name>,
    opted_out_of_all: bool,
    /// Flows that only a silence starts, while none has been started since the last reply.
    quiet: BTreeSet<Name>,
    sent: BTreeSet<(Name, Name)>,
    ended: BTreeMap<Name, bool>,
}

impl Observer {
    /// Looks at one event and what came of it.
    pub fn see(&mut self, event: &Event, effects: &[Effect]) -> Result<(), String> {
        self.events.insert(event.id.clone());
        let replied = matches!(event.kind, EventKind::MessageReceived { .. });
        if replied {
            self.quiet = ["silent_a", "silent_b"].map(Name::from).into();
        }
        let failed = matches!(event.kind, EventKind::DeliveryFailed { .. });
        for effect in effects {
            self.time(effect)?;
            self.chain(effect)?;
            self.words(effect)?;
            self.hold(effect)?;
            self.message(effect, failed)?;
            self.effects.insert(effect.key);
        }
        Ok(())
    }

    fn time(&mut self, effect: &Effect) -> Result<(), String> {
        if effect.at < self.now {
            return Err(format!("time runs backwards at {effect:?}"));
        }
        self.now = effect.at;
        Ok(())
    }

    fn chain(&self, effect: &Effect) -> Result<(), String> {
        let known = match &effect.cause {
            Cause::Event(id) => self.events.contains(id),
            Cause::Effect(key) => self.effects.contains(key),
        };
        if known { Ok(()) } else { Err(format!("nothing is known of the cause of {effect:?}")) }
    }

    fn words(&self, effect: &Effect) -> Result<(), String> {
        let fresh = !self.effects.contains(&effect.key);
        if fresh && !effect.why.is_empty() {
            Ok(())
        } else {
            Err(format!("no reason, or a used key: {effect:?}"))
        }
    }

    fn hold(&self, effect: &Effect) -> Result<(), String> {
        match effect.kind {
            EffectKind::Hold { until } if until <= effect.at => {
                Err(format!("a hold that ends at once: {effect:?}"))
            }
            _ => Ok(()),
        }
    }

    fn message(&mut self, effect: &Effect, failed: bool) -> Result<(), String> {
        match &effect.kind {
            EffectKind::OptOut { channel: Some(channel) } => drop(self.opted_out.insert(channel.clone())),
            EffectKind::OptOut { channel: None } => self.opted_out_of_all = true,
            EffectKind::OptIn { channel } => {
                self.opted_out.remove(channel);
                self.opted_out_of_all = false;
            }
            EffectKind::StartRun { .. } => {
                let flow = effect.flow.clone().ok_or("a run without a flow")?;
                self.quiet.remove(&flow);
                self.sent.retain(|(sender, _)| *sender != flow);
                self.ended.insert(flow, false);
            }
            EffectKind::EndRun { .. } => {
                let flow = effect.flow.clone().ok_or("a run without a flow")?;
                self.ended.insert(flow, true);
            }
            EffectKind::SendMessage { sender, channel, .. } => {
                let automatic = *sender != Sender::Agent("leo".into());
                if automatic && (self.opted_out_of_all || self.opted_out.contains(channel)) {
                    return Err(format!("sent after an opt-out: {effect:?}"));
                }
                let (Some(flow), Some(step)) = (&effect.flow, &effect.step) else {
                    return if *sender == Sender::Flow {
                        Err(format!("no flow: {effect:?}"))
                    } else {
                        Ok(())
                    };
                };
                if self.quiet.contains(flow) {
                    return Err(format!("a follow-up after the reply: {effect:?}"));
                }
                if self.ended.get(flow) != Some(&false) && !failed {
                    return Err(format!("sent by a run that is over: {effect:?}"));
                }
                if !failed && !self.sent.insert((flow.clone(), step.clone())) {
                    return Err(format!("sent twice: {effect:?}"));
                }
            }
            _ => {}
        }
        Ok(())
    }
}
